"""One value of one assay, read as receptors per cell with all that is not known of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from her2sim.case.assays.calibration import Calibration, calibration
from her2sim.case.assays.conversions import (
    LOG2_INTENSITY_MAX,
    Context,
    bounded,
    check_unit,
    ln_elisa,
    ln_molecules,
    log2_of,
    log2_tpm,
)
from her2sim.case.assays.population import Cohort, at_quantile
from her2sim.case.assays.regression import Regression
from her2sim.case.assays.scale import counted_sd
from her2sim.case.assays.stain import CLASSES, Ordinal
from her2sim.case.distributions import Distribution, LogNormal, Mixture
from her2sim.case.genes import gene_table
from her2sim.case.mapping import Reading, mapping_table
from her2sim.errors import CaseError

ONLY_HER2 = "it is calibrated for ERBB2 alone, against IHC classes of HER2"


@dataclass(frozen=True)
class ReceptorReading:
    """A quantity of the model as an assay tells it."""

    quantity: str
    """e.g. ERBB2_total"""
    unit: str
    reading: Reading

    @property
    def distribution(self) -> Distribution:
        """Receptors per cell, on the scale of counted receptors."""
        return _plain(self.reading.distribution)


@dataclass(frozen=True)
class _Asked:
    assay: str
    gene: str
    value: float
    unit: str
    context: Context
    error: float | None


def receptor_from(
    assay: str,
    gene: str,
    value: float,
    unit: str,
    *,
    total_fpkm: float | None = None,
    cohort: tuple[float, float] | str | None = None,
    error_log2: float | None = None,
) -> ReceptorReading:
    """Receptors per cell from one value of an assay.

    Args:
        assay: rna, mass_spec, elisa, flow, rppa, copy_number, ish_ratio or microarray.
        gene: HGNC symbol or common name.
        value: the value, in `unit`.
        unit: as `units_of(assay)` lists.
        total_fpkm: of FPKM: their sum over all genes of the sample.
        cohort: of a z-score: (mean, sd) of the gene in log2(TPM+1) for rna, "metabric" or "metabric_her2_positive"
            for microarray.
        error_log2: standard error of the value in log2; None is what `settings.yaml` assumes for a laboratory other
            than the one calibrated on, 0 is right for the calibrated tables. Only for rna, mass_spec and microarray.

    Raises:
        CaseError: the assay, gene or unit is unknown, or was not calibrated together; the value is out of range.

    Source: docs/assays.md. Checked: tests/case/assays/.
    """
    symbol = gene_table().find(gene) or gene
    asked = _Asked(assay, symbol, value, unit, Context(total_fpkm, cohort), error_log2)
    known = calibration()
    check_unit(assay, unit, units_of(assay))
    if symbol not in known.receptors:
        raise CaseError("no assay tells receptors of this gene", expected=", ".join(known.receptors), got=gene)
    if not math.isfinite(value) or not (error_log2 is None or 0 <= error_log2 < math.inf):
        raise CaseError("the value and its error must be finite, the error not negative", got=(value, error_log2))
    distribution, note = _READERS[assay](asked, known)
    references = (*known.references[assay], *(_stain_references() if assay in _BY_CLASS else ()))
    reading = Reading(distribution, tuple(dict.fromkeys(references)), "derived", note)
    return ReceptorReading(known.receptors[symbol].quantity, "molecule", reading)


def units_of(assay: str) -> tuple[str, ...]:
    """The units an assay is read in.

    Raises:
        CaseError: no assay has this name.
    """
    if assay not in _UNITS:
        raise CaseError("no assay has this name", expected=", ".join(_UNITS), got=assay)
    return _UNITS[assay]


def _regressed(asked: _Asked, known: Calibration, value: float) -> tuple[Distribution, str]:
    lines = known.regressions[asked.assay]
    if asked.gene not in lines:
        raise CaseError(
            f"{asked.assay} is not calibrated for {asked.gene}: no line has both, or the assay says nothing about it",
            expected=", ".join(lines),
            got=asked.gene,
        )
    line, scale = lines[asked.gene], known.scales.factors[asked.gene]
    error = known.transfer[asked.assay] if asked.error is None else asked.error
    predicted = line.predict(value, error)
    centre = math.exp(predicted.mean - scale.mean)
    return LogNormal(centre, counted_sd(predicted, scale)), _regression_note(asked, line, value)


def _regression_note(asked: _Asked, line: Regression, value: float) -> str:
    inside = line.low <= value <= line.high
    beyond = "" if inside else f"; beyond the calibrated range {line.low:.3g} to {line.high:.3g}"
    return f"{asked.assay} against ELISA of {line.lines} breast lines, scaled to counted receptors{beyond}"


def _rna(asked: _Asked, known: Calibration) -> tuple[Distribution, str]:
    return _regressed(asked, known, log2_tpm(asked.value, asked.unit, asked.context))


def _mass_spec(asked: _Asked, known: Calibration) -> tuple[Distribution, str]:
    return _regressed(asked, known, log2_of(asked.value, asked.unit))


def _elisa(asked: _Asked, known: Calibration) -> tuple[Distribution, str]:
    receptor, scale = known.receptors[asked.gene], known.scales.factors[asked.gene]
    level = ln_elisa(asked.value, asked.unit, receptor.molecules_per_pg)
    if level < math.log(receptor.detection_limit):
        limit = receptor.detection_limit * math.exp(-scale.mean)
        note = f"below detection: the smallest ELISA value of any line stands for {limit:.2g} counted molecules"
        return LogNormal(limit, known.below_sd, 0.0, limit), note
    sigma = math.hypot(scale.sd, known.scales.noise)
    note = f"ELISA over {math.exp(scale.mean):.2g}, its excess over counted receptors in {scale.lines} lines"
    return LogNormal(math.exp(level - scale.mean), sigma), note


def _flow(asked: _Asked, known: Calibration) -> tuple[Distribution, str]:
    ln_molecules(asked.value, f"{asked.value:g} {asked.unit}")
    return LogNormal(asked.value, known.count_sd), "spread of sources that counted the same receptor of the same line"


def _classes(asked: _Asked, known: Calibration) -> tuple[Distribution, str]:
    stain: Ordinal = known.stains[asked.assay]
    _only_her2(asked)
    value = log2_of(asked.value, asked.unit)
    shares = [max(float(share), 1e-9) for share in stain.shares(value)]
    weights = tuple(share / sum(shares) for share in shares)
    parts = tuple(_stained(name) for name in CLASSES)
    beyond = "" if stain.low <= value <= stain.high else "; beyond the calibrated range, read as its end"
    labels = tuple(f"IHC {name}" for name in CLASSES)
    return Mixture(weights, parts, labels), f"IHC class by {asked.assay} in {stain.tumours} tumours{beyond}"


def _microarray(asked: _Asked, known: Calibration) -> tuple[Distribution, str]:
    _only_her2(asked)
    cohort = known.cohorts["metabric"]
    value = bounded(_intensity(asked, cohort), LOG2_INTENSITY_MAX, "log2 intensity")
    quantile = cohort.quantile(value)
    readings = mapping_table().readings
    negative, positive = (
        _plain(readings[group]["any"]["ERBB2_total"].distribution) for group in ("her2_negative", "her2_positive")
    )
    centre = at_quantile(quantile, cohort.positive_share, negative, positive)
    line = known.regressions["rna"]["ERBB2"]
    error = known.transfer["microarray"] if asked.error is None else asked.error
    beyond = max(cohort.low - value, value - cohort.high, 0.0)
    sigma = counted_sd(line.predict(line.centre + beyond, error), known.scales.factors["ERBB2"])
    note = f"quantile {quantile:.3g} of {cohort.patients} patients, matched to IHC classes; spread as of RNA"
    return LogNormal(centre, sigma), note + ("; beyond the range of the cohort" if beyond else "")


def _intensity(asked: _Asked, cohort: Cohort) -> float:
    if asked.unit != "z":
        return asked.value
    groups = {
        "metabric": (cohort.mean, cohort.sd),
        "metabric_her2_positive": (cohort.positive_mean, cohort.positive_sd),
    }
    named = asked.context.cohort
    if not isinstance(named, str) or named not in groups:
        raise CaseError(
            "a z-score says where a sample stands in a cohort, and the cohort is not one of ours",
            expected=f"cohort one of {', '.join(groups)}",
            got=named,
        )
    mean, sd = groups[named]
    return mean + asked.value * sd


def _only_her2(asked: _Asked) -> None:
    if asked.gene != "ERBB2":
        raise CaseError(f"{asked.assay} does not tell {asked.gene}: {ONLY_HER2}", expected="ERBB2", got=asked.gene)


def _stain_references() -> tuple[str, ...]:
    """Sources of the molecules that the IHC classes stand for."""
    classes = mapping_table().readings["pathology.HER2_IHC"]
    return tuple(key for name in CLASSES for key in classes[name]["ERBB2_total"].references)


def _stained(name: str) -> Distribution:
    return _plain(mapping_table().readings["pathology.HER2_IHC"][name]["ERBB2_total"].distribution)


def _plain(one: object) -> Distribution:
    if not isinstance(one, Distribution):
        raise TypeError("a stain is read as a distribution of its own")
    return one


_READERS: Mapping[str, Callable[[_Asked, Calibration], tuple[Distribution, str]]] = {
    "rna": _rna,
    "mass_spec": _mass_spec,
    "elisa": _elisa,
    "flow": _flow,
    "rppa": _classes,
    "copy_number": _classes,
    "ish_ratio": _classes,
    "microarray": _microarray,
}
_BY_CLASS = {"rppa", "copy_number", "ish_ratio", "microarray"}
"""assays that reach molecules by way of the IHC classes"""
_UNITS: Mapping[str, tuple[str, ...]] = {
    "rna": ("TPM", "log2(TPM+1)", "log2(TPM)", "FPKM", "z"),
    "mass_spec": ("log2 ratio to bridge", "ratio to bridge"),
    "elisa": ("pg/cell", "log10(pg/cell)", "molecule/cell"),
    "flow": ("molecule/cell",),
    "rppa": ("log2",),
    "copy_number": ("log2 ratio", "ratio"),
    "ish_ratio": ("ratio",),
    "microarray": ("log2 intensity", "z"),
}
