"""The calibrated assays as shipped (`case/data/assays.yaml`): frozen data, to and from plain YAML.

Made by `python -m her2sim.case.assays.build`; numbers are rounded to five digits: the same data
give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from her2sim.case.assays.population import Cohort
from her2sim.case.assays.regression import Regression
from her2sim.case.assays.scale import Scale, Scales
from her2sim.case.assays.stain import Ordinal
from her2sim.case.data import read_data

NAME = "assays.yaml"
DIGITS = 5


@dataclass(frozen=True)
class Receptor:
    """A receptor: the quantity of the model, and what links an ELISA of it to molecules."""

    quantity: str
    molecules_per_pg: float
    detection_limit: float
    """smallest amount detected by ELISA, molecules a cell"""


@dataclass(frozen=True)
class Calibration:
    """Everything in `assays.yaml` that a reading needs."""

    receptors: Mapping[str, Receptor]
    scales: Scales
    count_sd: float
    """sd of ln(count) between sources that counted the same receptor of the same line"""
    below_sd: float
    """sd of ln(molecules), before the cut at the limit, of a receptor that an ELISA does not detect"""
    regressions: Mapping[str, Mapping[str, Regression]]
    """assay -> gene -> line"""
    stains: Mapping[str, Ordinal]
    """assay -> ordinal regression of the HER2 IHC class"""
    cohorts: Mapping[str, Cohort]
    transfer: Mapping[str, float]
    """assay -> error of a value from another laboratory than the one calibrated on, log2"""
    references: Mapping[str, tuple[str, ...]]


def to_plain(found: Calibration) -> dict[str, Any]:
    """The calibration as dictionaries, lists, numbers rounded to `DIGITS` and words."""
    return rounded(asdict(found))


def rounded(value: Any) -> Any:
    """A nest of plain data with every fraction rounded to `DIGITS` significant digits, tuples as lists."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, Mapping):
        return {str(key): rounded(one) for key, one in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, tuple | list):
        return [rounded(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def from_plain(data: Mapping[str, Any]) -> Calibration:
    """A calibration from its plain form."""
    scales = data["scales"]
    return Calibration(
        receptors={gene: Receptor(**body) for gene, body in data["receptors"].items()},
        scales=Scales({gene: Scale(**body) for gene, body in scales["factors"].items()}, scales["noise"]),
        count_sd=data["count_sd"],
        below_sd=data["below_sd"],
        regressions={
            assay: {gene: _regression(body) for gene, body in genes.items()}
            for assay, genes in data["regressions"].items()
        },
        stains={assay: _ordinal(body) for assay, body in data["stains"].items()},
        cohorts={name: Cohort(**body) for name, body in data["cohorts"].items()},
        transfer=data["transfer"],
        references={assay: tuple(keys) for assay, keys in data["references"].items()},
    )


def _regression(body: Mapping[str, Any]) -> Regression:
    fields: dict[str, Any] = {**body, "covariance": tuple(tuple(row) for row in body["covariance"])}
    return Regression(**fields)


def _ordinal(body: Mapping[str, Any]) -> Ordinal:
    fields: dict[str, Any] = {**body, "cuts": tuple(body["cuts"])}
    return Ordinal(**fields)


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The calibration shipped with the package."""
    return from_plain(read_data(NAME)["calibration"])
