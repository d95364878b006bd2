"""Structural variants: where the literature disagrees on structure, every draw takes one of the alternatives.

A variant is a parameter `variant_<name>` with a prior of kind `choice`. Those of the network are part of a member of
the ensemble, those of the tumour are drawn with its parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import ParameterRecord, load_evidence
from her2sim.evidence.priors import Choice
from her2sim.inference.ensemble import load_ensemble
from her2sim.tumour import TumourParameters, tumour_records

Floats = NDArray[np.float64]

_NAME = re.compile(r"variant_\w+")


@dataclass(frozen=True)
class Alternative:
    """One of the structures that a variant picks from."""

    value: float
    weight: float
    """how much of the prior it has; the weights of a variant sum to 1"""
    used: float | None
    """share of the draws that took it; None where nothing was drawn"""


@dataclass(frozen=True)
class Variant:
    """A structure that the literature disputes."""

    name: str
    room: Literal["network", "tumour"]
    contradictions: tuple[str, ...]
    """ids of the contradictions it carries; () where the evidence holds none"""
    evidence: tuple[str, ...]
    """ids of the mechanisms it is a question of"""
    alternatives: tuple[Alternative, ...]
    sources: tuple[str, ...]
    """keys of references for both sides"""
    note: str


def variants(drawn: Mapping[str, Floats] | None = None) -> tuple[Variant, ...]:
    """Every structural variant of the model, in the order of their names.

    Args:
        drawn: values that the draws took, by name of the variant, shape (N,) (`variants_of`); None for the shipped
            ensemble, which says nothing of the variants of the tumour.
    """
    values = load_ensemble().values if drawn is None else drawn
    records = load_evidence().parameters
    found = {name: record for name, record in sorted(records.items()) if record.prior.kind == "choice"}
    return tuple(_variant(record, values.get(name)) for name, record in found.items())


def variants_of(kinetics: Mapping[str, Floats], tumour: TumourParameters) -> tuple[Variant, ...]:
    """Every structural variant with the shares that N draws used.

    Args:
        kinetics: network parameters of the members, shape (N,) each.
        tumour: N lanes.
    """
    names = [name for name, record in load_evidence().parameters.items() if record.prior.kind == "choice"]
    drawn = {name: kinetics[name] if name in kinetics else getattr(tumour, name, None) for name in names}
    return variants({name: values for name, values in drawn.items() if values is not None})


def variant_shares(found: Sequence[Variant]) -> dict[str, Any]:
    """Contradictions, weights and shares used by variant, as plain types for a provenance record."""
    return {
        variant.name: {
            "contradictions": list(variant.contradictions),
            "alternatives": [
                {"value": one.value, "weight": one.weight, "used": one.used} for one in variant.alternatives
            ],
        }
        for variant in found
    }


def _variant(record: ParameterRecord, drawn: Floats | None) -> Variant:
    if not isinstance(record.prior, Choice):
        raise TypeError(f"{record.name} is no choice")
    alternatives = tuple(
        Alternative(value, share, None if drawn is None else float(np.mean(np.isclose(drawn, value))))
        for value, share in zip(record.prior.values, record.prior.shares, strict=True)
    )
    room = "tumour" if record.name in tumour_records() else "network"
    contradictions = _contradictions(record.name)
    return Variant(
        record.name, room, contradictions, record.evidence, alternatives, record.sources, record.note
    )  # fmt: skip


def _contradictions(name: str) -> tuple[str, ...]:
    """Ids of the contradictions whose consequence names the variant."""
    return tuple(id_ for id_, one in load_evidence().contradictions.items() if name in _NAME.findall(one.consequence))
