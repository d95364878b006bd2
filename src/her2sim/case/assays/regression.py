"""Receptors of a cell from the value of an assay: one robust line a receptor, receptors learning from each other.

    ln(molecules) = level + slope (value - centre) + noise,     noise ~ scale x Student-t
    slope ~ normal(mean slope, between),   ln(scale) ~ normal(mean scale, between)     over the receptors of the assay

A line below detection gives the probability of lying below the smallest value that was detected. The posterior is taken
as normal around its mode (Laplace); the prediction adds the scatter of lines, what is not known of it and of the line,
and the error of the value itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.case.assays.settings import Guess
from her2sim.case.assays.solvers import lowest, special

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """Value of the assay and ln(molecules) of the lines of one receptor; where `below`, the latter is a limit."""

    x: Floats
    y: Floats
    below: NDArray[np.bool_]


@dataclass(frozen=True)
class Predicted:
    """Student-t distribution of ln(molecules)."""

    mean: float
    scale: float
    df: float

    def interval(self, share: float = 0.9) -> tuple[float, float]:
        """Equal-tailed interval that holds this share."""
        half = float(special().stdtrit(self.df, 0.5 + share / 2)) * self.scale
        return self.mean - half, self.mean + half


@dataclass(frozen=True)
class Regression:
    """The calibrated line of one receptor; `covariance` is that of level, slope and ln(scale)."""

    level: float
    slope: float
    log_scale: float
    centre: float
    covariance: tuple[tuple[float, ...], ...]
    df: float
    low: float
    high: float
    """smallest and largest value it was calibrated on"""
    lines: int
    below: int
    """lines, and those of them below detection"""

    def predict(self, value: float, error: float = 0.0) -> Predicted:
        """ln(molecules) at a value with this standard error; wider the further the value lies from the centre."""
        away = value - self.centre
        c = self.covariance
        of_line = c[0][0] + 2 * away * c[0][1] + away**2 * c[1][1]
        scatter = float(np.exp(2 * self.log_scale + 2 * c[2][2]))
        of_value = (self.slope**2 + c[1][1]) * error**2
        return Predicted(self.level + self.slope * away, float(np.sqrt(scatter + of_line + of_value)), self.df)


@dataclass(frozen=True)
class _Problem:
    """Points of all receptors in one row, with the priors."""

    x: Floats
    y: Floats
    below: NDArray[np.bool_]
    which: NDArray[np.intp]
    genes: int
    df: float
    priors: Mapping[str, Guess]


def fit(points: Mapping[str, Points], priors: Mapping[str, Guess]) -> dict[str, Regression]:
    """Calibrated lines of all receptors of one assay.

    Args:
        points: by gene; every gene needs at least one line.
        priors: `regression` of the settings.

    Raises:
        ValueError: a slope is not positive, or the mode was not found.
    """
    genes = tuple(points)
    centres = [float(points[gene].x.mean()) for gene in genes]
    problem = _Problem(
        np.concatenate([points[gene].x - centre for gene, centre in zip(genes, centres, strict=True)]),
        np.concatenate([points[gene].y for gene in genes]),
        np.concatenate([points[gene].below for gene in genes]),
        np.repeat(np.arange(len(genes)), [len(points[gene].x) for gene in genes]),
        len(genes),
        priors["df"].value,
        priors,
    )
    mode, covariance = _mode(problem, [float(np.median(points[gene].y)) for gene in genes])
    found: dict[str, Regression] = {}
    for index, (gene, centre) in enumerate(zip(genes, centres, strict=True)):
        at = [index, len(genes) + index, 2 * len(genes) + index]
        part = points[gene]
        block = tuple(tuple(float(v) for v in row) for row in covariance[np.ix_(at, at)])
        level, slope, log_scale = (float(mode[i]) for i in at)
        if slope <= 0:
            raise ValueError(f"the slope of {gene} is {slope:.3g}: the assay says nothing about it")
        ends = float(part.x.min()), float(part.x.max())
        size = len(part.x), int(part.below.sum())
        found[gene] = Regression(level, slope, log_scale, centre, block, problem.df, *ends, *size)
    return found


def _mode(problem: _Problem, levels: list[float]) -> tuple[Floats, Floats]:
    """Mode of the posterior and its covariance there, by quasi-Newton and then Newton steps."""
    slope, noise = problem.priors["slope"].value, float(np.log(problem.priors["noise"].value))
    start = np.array([*levels, *[slope] * problem.genes, *[noise] * problem.genes, slope, noise])
    mode = lowest(lambda at: _loss(at, problem), start, "BFGS", slopes=True, gtol=1e-6)
    for _ in range(4):
        mode = mode - np.linalg.solve(_curvature(mode, problem), _loss(mode, problem)[1])
    if not float(np.abs(_loss(mode, problem)[1]).max()) < 1e-6:
        raise ValueError("the regression of an assay did not converge")
    return mode, np.asarray(np.linalg.inv(_curvature(mode, problem)), dtype=np.float64)


def _curvature(at: Floats, problem: _Problem, step: float = 1e-5) -> Floats:
    rows: list[Floats] = []
    for index in range(len(at)):
        move = np.zeros(len(at))
        move[index] = step
        rows.append((_loss(at + move, problem)[1] - _loss(at - move, problem)[1]) / (2 * step))
    square = np.array(rows)
    return 0.5 * (square + square.T)


def _loss(at: Floats, problem: _Problem) -> tuple[float, Floats]:
    """Minus the log posterior, and its gradient; `at` holds levels, slopes, ln(scales), mean slope, mean ln(scale)."""
    n, which = problem.genes, problem.which
    level, slope, log_scale = at[:n], at[n : 2 * n], at[2 * n : 3 * n]
    scale = np.exp(log_scale)[which]
    z = (problem.y - level[which] - slope[which] * problem.x) / scale
    value, by_z = _log_t(z, problem.below, problem.df)
    loss = -float(np.sum(value - np.where(problem.below, 0.0, log_scale[which])))
    by_mean = by_z / scale
    by_scale = by_z * z + np.where(problem.below, 0.0, 1.0)
    slopes = np.concatenate(
        [np.bincount(which, weights, n) for weights in (by_mean, by_mean * problem.x, by_scale)] + [np.zeros(2)]
    )
    prior, by_prior = _prior(at, problem)
    return loss + prior, slopes + by_prior


def _log_t(z: Floats, below: NDArray[np.bool_], df: float) -> tuple[Floats, Floats]:
    """Log density, or log probability of lying below, of Student-t at z (up to a constant), and its slope in z."""
    functions = special()
    norm = float(functions.gammaln((df + 1) / 2) - functions.gammaln(df / 2) - 0.5 * np.log(df * np.pi))
    log_density = norm - (df + 1) / 2 * np.log1p(z**2 / df)
    share = np.asarray(functions.stdtr(df, z), dtype=np.float64)
    by_density = -(df + 1) * z / (df + z**2)
    return np.where(below, np.log(share), log_density), np.where(below, np.exp(log_density) / share, by_density)


def _prior(at: Floats, problem: _Problem) -> tuple[float, Floats]:
    n, p = problem.genes, problem.priors
    gradient = np.zeros(len(at))
    terms = (
        (slice(0, n), p["level"].value, p["level"].sd, None),
        (slice(n, 2 * n), at[3 * n], p["slope_between"].value, 3 * n),
        (slice(2 * n, 3 * n), at[3 * n + 1], p["noise_between"].value, 3 * n + 1),
        (slice(3 * n, 3 * n + 1), p["slope"].value, p["slope"].sd, None),
        (slice(3 * n + 1, 3 * n + 2), np.log(p["noise"].value), p["noise"].sd, None),
    )
    loss = 0.0
    for part, middle, sd, parent in terms:
        z = (at[part] - middle) / sd
        loss += 0.5 * float(np.sum(z**2))
        gradient[part] += z / sd
        if parent is not None:
            gradient[parent] -= float(np.sum(z)) / sd
    return loss, gradient
