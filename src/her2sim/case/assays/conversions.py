"""Units of assays, brought to the one an assay was calibrated in; what cannot be brought there is refused.

RNA         log2(TPM + 1)     from TPM, log2(TPM), FPKM with the sum of all FPKM of the sample, z with mean and sd
mass spec   log2 ratio to the bridge of the LINCS panel     from the ratio
ELISA       ln(molecules per cell)     from pg per cell, its log10, molecules
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from her2sim.errors import CaseError

TPM_MAX = 1e6
"""TPM are a share of a million"""
LOG2_RATIO_MAX = 15.0
"""no mass spectrometer or array tells ratios beyond 2**15; what is beyond is in another unit"""
LOG2_INTENSITY_MAX = 40.0
"""log2 intensities of arrays end near 16; what is far beyond is in another unit"""
MOLECULES_MAX = 1e9
"""a cell weighs about 1 ng and holds some 1e10 proteins; one receptor is well below"""


@dataclass(frozen=True)
class Context:
    """What a unit needs besides the value."""

    total_fpkm: float | None = None
    """sum of the FPKM of all genes of the sample"""
    cohort: tuple[float, float] | str | None = None
    """of a z-score: mean and sd of the cohort in the unit the assay was calibrated in, or its name"""


def log2_tpm(value: float, unit: str, context: Context) -> float:
    """log2(TPM + 1) of an RNA value.

    Raises:
        CaseError: the unit is another, or the value cannot be in it, or what the unit needs is missing.
    """
    ways: Mapping[str, Callable[[], float]] = {
        "TPM": lambda: _of_tpm(value, unit, value),
        "log2(TPM+1)": lambda: _of_tpm(2.0**value - 1 if value < 100 else math.inf, unit, value),
        "log2(TPM)": lambda: _of_tpm(2.0**value if value < 100 else math.inf, unit, value),
        "FPKM": lambda: _of_tpm(_tpm_of_fpkm(value, context), unit, value),
        "z": lambda: _of_z(value, context, "log2(TPM+1)"),
    }
    check_unit("rna", unit, ways)
    return ways[unit]()


def _of_tpm(tpm: float, unit: str, given: float) -> float:
    if not 0 <= tpm <= TPM_MAX:
        raise CaseError("the RNA value is out of range", expected=f"0 to {TPM_MAX:g} TPM", got=f"{given:g} {unit}")
    return math.log2(tpm + 1)


def _tpm_of_fpkm(value: float, context: Context) -> float:
    total = context.total_fpkm
    if total is None or not total > 0:
        raise CaseError(
            "FPKM of one gene say nothing without the sum over all genes of the sample",
            expected="total_fpkm, because TPM = 1e6 FPKM / total_fpkm; or the value in TPM",
            got=f"{value:g} FPKM",
        )
    return TPM_MAX * value / total


def _of_z(value: float, context: Context, unit: str) -> float:
    if not isinstance(context.cohort, tuple):
        raise CaseError(
            "a z-score says where a sample stands in a cohort, and the cohort is not given",
            expected=f"cohort=(mean, sd) of the gene in {unit} in the cohort the z-score was made in",
            got=context.cohort,
        )
    mean, sd = context.cohort
    if not (math.isfinite(mean) and 0 < sd < math.inf):
        raise CaseError("the cohort of a z-score needs a mean and a positive sd", got=context.cohort)
    return _of_tpm(max(2.0 ** min(mean + value * sd, 99.0) - 1, 0.0), f"sd above {mean:g}", value)


def log2_of(value: float, unit: str) -> float:
    """The value in log2: as it is, if its unit says so, or the log2 of a ratio.

    Raises:
        CaseError: a ratio is not positive, or the value is out of range.
    """
    if unit.startswith("log2"):
        return bounded(value, LOG2_RATIO_MAX, unit)
    if not value > 0:
        raise CaseError("a ratio is positive", expected="more than 0", got=f"{value:g} {unit}")
    return bounded(math.log2(value), LOG2_RATIO_MAX, f"log2 of the {unit}")


def bounded(value: float, most: float, unit: str) -> float:
    """The value, if it lies within -most..most.

    Raises:
        CaseError: it does not.
    """
    if not abs(value) <= most:
        raise CaseError("the value is out of range", expected=f"-{most:g} to {most:g} in {unit}", got=value)
    return value


def ln_elisa(value: float, unit: str, molecules_per_pg: float) -> float:
    """ln(molecules per cell) of an ELISA value.

    Raises:
        CaseError: the unit is another, or the value cannot be in it.
    """
    ways: Mapping[str, Callable[[], float]] = {
        "pg/cell": lambda: value * molecules_per_pg,
        "log10(pg/cell)": lambda: 10.0 ** min(value, 99.0) * molecules_per_pg,
        "molecule/cell": lambda: value,
    }
    check_unit("elisa", unit, ways)
    return ln_molecules(ways[unit](), f"{value:g} {unit}")


def ln_molecules(molecules: float, given: str) -> float:
    """ln of molecules per cell.

    Raises:
        CaseError: not a number of molecules that a cell may hold.
    """
    if not 1 <= molecules <= MOLECULES_MAX:
        raise CaseError("no cell holds so many receptors", expected=f"1 to {MOLECULES_MAX:g} molecule/cell", got=given)
    return math.log(molecules)


def check_unit(assay: str, unit: str, known: Iterable[str]) -> None:
    """Let a unit pass that the assay is read in.

    Raises:
        CaseError: the assay is not read in this unit.
    """
    choices = tuple(known)
    if unit not in choices:
        raise CaseError(f"{assay} is not read in this unit", expected=", ".join(choices), got=unit)
