"""Words for a changed gene or quantity, turned into values of profile quantities.

`knockdown 0.2` leaves 0.2 of a product, `overexpression 5` makes it fivefold: factors on the cell's own value, to
the power that the table of the case room gives the gene. `loss` and `p.H1047R` are what the evidence records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case.data import read_data
from her2sim.case.genes import gene_table
from her2sim.case.hgvs import HgvsError, parse_protein_change
from her2sim.evidence import AlterationRecord, load_evidence
from her2sim.evidence.knowledge import CHANGES
from her2sim.evidence.reading import nearest
from her2sim.network import Network
from her2sim.studies.verify.amounts import split_amount
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour import tumour_records
from her2sim.tumour.culture import culture_defaults
from her2sim.units import to_model

Floats = NDArray[np.float64]
Quantity = Floats | float
Own = Callable[[str], Quantity]
"""the cell's own value of a quantity"""

HOST_QUANTITIES = frozenset(
    {
        "FCGR3A_affinity", "FCGR2A_affinity", "FCGR2B_weight", "effector_ratio", "ki67", "til_pct", "SLC46A3_level",
        "ABCB1_level", "ABCC1_level", "HLA_level", "nk_level", "nk_function", "diameter_mm", "lesions",
    }
)  # fmt: skip
"""profile quantities that the tumour room uses and the network does not hold"""
_FACTORS = ("knockdown", "overexpression")
_EXPECTED = "knockdown 0.2, knockout, overexpression 5, wild type, p.H1047R, " + ", ".join(CHANGES)


def usable(name: str, network: Network) -> bool:
    """Whether a profile quantity moves anything: the network holds it, or the tumour room uses it."""
    return name in network.parameter_index or name in HOST_QUANTITIES


def own_values(cell: Mapping[str, Quantity], network: Network) -> Own:
    """The cell's own values: what it gives, else the sensitive reference.

    The returned function raises CannotAskError for a quantity without a reference.
    """

    def own(name: str) -> Quantity:
        if name in cell:
            return cell[name]
        if name in network.parameter_index:
            return float(network.parameter_values[network.parameter_index[name]])
        record = load_evidence().parameters.get(name)
        if record is None:
            raise CannotAskError(f"the model holds no reference value of {name!r}")
        return to_model(record.value, record.unit) if name not in tumour_records() else record.value

    return own


def changed(key: str, value: object, own: Own, network: Network) -> dict[str, Quantity]:
    """Quantities that one alteration changes, with their new values.

    Args:
        key: a gene, or a profile quantity.
        value: as the claim writes it.
        own: the cell's own value of a quantity.

    Raises:
        CannotAskError: the gene, quantity or change is not known, or the model does not hold it.
    """
    if _is_quantity(key, network):
        return {key: _new_value(key, value, own)}
    gene = gene_table().find(key)
    if gene is None:
        known = [*load_evidence().profile, *load_evidence().genes]
        hint = gene_table().nearest(key) or nearest(key, known)
        raise CannotAskError(f"{key[:60]!r} is no gene and no profile quantity of the model", unknown=True, hint=hint)
    if not isinstance(value, str):
        raise CannotAskError(f"{gene}: {value!r} is no change of a gene; expected {_EXPECTED}", unknown=True)
    word, _, number = value.strip().partition(" ")
    if word in _FACTORS or value.strip() == "knockout":
        return _scaled(gene, _factor(gene, word, number), own, network)
    if value.strip() in {"wild type", "wild-type", "wt"}:
        return _wild_type(gene, network)
    return _recorded(gene, value.strip(), own, network)


def _is_quantity(key: str, network: Network) -> bool:
    known = key in load_evidence().profile or key in network.parameter_index or key in HOST_QUANTITIES
    if known and not usable(key, network):
        raise CannotAskError(f"the network has no quantity {key!r}")
    return known


def multiple(value: object) -> float | None:
    """The factor of 'x 5'; None if the text is something else."""
    text = value.strip() if isinstance(value, str) else ""
    if not text.lower().startswith(("x ", "x", "×")):
        return None
    amount = split_amount(text[1:])
    return amount.value if amount is not None and not amount.unit and amount.value >= 0 else None


def _new_value(name: str, value: object, own: Own) -> Quantity:
    factor = multiple(value)
    if factor is not None:
        return factor * own(name)
    amount = split_amount(value)
    if amount is None:
        raise CannotAskError(f"{name}: {str(value)[:40]!r} is no number, and no factor such as 'x 5'", unknown=True)
    try:
        return to_model(amount.value, amount.unit) if amount.unit and amount.unit != "%" else _plain(amount)
    except ValueError:
        raise CannotAskError(f"{name}: the unit {amount.unit!r} cannot be read", unknown=True) from None


def _plain(amount: Any) -> float:
    return amount.value / 100 if amount.unit == "%" else amount.value


def _factor(gene: str, word: str, number: str) -> float:
    if word == "knockout":
        return float(culture_defaults()["knockout_share"])
    amount = split_amount(number)
    value = None if amount is None or amount.unit not in {"", "%"} else _plain(amount)
    if value is None or value < 0 or (word == "knockdown" and value > 1):
        raise CannotAskError(f"{gene}: {word} needs a number, e.g. 'knockdown 0.2', 'overexpression 5'", unknown=True)
    return value


def _scaled(gene: str, factor: float, own: Own, network: Network) -> dict[str, Quantity]:
    """A factor on the product of a gene: on its own quantity, on its ligand, or as the case room maps the gene."""
    direct = [name for name in (f"{gene}_total", f"{gene}_level") if usable(name, network)]
    ligand = [name for name in (f"{gene}_nM", f"{gene}_autocrine_nM") if usable(name, network)]
    if direct or ligand:
        return {name: factor * own(name) for name in direct[:1] or ligand}
    line: Mapping[str, Any] | None = read_data("genes_mapping.yaml")["genes"].get(gene)
    if line is None or not line["power"] or not usable(str(line["quantity"]), network):
        raise CannotAskError(f"the model holds no amount of {gene}")
    name = str(line["quantity"])
    least = float(culture_defaults()["knockout_share"])
    value = own(name) * max(factor, least) ** float(line["power"])
    return {name: np.minimum(value, float(line["high_end"])) if "high_end" in line else value}


def _wild_type(gene: str, network: Network) -> dict[str, Quantity]:
    values: Mapping[str, float] = read_data("variants.yaml")["wild_type"].get(gene, {})
    found = {name: float(value) for name, value in values.items() if usable(name, network)}
    if not found:
        raise CannotAskError(f"the model holds no mutation of {gene} that could be put back")
    return dict(found)


def _recorded(gene: str, change: str, own: Own, network: Network) -> dict[str, Quantity]:
    record = alteration(gene, change)
    if record is None:
        changes = [other.change for other in load_evidence().alterations.values() if other.gene == gene]
        wrong = change not in CHANGES and not change.startswith("p.")
        hint = nearest(change, [*changes, *_FACTORS, "knockout"])
        raise CannotAskError(f"the evidence holds no change {change[:60]!r} of {gene}", unknown=wrong, hint=hint)
    found = shifted(record, own, network)
    if not found:
        why = f": {record.not_modelled}" if record.not_modelled else ""
        raise CannotAskError(f"{record.id} moves nothing that the model holds{why}")
    return found


def shifted(record: AlterationRecord, own: Own, network: Network) -> dict[str, Quantity]:
    """What a record of the evidence says of a cell, at the centre of its range."""
    return {
        name: shift.value if shift.value is not None else (shift.factor or 1.0) * own(name)
        for name, shift in record.quantities.items()
        if usable(name, network)
    }


def alteration(gene: str, change: str) -> AlterationRecord | None:
    """The record of a change: itself, the class it belongs to (truncating), or its synonym (deletion)."""
    records = load_evidence().alterations
    words = [change]
    if change.startswith("p."):
        try:
            read = parse_protein_change(change)
        except HgvsError:
            return None
        words = [read.short, *(["truncating"] if read.truncating else [])]
    words += {"loss": ["deep deletion"], "deletion": ["deep deletion", "loss"]}.get(change, [])
    return next((records[f"{gene} {word}"] for word in words if f"{gene} {word}" in records), None)
