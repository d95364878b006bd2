"""What a datum can speak of: a number of a drug is told by data with that drug alone.

A sample of members correlates everything with everything a little. How tightly letrozole binds has no say in a blot of
cells that saw lapatinib, whatever the sample makes of it, so such a blot must not move it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from her2sim.inference.measurements.form import Measurement
from her2sim.pharmacology.drugs import DRUGS
from her2sim.studies.antibodies import DOMAIN_IV
from her2sim.studies.verify.reading import ReadClaim
from her2sim.tumour.culture import culture_defaults


def drug_of(parameter: str) -> str:
    """INN of the drug that a parameter belongs to by its name (`Ki_lapatinib_ERBB2`); '' for one of no drug."""
    parts = parameter.split("_")
    found = (drug for drug in _names() if drug in parts)
    return next(found, "")


def drugs_in_measurement(one: Measurement) -> frozenset[str]:
    """INN of the drugs in the medium of a measurement."""
    return _families(dose.name for dose in one.drugs)


def drugs_in_claim(one: ReadClaim) -> frozenset[str]:
    """INN of the drugs in any arm of a claim."""
    return _families(drug.drug for arm in one.arms.values() for drug in arm.drugs)


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    """Single words: a parameter's name is parted at its underscores."""
    inside = {drug.inn for drug in DRUGS.values() if drug.input is not None} | set(culture_defaults()["compounds"])
    return tuple(sorted(name for name in inside if "_" not in name))


def _families(drugs: Iterable[str]) -> frozenset[str]:
    """The drugs, and trastuzumab for what binds as it does (conjugates, margetuximab)."""
    found = set(drugs)
    return frozenset(found | ({"trastuzumab"} if found & set(DOMAIN_IV) else set[str]()))
