"""Figures and tables of docs/calibration.md and docs/credibility.md, from a finished fit and a held-out run.

    python -m docs.scripts.calibration FIT HELD_OUT [--jobs 2]      needs HER2SIM_DATA

Writes docs/calibration/*.csv and *.png: the fit by data set, what the data tell of each parameter, posterior predictive
checks, residuals, scores of held-out lines, and the questions asked in advance. Measured values are not written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from her2sim.evidence import load_evidence
from her2sim.inference import Ensemble, load_ensemble
from her2sim.inference.likelihood import compared
from her2sim.inference.measurements import read_measurements
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.studies.fit.problem import Problem, run_measurements
from her2sim.studies.fit.run import FitStep, read_step, steps_done
from her2sim.studies.fit.study import problem_of, read_options
from her2sim.studies.validate.held_out import held_out_scores
from her2sim.studies.validate.scores import spearman

FOLDER = Path(__file__).resolve().parent.parent / "calibration"
HER2_LINES = (
    "AU565", "BT474", "HCC1419", "HCC1569", "HCC1954", "HCC202", "MDAMB361", "SKBR3", "UACC893", "ZR7530", "21MT1",
    "21PT",
)  # fmt: skip


def fit_tables() -> None:
    """Fit by data set, and the parameters by how much the data tell of them."""
    about = load_ensemble().about
    pd.DataFrame(about["fit"]).to_csv(FOLDER / "fit.csv", index=False)
    records = load_evidence().parameters
    rows = [
        (name, records[name].mechanism, records[name].status, f"{mean:+.2f}", f"{sd:.2f}", verdict(sd))
        for name, (mean, sd) in sorted(about["scores"].items())
    ]
    columns = [
        "parameter",
        "mechanism",
        "source of the prior",
        "shift (prior sd)",
        "width (of the prior's)",
        "told by data",
    ]
    pd.DataFrame(rows, columns=columns).to_csv(FOLDER / "identifiability.csv", index=False)


def verdict(width: float) -> str:
    """How much of a prior's width is left, in words."""
    return "well" if width < 0.4 else "in part" if width < 0.7 else "hardly"


def figures(problem: Problem, step: FitStep) -> None:
    """Posterior predictive checks and residuals, a panel a data set and observable."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    targets = problem.targets
    predicted, missing = compared(targets, step.predicted)
    value, middle = np.median(predicted + missing, axis=1), np.median(predicted, axis=1)
    low, high = np.quantile(predicted, [0.05, 0.95], axis=1)
    keys = [f"{one.dataset} {one.observable}" for one in problem.measurements]
    names = sorted(set(keys))
    for kind in ("predictive", "residuals"):
        figure, axes = plt.subplots(-(-len(names) // 5), 5, figsize=(13, 13), layout="constrained")
        for ax, name in zip(axes.flat, names, strict=False):
            at = np.array([place for place, other in enumerate(keys) if other == name])
            if kind == "predictive":
                ax.vlines(value[at], low[at], high[at], color="#9dc3e0", linewidth=0.4, rasterized=True)
                ax.plot(value[at], middle[at], ".", color="#0b4f8a", markersize=2, rasterized=True)
                ends = [float(value[at].min()), float(value[at].max())]
                ax.plot(ends, ends, color="#8a96a3", linewidth=0.8)
            else:
                ax.hist((value[at] - middle[at]) / targets.sd[at], bins=40, range=(-5, 5), color="#0b4f8a")
                ax.axvline(0.0, color="#8a96a3", linewidth=0.8)
            ax.set_title(name, fontsize=7)
            ax.tick_params(labelsize=6)
        for ax in list(axes.flat)[len(names) :]:
            ax.set_axis_off()
        words = ("measured", "predicted") if kind == "predictive" else ("residual / sd", "readings")
        figure.supxlabel(words[0])
        figure.supylabel(words[1])
        figure.savefig(FOLDER / f"{kind}.png", dpi=90)
        plt.close(figure)


def held_out(path: Path) -> None:
    """Scores of held-out lines; the rows themselves hold measurements and stay where they are."""
    scores, _ = held_out_scores(pd.read_csv(path / "held_out.csv"))
    rows = [
        (one.group, one.predictor, one.n, one.spearman.text, f"{one.rmse:.3f}", one.coverage.text) for one in scores
    ]
    columns = ["compound and metric", "predictor", "lines", "Spearman", "RMSE", "in the 90 % interval"]
    pd.DataFrame(rows, columns=columns).to_csv(FOLDER / "held_out.csv", index=False)


def questions(jobs: int) -> None:
    """What was to be shown: order of ligands, dose of half inhibition, order of drugs within a line."""
    members = load_ensemble().some(200, 1)
    asked = [
        Measurement("", "", line, (), (Dose(ligand, 100.0, "ng/mL"),), 0.5, "pAKT", 0.0, 0.1, "log10", over_start=True)
        for line in HER2_LINES
        for ligand in ("NRG1", "EGF")
    ]
    found = run_measurements(asked, members, {}, 1, jobs).values
    rows: list[tuple[str, str, str]] = []
    for place, line in enumerate(HER2_LINES):
        share = float(np.mean(found[:, 2 * place] > found[:, 2 * place + 1]))
        rows.append((f"NRG1 above EGF on pAKT, {line}", f"{share:.0%} of members", "yes" if share >= 0.5 else "NO"))
    for line in ("SKBR3", "BT474"):
        rows.append(_half_dose(line, members, jobs))
    rows += _order_of_drugs(members, jobs)
    pd.DataFrame(rows, columns=["question", "answer", "holds"]).to_csv(FOLDER / "questions.csv", index=False)


def _half_dose(line: str, members: Ensemble, jobs: int) -> tuple[str, str, str]:
    doses = np.geomspace(2.5, 8000.0, 15)
    asked = [
        Measurement(
            "", "", line, (Dose("lapatinib", float(dose), "nM"),), (), 72.0, "relative_viability", 0.0, 0.1, "linear"
        )
        for dose in doses
    ]
    curve = np.median(run_measurements(asked, members, {}, 1, jobs).values, axis=0)
    real = sorted(
        (one.drugs[0].value, one.value)
        for one in read_measurements(("ccle_np24_drug",))
        if one.cell_line == line and one.drugs[0].name == "lapatinib"
    )
    model, data = half(doses, curve), half(np.array([dose for dose, _ in real]), np.array([level for _, level in real]))
    fold = model / data
    holds = "yes" if 1 / 3 <= fold <= 3 else "NO"
    return f"IC50 of lapatinib in {line}, within threefold", f"model {model:.0f} nM, {fold:.1f} of the measured", holds


def half(doses: np.ndarray, level: np.ndarray) -> float:
    """First dose at which a viability falls to one half, by straight lines over the logarithm."""
    below = np.flatnonzero(level <= 0.5)
    if not below.size:
        return float("inf")
    place = int(below[0])
    if place == 0:
        return float(doses[0])
    share = (level[place - 1] - 0.5) / (level[place - 1] - level[place])
    return float(np.exp(np.log(doses[place - 1]) + share * np.log(doses[place] / doses[place - 1])))


def _order_of_drugs(members: Ensemble, jobs: int) -> list[tuple[str, str, str]]:
    known = load_evidence().cell_line
    areas = [
        one
        for one in read_measurements(("heiser_lincs_gr",))
        if one.observable == "GR_AOC" and one.use == "score" and known(one.cell_line)
    ]
    found = np.median(run_measurements(areas, members, {}, 1, jobs).values, axis=0)
    value = np.array([one.value for one in areas])
    lines = np.array([one.cell_line for one in areas])
    order = [spearman(found[lines == line], value[lines == line]).value for line in dict.fromkeys(lines)]
    known_order = np.array([one for one in order if np.isfinite(one)])
    middle, above = np.median(known_order), np.mean(known_order > 0)
    text = f"median Spearman {middle:.2f} over {len(known_order)} lines, {above:.0%} above 0"
    return [("order of drugs within a line (fitted lines)", text, "yes" if np.median(known_order) > 0.5 else "NO")]


def main(arguments: list[str]) -> int:
    """Write everything; the exit status."""
    parser = argparse.ArgumentParser(description="Write docs/calibration.")
    parser.add_argument("fit", type=Path)
    parser.add_argument("held_out", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(arguments)
    FOLDER.mkdir(exist_ok=True)
    fit_tables()
    options = read_options(chosen.fit)
    figures(problem_of(options, chosen.jobs), read_step(chosen.fit, steps_done(chosen.fit)[-1]))
    held_out(chosen.held_out)
    questions(chosen.jobs)
    sys.stdout.write(f"written: {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
