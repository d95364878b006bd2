"""From an arm as it is written to what is simulated: a cell, what its balance holds, and what is added when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from her2sim.errors import RegimenError
from her2sim.evidence import load_evidence
from her2sim.evidence.reading import nearest
from her2sim.network import Network
from her2sim.studies.verify.amounts import Amount, split_amount
from her2sim.studies.verify.cells import Cell, CellSource
from her2sim.studies.verify.changes import Quantity, changed, multiple, own_values, usable
from her2sim.studies.verify.form import ArmForm, DamageForm, DrugForm, LigandForm
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour.culture import (
    bound_over_free,
    culture_defaults,
    free_concentration,
    is_large,
    known_compounds,
    ligand_concentration,
)
from her2sim.tumour.culture_damage import AGENTS
from her2sim.tumour.parameters import TumourParameters


@dataclass(frozen=True)
class Given:
    """Something in the medium: a network parameter, how much (nM), and from when to when (h)."""

    name: str
    """INN or ligand"""
    parameter: str
    nM: float
    start_h: float = 0.0
    until_h: float | None = None
    bound: float = 0.0
    """bound over free drug, if the serum bound like human plasma"""

    def at(self, hour: float) -> bool:
        """Whether it is there just after an hour."""
        return self.start_h <= hour and (self.until_h is None or hour < self.until_h)


@dataclass(frozen=True, eq=False)
class Condition:
    """One arm in one cell."""

    cell: Cell
    quantities: Mapping[str, Quantity] = field(default_factory=dict[str, Quantity])
    """profile quantities in the drug-free balance that differ from the cell's: alterations, serum, ligands at rest"""
    altered: tuple[tuple[str, str], ...] = ()
    """what the arm changes, in words: tells conditions apart"""
    scaled: tuple[tuple[str, float], ...] = ()
    """network parameters and the factor on the member's value"""
    fixed: tuple[tuple[str, float], ...] = ()
    """network parameters and their value"""
    drugs: tuple[Given, ...] = ()
    """those that act on the network"""
    cytotoxics: tuple[Given, ...] = ()
    """those that kill outside of the network"""
    damage: DamageForm | None = None
    ligands: tuple[Given, ...] = ()
    serum: float = 0.1
    form: ArmForm | None = None
    """the arm, for its assay: effectors, xenograft"""
    doubling_h: float = 48.0

    @property
    def rest_key(self) -> str:
        """Tells one drug-free balance from another."""
        return repr((self.cell.key, self.altered, self.scaled, self.fixed))

    @property
    def key(self) -> str:
        """Tells one course from another."""
        return repr((self.rest_key, self.drugs, self.ligands))

    @property
    def cuts(self) -> tuple[float, ...]:
        """Hours after 0 at which something is added or taken away, ascending."""
        times = {given.start_h for given in (*self.drugs, *self.ligands)}
        times |= {given.until_h for given in (*self.drugs, *self.ligands) if given.until_h is not None}
        return tuple(sorted(time for time in times if time > 0))

    def untreated(self) -> Condition:
        """The same without drugs and damage."""
        return replace(self, drugs=(), cytotoxics=(), damage=None)

    def baseline(self) -> Condition:
        """The cell alone: no alterations, drugs or ligands, usual serum."""
        return Condition(self.cell, doubling_h=self.doubling_h, form=self.form)

    def dosed(self, factor: float) -> Condition:
        """The same with every dose of its drugs multiplied."""
        drugs, cytotoxics = (
            tuple(replace(drug, nM=factor * drug.nM) for drug in group) for group in (self.drugs, self.cytotoxics)
        )
        more = self.damage.model_copy(update={"dose": factor * self.damage.dose}) if self.damage else None
        return replace(self, drugs=drugs, cytotoxics=cytotoxics, damage=more)

    def with_drug(self, drug: Given) -> Condition:
        """The same with one drug added, or its dose replaced."""
        rest = self.without_drug(drug.name)
        group = "drugs" if drug.parameter else "cytotoxics"
        return replace(rest, **{group: (*getattr(rest, group), drug)})

    def without_drug(self, name: str) -> Condition:
        """The same with one drug taken away."""
        drugs, cytotoxics = (tuple(one for one in group if one.name != name) for group in (self.drugs, self.cytotoxics))
        return replace(self, drugs=drugs, cytotoxics=cytotoxics)

    def stepped(self, parameter: str, factor: float) -> Condition:
        """The same with one more parameter multiplied."""
        return replace(self, scaled=(*self.scaled, (parameter, factor)))

    def value(self, name: str) -> Quantity | None:
        """A profile quantity of the altered cell, where it differs from the reference."""
        return self.quantities.get(name, self.cell.quantities.get(name))


def conditions(arm: ArmForm, source: CellSource) -> tuple[Condition, ...]:
    """The conditions of an arm: one, or one a cell of its panel.

    Raises:
        CannotAskError: the model does not hold something the arm names.
    """
    if arm.patients is not None:
        cells = (source.patients(arm.patients),)
    else:
        cells = tuple(source.find(name) for name in arm.cells or (arm.cell or "reference",))
    return tuple(condition(arm, cell, source.network) for cell in cells)


def condition(arm: ArmForm, cell: Cell, network: Network) -> Condition:
    """The condition of an arm in one cell, whatever cell the arm names.

    Raises:
        CannotAskError: the model does not hold something the arm names.
    """
    serum = arm.serum if arm.serum is not None else float(culture_defaults()["serum_share"])
    own = own_values(cell.quantities, network)
    quantities: dict[str, Quantity] = {}
    words: list[tuple[str, str]] = []
    for key, value in arm.alterations.items():
        quantities |= changed(key, value, own, network)
        words.append((key, str(value)))
    at_rest = own_values({**cell.quantities, **quantities}, network)
    usual = float(culture_defaults()["serum_share"])
    if serum != usual and "IGF1_nM" not in quantities:
        quantities["IGF1_nM"] = at_rest("IGF1_nM") * (serum / usual)
        words.append(("serum", f"{serum:g}"))
    for ligand in (one for one in arm.ligands if one.steady):
        given = _ligand(ligand, network)
        quantities[given.parameter] = quantities.get(given.parameter, at_rest(given.parameter)) + given.nM
        words.append((f"{ligand.ligand} at rest", f"{given.nM:.9g}"))
    scaled, fixed = _parameters(arm, network)
    given = sorted((drug_given(drug, serum, network, graft=grafted(arm)) for drug in arm.drugs), key=repr)
    return Condition(
        cell=cell,
        quantities=quantities,
        altered=tuple(sorted(words)),
        scaled=scaled,
        fixed=fixed,
        drugs=tuple(one for one in given if one.parameter),
        cytotoxics=tuple(one for one in given if not one.parameter),
        damage=arm.damage,
        ligands=tuple(sorted((_ligand(one, network) for one in arm.ligands if not one.steady), key=repr)),
        serum=serum,
        form=arm,
        doubling_h=arm.doubling_time or cell.doubling_h,
    )


def _parameters(arm: ArmForm, network: Network) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
    scaled: dict[str, float] = {}
    fixed: dict[str, float] = {}
    for name, value in arm.parameters.items():
        check_parameter(name, network)
        factor, amount = multiple(value), split_amount(value)
        if factor is not None:
            scaled[name] = factor
        elif amount is not None and not amount.unit:
            fixed[name] = amount.value
        else:
            raise CannotAskError(
                f"{name}: {str(value)[:40]!r} is no number and no factor such as 'x 0.1'", unknown=True
            )
    return tuple(sorted(scaled.items())), tuple(sorted(fixed.items()))


def check_parameter(name: str, network: Network) -> None:
    """Refuse a parameter that neither the network nor the tumour room has.

    Raises:
        CannotAskError: there is none of this name.
    """
    known = {*network.parameter_index, *(item.name for item in fields(TumourParameters))}
    if name not in known:
        hint = nearest(name, known)
        raise CannotAskError(f"the model has no parameter {name[:60]!r}", unknown=True, hint=hint)


def check_readouts(names: tuple[str, ...], network: Network) -> None:
    """Refuse readouts that the network does not have.

    Raises:
        CannotAskError: it has none of a name.
    """
    known = {*network.readouts, *network.species_index}
    for name in names:
        if name not in known:
            hint = nearest(name, known)
            raise CannotAskError(f"the network has no readout {name[:60]!r}", unknown=True, hint=hint)


def grafted(arm: ArmForm) -> bool:
    """Whether an arm is a xenograft."""
    return arm.setting == "xenograft"


def drug_given(drug: DrugForm, serum: float, network: Network, *, graft: bool = False) -> Given:
    """A drug of an arm as the input it acts through; one that kills outside of the network has none ('').

    In a xenograft the dose is held in serum: small molecules are free as in plasma, proteins reach the tumour in part.

    Raises:
        CannotAskError: nothing is known of the drug, or neither the network nor the assay knows what it does.
    """
    nM = free_nM(drug.drug, drug.dose, 0.0 if drug.free else 1.0 if graft else serum, bovine=not graft)
    parameter = f"{drug.drug}_nM"
    if parameter not in network.inputs:
        if drug.drug not in AGENTS or graft:
            raise CannotAskError(f"the network has no input {parameter!r}")
        parameter = ""
    if graft and is_protein(drug.drug):
        nM *= load_evidence().parameters["antibody_tumour_ratio"].value
    bound = 0.0 if drug.free or graft else bound_over_free(drug.drug, serum)
    return Given(drug.drug, parameter, nM, drug.start, drug.until, bound)


def is_protein(drug: str) -> bool:
    """Whether a drug is an antibody or another protein."""
    return is_large(drug)


def free_nM(drug: str, dose: Amount, serum: float, *, bovine: bool = True) -> float:
    """Free concentration of a dose in medium, nM.

    Raises:
        CannotAskError: nothing is known of the drug.
    """
    try:
        return free_concentration(drug, dose.value, dose.unit, serum_share=serum, bovine=bovine)
    except RegimenError:
        hint = nearest(drug, known_compounds())
        raise CannotAskError(f"nothing is known of a drug {drug[:60]!r}", unknown=True, hint=hint) from None


def _ligand(form: LigandForm, network: Network) -> Given:
    try:
        quantity, nM = ligand_concentration(form.ligand, form.dose.value, form.dose.unit)
    except RegimenError as error:
        raise CannotAskError(f"{form.ligand[:60]!r} is no ligand of the model", unknown=True, hint=error.hint) from None
    if not usable(quantity, network):
        raise CannotAskError(f"the network has no quantity {quantity!r}")
    return Given(form.ligand, quantity, nM, form.start or 0.0, form.until)


def members_of(quantity: Quantity, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A quantity with one value a member, (N,)."""
    return np.broadcast_to(np.asarray(quantity, dtype=np.float64), (n,))
