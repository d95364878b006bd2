"""What knowing a field is worth: variance, entropy and choice, each less what chance alone would give.

R[k, i]: share of draw i in cell (or reading) k, columns sum to one. With m_k the mean answer in cell k and p_k its
weight, S = sum_k p_k (m_k - mean)^2 / variance is the first-order effect, Var(E[Y|X])/Var(Y) (Saltelli 2002,
doi:10.1016/S0010-4655(02)00280-1; from given draws: Plischke 2013, doi:10.1016/j.ejor.2012.11.047). If draws were dealt
to cells by chance, S would have the mean s0; (S - s0)/(1 - s0) is free of it (for whole cells Kelley's epsilon squared,
doi:10.1073/pnas.21.9.554).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from her2sim.studies.results import Floats


def chance(shares: Floats) -> float:
    """Mean of the raw index if draws were dealt to cells by chance; (K - 1)/(N - 1) for K whole cells."""
    n, weight = shares.shape[1], shares.sum(axis=1)
    good = weight > 1e-9
    inside = (shares[good] ** 2).sum(axis=1) / weight[good] - weight[good] / n
    return float(inside.sum() / (n - 1))


def first_order(shares: Floats, answers: Floats) -> Floats:
    """First-order index free of chance.

    Args:
        shares: shape (K, N).
        answers: shape (N, Q), one answer (or reordering of it) a column.

    Returns:
        shape (Q,); 0 where the answer does not vary. May lie a little below zero.
    """
    centred = answers - answers.mean(axis=0)
    variance = (centred**2).mean(axis=0)
    weight = np.maximum(shares.sum(axis=1), 1e-12)
    raw = ((shares @ centred) ** 2 / weight[:, None]).sum(axis=0) / shares.shape[1]
    known = variance > 1e-18
    scaled = np.divide(raw, variance, out=np.zeros_like(raw), where=known)
    expected = chance(shares)
    return np.where(known, (scaled - expected) / max(1.0 - expected, 1e-9), 0.0)


def information(shares: Floats, hits: Floats) -> Floats:
    """Bits that a field tells of a yes or no: H(Y) - E[H(Y|X)] (Shannon 1948), not corrected; hits (N, Q) -> (Q,)."""
    weight = np.maximum(shares.sum(axis=1), 1e-12)
    inside = entropy((shares @ hits) / weight[:, None])
    return entropy(hits.mean(axis=0)) - (weight[:, None] * inside).sum(axis=0) / shares.shape[1]


def entropy(p: Floats) -> Floats:
    """Entropy of a yes or no, bits."""
    q = np.clip(p, 1e-12, 1.0 - 1e-12)
    return -(q * np.log2(q) + (1.0 - q) * np.log2(1.0 - q))


def choice(shares: Floats, worth: Floats) -> Floats:
    """E[max over regimens of E[Y_r|X]] - max over regimens of E[Y_r], not corrected (Strong 2014,
    doi:10.1177/0272989X13505910); worth (R, N, Q) -> (Q,)."""
    weight = np.maximum(shares.sum(axis=1), 1e-12)
    means = np.einsum("kn,rnq->rkq", shares, worth) / weight[None, :, None]
    best = (weight[:, None] * means.max(axis=0)).sum(axis=0) / shares.shape[1]
    return best - worth.mean(axis=1).max(axis=0)


@dataclass(frozen=True)
class Estimate:
    """An index with its bootstrap interval and the probability of as much by chance."""

    value: float
    low: float
    high: float
    p: float


def estimate(shares: Floats, answer: Floats, orders: np.ndarray, picks: np.ndarray, level: float) -> Estimate:
    """The index of one answer, shape (N,).

    Args:
        shares: shape (K, N).
        answer: shape (N,).
        orders: reorderings of the draws for the null, shape (N, P).
        picks: draws taken with replacement, shape (B, N). A repeated draw agrees with itself, which lifts the index, so
            the interval is centred on the estimate again.
        level: of the interval.
    """
    value = float(first_order(shares, answer[:, None])[0])
    null = first_order(shares, answer[orders])
    again = _resampled(shares, answer, picks)
    tail = 50.0 * (1.0 - level)
    low, high = np.percentile(again - again.mean(), [tail, 100.0 - tail])
    p = float((1 + (null >= value).sum()) / (1 + null.size))
    return Estimate(max(value, 0.0), max(value + float(low), 0.0), min(max(value + float(high), 0.0), 1.0), p)


def _resampled(shares: Floats, answer: Floats, picks: np.ndarray) -> Floats:
    """The raw index of every resample, shape (B,)."""
    n = answer.size
    times = np.stack([np.bincount(pick, minlength=n) for pick in picks]).astype(np.float64)
    centred = answer - answer.mean()
    means = times @ centred / n
    variance = times @ centred**2 / n - means**2
    weight = np.maximum(shares @ times.T, 1e-12)
    inside = shares @ (times * centred).T - weight * means
    raw = (inside**2 / weight).sum(axis=0) / n
    return np.divide(raw, variance, out=np.zeros_like(raw), where=variance > 1e-18)


def false_discovery(p: Floats) -> Floats:
    """q-values of Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; shape of `p`."""
    order = np.argsort(-p)
    ranks = p.size - np.arange(p.size)
    q = np.empty_like(p)
    q[order] = np.minimum.accumulate(np.minimum(1.0, p[order] * p.size / ranks))
    return q
