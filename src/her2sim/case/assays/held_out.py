"""How well the assays tell receptors of a line they have not seen: leave one line out, all receptors of it at once.

    python -m her2sim.case.assays.held_out          # needs HER2SIM_DATA; prints the table of docs/assays.md

Every line is left out in turn, everything is fitted anew to the others (limits of detection too), and its receptors are
predicted on the scale of the ELISA. `best` takes, of the assays the line has, the one with the narrowest interval, and
the spread of the other lines where it has none. A line below detection counts as covered if the interval reaches below
the limit; it has no error, so error and bias are over the detected lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from her2sim.case.assays.measured import Measured, counted_receptors, read_measured
from her2sim.case.assays.regression import Points, Predicted, Regression, fit
from her2sim.case.assays.scale import NORMAL_90, Counts, counted_sd, fit_scales, ratios
from her2sim.case.assays.settings import Settings, settings

BEST, NONE = "best", "none"
SHARE = 0.9


@dataclass(frozen=True)
class HeldOut:
    """One receptor of one line, predicted without the line; ln(molecules by ELISA)."""

    gene: str
    line: str
    assay: str
    measured: float | None
    """None: below detection"""
    limit: float
    predicted: Predicted

    @property
    def covered(self) -> bool:
        """Whether the 90 % interval agrees with what was measured."""
        low, high = self.predicted.interval(SHARE)
        return low <= self.limit if self.measured is None else low <= self.measured <= high


@dataclass(frozen=True)
class Score:
    """Of the lines left out, one receptor by one assay; errors are log10 and over detected lines."""

    gene: str
    assay: str
    lines: int
    detected: int
    rmse: float
    bias: float
    coverage: float
    coverage_detected: float
    width: float
    """median full width of the 90 % interval"""


def limits(measured: Measured, without: str | None = None) -> dict[str, float]:
    """ln of the smallest detected amount of each receptor."""
    return {
        gene: min(level for line, level in lines.items() if level is not None and line != without)
        for gene, lines in measured.elisa.levels.items()
    }


def points_of(measured: Measured, assay: str, genes: Iterable[str], without: str | None = None) -> dict[str, Points]:
    """What an assay is fitted to; the assay `none` has the value 0 for every line."""
    limit = limits(measured, without)
    found: dict[str, Points] = {}
    for gene in genes:
        levels = measured.elisa.levels[gene]
        values = dict.fromkeys(levels, 0.0) if assay == NONE else measured.values[assay][gene]
        lines = [line for line in sorted(levels) if line in values and line != without]
        y = [level if (level := levels[line]) is not None else limit[gene] for line in lines]
        below = [levels[line] is None for line in lines]
        found[gene] = Points(np.array([values[line] for line in lines]), np.array(y), np.array(below))
    return found


def fit_all(measured: Measured, chosen: Settings, without: str | None = None) -> dict[str, dict[str, Regression]]:
    """The regressions of every assay, and of none, with or without one line."""
    assays = {**chosen.assays, NONE: tuple(chosen.receptors)}
    return {
        assay: fit(points_of(measured, assay, genes, without), chosen.regression) for assay, genes in assays.items()
    }


def leave_one_line_out(measured: Measured, chosen: Settings) -> tuple[HeldOut, ...]:
    """Every receptor of every line, predicted by each assay and by the best one."""
    found: list[HeldOut] = []
    for line in measured.elisa.lines():
        fits, limit = fit_all(measured, chosen, line), limits(measured, line)
        for gene, levels in measured.elisa.levels.items():
            by_assay = _predictions(measured, fits, gene, line)
            narrow = [assay for assay in by_assay if assay != NONE] or [NONE]
            by_assay[BEST] = min((by_assay[assay] for assay in narrow), key=lambda one: one.interval()[1] - one.mean)
            found += [
                HeldOut(gene, line, assay, levels[line], limit[gene], predicted)
                for assay, predicted in by_assay.items()
            ]
    return tuple(found)


def _predictions(
    measured: Measured, fits: Mapping[str, Mapping[str, Regression]], gene: str, line: str
) -> dict[str, Predicted]:
    found = {NONE: fits[NONE][gene].predict(0.0)}
    for assay, values in measured.values.items():
        if gene in fits[assay] and line in values[gene]:
            found[assay] = fits[assay][gene].predict(values[gene][line])
    return found


@dataclass(frozen=True)
class Against:
    """Predictions of counted receptors by lines whose ELISA and counts were both left out; errors in log10."""

    pairs: int
    lines: int
    rmse: float
    bias: float
    coverage: float


def against_counts(measured: Measured, counts: Counts, chosen: Settings) -> Against:
    """From the assays of a line to its counted receptors, scale included, without the line."""
    errors: list[float] = []
    covered: list[bool] = []
    lines = [line for line in measured.elisa.lines() if any(line in by_line for by_line in counts.values())]
    for line in lines:
        others = {gene: {one: by for one, by in found.items() if one != line} for gene, found in counts.items()}
        scales, fits = fit_scales(ratios(measured.elisa, others), chosen.scale), fit_all(measured, chosen, line)
        for gene, found in counts.items():
            by_assay = _predictions(measured, fits, gene, line) if line in found else {}
            by_assay.pop(NONE, None)
            if not by_assay:
                continue
            best, scale = min(by_assay.values(), key=lambda one: one.scale), scales.factors[gene]
            error = best.mean - scale.mean - float(np.mean(list(found[line].values())))
            errors.append(error / math.log(10))
            covered.append(abs(error) <= NORMAL_90 * counted_sd(best, scale))
    wrong = np.array(errors)
    rmse = float(np.sqrt(np.mean(wrong**2)))
    return Against(len(wrong), len(lines), rmse, float(wrong.mean()), float(np.mean(covered)))


def scores(held: Iterable[HeldOut]) -> tuple[Score, ...]:
    """Error and coverage of each receptor by each assay."""
    groups: dict[tuple[str, str], list[HeldOut]] = {}
    for one in held:
        groups.setdefault((one.gene, one.assay), []).append(one)
    order = {assay: place for place, assay in enumerate((BEST, "rna", "mass_spec", NONE))}
    genes = list(dict.fromkeys(gene for gene, _ in groups))
    keys = sorted(groups, key=lambda key: (genes.index(key[0]), order.get(key[1], len(order))))
    return tuple(_score(*key, groups[key]) for key in keys)


def _score(gene: str, assay: str, group: list[HeldOut]) -> Score:
    pairs = [(one.predicted.mean, one.measured) for one in group if one.measured is not None]
    errors = np.array([predicted - measured for predicted, measured in pairs]) / math.log(10)
    widths = [np.diff(one.predicted.interval(SHARE))[0] / math.log(10) for one in group]
    seen = [one.covered for one in group if one.measured is not None]
    return Score(
        gene,
        assay,
        len(group),
        len(pairs),
        float(np.sqrt(np.mean(errors**2))),
        float(errors.mean()),
        float(np.mean([one.covered for one in group])),
        float(np.mean(seen)),
        float(np.median(widths)),
    )


def as_table(found: Iterable[Score]) -> str:
    """The scores as a Markdown table."""
    head = "| receptor | assay | lines (detected) | RMSE | bias | 90 % interval holds | of detected | width |"
    rows = [
        f"| {one.gene} | {one.assay} | {one.lines} ({one.detected}) | {one.rmse:.2f} | {round(one.bias, 2) + 0.0:+.2f} "
        f"| {100 * one.coverage:.0f} % | {100 * one.coverage_detected:.0f} % | {one.width:.2f} |"
        for one in found
    ]
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *rows])


def main() -> None:
    """Print the tables."""
    chosen = settings()
    measured = read_measured(chosen)
    found = against_counts(measured, counted_receptors(chosen), chosen)
    print(as_table(scores(leave_one_line_out(measured, chosen))))
    print(
        f"\nAgainst counted receptors, {found.pairs} of {found.lines} lines: RMSE {found.rmse:.2f} and bias "
        f"{found.bias:+.2f} log10; the 90 % interval holds {100 * found.coverage:.0f} %"
    )


if __name__ == "__main__":
    main()
