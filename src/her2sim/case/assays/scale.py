"""From molecules by ELISA to molecules counted on cells: one factor a receptor, with what is not known of it.

    ln(ELISA / counted), receptor r, line l  =  factor_r + noise (sd over lines)
    factor_r ~ normal(mean, sd between receptors)

The two spreads are integrated over a grid; given them all is normal. A receptor that no line was counted for takes the
mean of the others with the spread between receptors.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.case.assays.measured import Elisa
from her2sim.case.assays.regression import Predicted
from her2sim.case.assays.settings import Guess

Floats = NDArray[np.float64]
NORMAL_90 = 1.6448536269514722
"""a normal holds 90 % within this many standard deviations"""


@dataclass(frozen=True)
class Scale:
    """ln(ELISA / counted) of one receptor: mean and sd of the factor, and the lines it rests on."""

    mean: float
    sd: float
    lines: int


@dataclass(frozen=True)
class Scales:
    """Factors of all receptors; `noise` is the spread between lines of one receptor, in ln."""

    factors: Mapping[str, Scale]
    noise: float


Counts = Mapping[str, Mapping[str, Mapping[str, float]]]
"""gene -> line -> source -> ln(molecules)"""


def ratios(elisa: Elisa, counts: Counts) -> dict[str, list[float]]:
    """ln(ELISA / counted) of every line with both, by gene; several counts of a line are averaged."""
    found: dict[str, list[float]] = {}
    for gene, lines in elisa.levels.items():
        counted = counts.get(gene, {})
        both = [(level, counted[line]) for line, level in lines.items() if level is not None and line in counted]
        found[gene] = [level - sum(by.values()) / len(by) for level, by in both]
    return found


def fit_scales(pairs: Mapping[str, list[float]], priors: Mapping[str, Guess]) -> Scales:
    """Factors of the receptors from the ratios of the lines; `priors` is `scale` of the settings."""
    genes = tuple(pairs)
    data = np.array([value for gene in genes for value in pairs[gene]])
    which = np.repeat(np.arange(len(genes)), [len(pairs[gene]) for gene in genes])
    grid = np.linspace(0.05, 2.0, 40)
    pairs_of_spreads = [(float(noise), float(between)) for noise in grid for between in grid]
    found = [_given(data, which, len(genes), spreads, priors) for spreads in pairs_of_spreads]
    weights = np.array(
        [one[0] + _log_prior(spreads, priors) for one, spreads in zip(found, pairs_of_spreads, strict=True)]
    )
    share = np.exp(weights - weights.max())
    share /= share.sum()
    means, variances = np.array([one[1] for one in found]), np.array([one[2] for one in found])
    mean = share @ means
    variance = share @ (variances + (means - mean) ** 2)
    noise = float(np.sqrt(share @ np.array([spreads[0] for spreads in pairs_of_spreads]) ** 2))
    factors = {
        gene: Scale(float(mean[i]), float(np.sqrt(variance[i])), len(pairs[gene])) for i, gene in enumerate(genes)
    }
    return Scales(factors, noise)


def _log_prior(spreads: tuple[float, float], priors: Mapping[str, Guess]) -> float:
    widths = priors["noise"].value, priors["between"].value
    return -0.5 * sum((spread / width) ** 2 for spread, width in zip(spreads, widths, strict=True))


def _given(
    data: Floats, which: NDArray[np.intp], genes: int, spreads: tuple[float, float], priors: Mapping[str, Guess]
) -> tuple[float, Floats, Floats]:
    """Log likelihood of the two spreads, and mean and variance of the factors given them."""
    noise, between = spreads
    centre, sd = priors["mean"].value, priors["mean"].sd
    of_factors = between**2 * np.eye(genes) + sd**2
    cross = of_factors[:, which]
    of_data = cross[which] + noise**2 * np.eye(len(data))
    away = data - centre
    solved = np.linalg.solve(of_data, np.column_stack([away, cross.T]))
    mean = centre + cross @ solved[:, 0]
    variance = np.diag(of_factors) - np.einsum("gd,dg->g", cross, solved[:, 1:])
    sign, log_det = np.linalg.slogdet(of_data)
    return float(-0.5 * (sign * log_det + away @ solved[:, 0])), mean, variance


def count_sd(counts: Counts) -> tuple[float, int]:
    """Pooled sd, in ln, between sources that counted the same receptor of the same line; and how many such lines."""
    groups = [list(by.values()) for lines in counts.values() for by in lines.values() if len(by) > 1]
    freedom = sum(len(group) - 1 for group in groups)
    return math.sqrt(sum(_squares(group) for group in groups) / freedom), len(groups)


def _squares(group: Iterable[float]) -> float:
    values = np.array(list(group))
    return float(np.sum((values - values.mean()) ** 2))


def counted_sd(predicted: Predicted, scale: Scale) -> float:
    """Sd in ln of the normal for a predicted count: its 90 % interval is the Student-t's, widened by the factor."""
    low, high = predicted.interval(0.9)
    return math.hypot((high - low) / (2 * NORMAL_90), scale.sd)
