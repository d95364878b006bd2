"""A cell line in culture: drug at constant concentration in medium, no effector cells, growth inhibition at the end.

free nM = nominal / (1 + serum share * b * (1/fu - 1)) fu: unbound fraction in human plasma; medium holds 10 % serum,
                                                       which binds b times as much drug as human plasma
gi      = 1 - treated/control                          cells at the end of the assay
GR      = 2**(log2(treated/start) / log2(control/start)) - 1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.evidence import load_evidence
from her2sim.evidence.reading import nearest
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.population import typical_pk
from her2sim.tumour.fate import death_factor
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters
from her2sim.units import convert, same_dimension

Floats = NDArray[np.float64]

CULTURE = TumourMechanism(
    name="culture",
    does="cells grow at the rates of their drives in medium whose serum binds part of a drug",
    evidence=("MOA04",),
    parameters=("culture_G1_untreated", "culture_G1_power", "culture_FBS_binding", "culture_death"),
    reductions=(
        "drug in medium neither decays nor is taken up",
        "the share in G1 is a mapping, not a model of the cycle",
    ),
)


@dataclass(frozen=True)
class Culture:
    """Number of cells in the wells of one assay, relative to the start."""

    treated: Floats
    """shape (N, T)"""
    control: Floats
    """shape (N, T)"""

    @property
    def growth_inhibition(self) -> Floats:
        """1 - treated/control at the end, shape (N,)."""
        return 1.0 - self.treated[:, -1] / self.control[:, -1]

    @property
    def growth_rate_value(self) -> Floats:
        """GR at the end, shape (N,): 1 no effect, 0 no growth, below 0 fewer cells than at the start."""
        return 2.0 ** (np.log2(self.treated[:, -1]) / np.log2(self.control[:, -1])) - 1.0


@lru_cache(maxsize=1)
def culture_defaults() -> Mapping[str, Any]:
    """Default concentrations and assay, as in `data/culture.yaml`."""
    import yaml

    path = files("her2sim.tumour") / "data" / "culture.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def medium(drugs: Mapping[str, tuple[float, str] | None]) -> dict[str, float]:
    """Network inputs (free drug, nM) for drugs added to medium.

    Args:
        drugs: nominal concentration and unit by INN, e.g. {"trastuzumab": (10, "ug/mL")}; None takes the default.

    Raises:
        RegimenError: a drug has no target in the network, or a concentration is negative or has another dimension.
    """
    known = [name for name, drug in DRUGS.items() if drug.input is not None]
    inputs: dict[str, float] = {}
    for name, given in drugs.items():
        if name not in known:
            raise RegimenError(
                f"{name!r} cannot be added to medium.", where="medium", expected=", ".join(known), got=name,
                hint=nearest(name, known),
            )  # fmt: skip
        value, unit = given if given is not None else _default(name)
        inputs[str(DRUGS[name].input)] = free_concentration(name, value, unit)
    return inputs


def _default(drug: str) -> tuple[float, str]:
    usual: Mapping[str, Mapping[str, Any]] = culture_defaults()["concentrations"]
    if drug not in usual:
        raise RegimenError(f"no concentration of {drug!r} is usual.", where="medium", expected=", ".join(usual))
    entry = usual[drug]
    return float(entry["value"]), str(entry["unit"])


def default_concentration(drug: str) -> float:
    """Free drug (nM) at the concentration an assay usually takes.

    Raises:
        RegimenError: none is usual for the drug.
    """
    return free_concentration(drug, *_default(drug))


def free_concentration(
    drug: str, value: float, unit: str, *, serum_share: float | None = None, bovine: bool = True
) -> float:
    """Free drug (nM) in medium to which a nominal concentration was added.

    Args:
        drug: INN, of the model or of the `compounds` of `data/culture.yaml`.
        serum_share: share of serum in the medium; None for the usual one, 0 to take the concentration as free.
        bovine: whether the serum is that of cultures; else it binds like human plasma.

    Raises:
        RegimenError: the concentration is negative or has another dimension, or nothing is known of the drug.
    """
    substance = _substance(drug)
    if substance is None:
        raise RegimenError(f"nothing is known of {drug!r}.", where="medium", expected=", ".join(known_compounds()))
    nominal = _nanomolar(drug, value, unit, substance.nM_per_mg_L)
    share = float(culture_defaults()["serum_share"]) if serum_share is None else serum_share
    return nominal / (1.0 + typical_binding(bovine) * share * (1.0 / substance.unbound - 1.0))


def typical_binding(bovine: bool = True) -> float:
    """Drug bound by serum over that bound by human plasma, as the record of `culture_FBS_binding` has it."""
    return load_evidence().parameters["culture_FBS_binding"].value if bovine else 1.0


def bound_over_free(drug: str, serum_share: float) -> float:
    """Drug bound over drug free in medium, if its serum bound like human plasma; 0 where nothing is known of it."""
    substance = _substance(drug)
    return 0.0 if substance is None else serum_share * (1.0 / substance.unbound - 1.0)


def ligand_concentration(ligand: str, value: float, unit: str) -> tuple[str, float]:
    """The profile quantity a ligand adds to, and by how much (nM of that quantity's own ligand).

    Raises:
        RegimenError: the ligand is not known, or the concentration is negative or has another dimension.
    """
    known: Mapping[str, Mapping[str, Any]] = culture_defaults()["ligands"]
    if ligand not in known:
        problem = f"{ligand!r} is no ligand of the model."
        hint = nearest(ligand, known)
        raise RegimenError(problem, where="medium", expected=", ".join(known), got=ligand, hint=hint)
    entry = known[ligand]
    nominal = _nanomolar(ligand, value, unit, 1e6 / float(entry["g_per_mol"]))
    return str(entry["quantity"]), nominal * float(entry.get("strength", 1.0))


def known_compounds() -> tuple[str, ...]:
    """Every drug and research compound that something is known of."""
    records = (plain_words(record.name) for record in load_evidence().drugs.values())
    return tuple(dict.fromkeys((*DRUGS, *culture_defaults()["compounds"], *records)))


@dataclass(frozen=True)
class _Substance:
    nM_per_mg_L: float
    unbound: float


def _substance(drug: str) -> _Substance | None:
    """Molar mass and binding: of the pharmacokinetic model, of the drug's record, or of `data/culture.yaml`."""
    if drug in DRUGS:
        pk = typical_pk(drug, 1)
        if f"{drug}_nM_per_mg_L" in pk:
            return _Substance(
                float(pk[f"{drug}_nM_per_mg_L"][0]), float(pk[f"{drug}_fu"][0]) if f"{drug}_fu" in pk else 1.0
            )
    entry: Mapping[str, Any] | None = culture_defaults()["compounds"].get(drug)
    if entry is not None:
        return _Substance(1e6 / float(entry["g_per_mol"]), float(entry["unbound"]))
    for record in load_evidence().drugs.values():
        mass, unbound = record.molecular_weight, record.fraction_unbound
        if plain_words(record.name) == drug and mass is not None and mass.value:
            return _Substance(1e6 / mass.value, unbound.value if unbound is not None and unbound.value else 1.0)
    return None


def is_large(drug: str) -> bool:
    """Whether a drug is a protein or another molecule above 10 kg/mol, which reaches a tumour late and in part."""
    substance = _substance(drug)
    return substance is not None and substance.nM_per_mg_L < 100.0


def plain_words(name: str) -> str:
    """A name of a drug as the model writes it: lower case, words joined by '_', without what stands in brackets."""
    return "_".join(name.split("(", maxsplit=1)[0].split(",", maxsplit=1)[0].lower().split())


def _nanomolar(name: str, value: float, unit: str, per_mass: float) -> float:
    try:
        molar = same_dimension(unit, "nM")
        mass = same_dimension(unit, "mg/L")
    except ValueError:
        molar = mass = False
    if not (molar or mass):
        raise RegimenError("this unit is no concentration.", where=f"medium: {name}", expected="nM or ug/mL", got=unit)
    if not value >= 0:
        raise RegimenError("a concentration is negative.", where=f"medium: {name}", expected="0 or more", got=value)
    return convert(value, unit, "nM") if molar else convert(value, unit, "mg/L") * per_mass


def culture_growth(
    times_day: Floats,
    division_ratio: Floats,
    death_ratio: Floats,
    doubling_time_h: float,
    parameters: TumourParameters,
    *,
    kill: Floats | None = None,
) -> Culture:
    """Cells in treated and control wells.

    Args:
        times_day: shape (T,), ascending, from 0.
        division_ratio: division drive over its drug-free value, shape (N, T).
        death_ratio: death drive over its drug-free value, shape (N, T).
        doubling_time_h: of the line, untreated.
        parameters: N lanes.
        kill: death by what acts outside of the signals (payload, cytotoxic drugs), per day, shape (N, T).
    """
    division, death = (rate[:, None] for rate in culture_rates(doubling_time_h, parameters))
    net = division - death
    rate = division * division_ratio - death * death_factor(death_ratio, parameters.death_max_fold[:, None])
    rate = rate if kill is None else rate - kill
    gained = np.cumsum(0.5 * (rate[:, 1:] + rate[:, :-1]) * np.diff(times_day), axis=1)
    growth = np.concatenate([np.zeros((rate.shape[0], 1)), gained], axis=1)
    control = np.broadcast_to(np.exp(net * times_day), growth.shape)
    return Culture(np.exp(growth), control)


def culture_rates(doubling_time_h: float, parameters: TumourParameters) -> tuple[Floats, Floats]:
    """(division, death) of untreated cells, per day, shape (N,) each; their difference doubles the cells in time."""
    death = parameters.culture_death
    return np.log(2.0) * 24.0 / doubling_time_h + death, death


def g1_share(e2f: Floats, cdk2: Floats, untreated: Floats | float, power: Floats | float) -> Floats:
    """Share of cells in G1, same shape as the ratios.

    The odds of being past G1 follow the mean (geometric) of free E2F and active CDK2, each over its drug-free value:
    odds = (1 - untreated)/untreated * sqrt(e2f * cdk2)**power. A mapping, not a model of the cycle.
    """
    odds = (1.0 - untreated) / untreated * np.sqrt(np.maximum(e2f, 0.0) * np.maximum(cdk2, 0.0)) ** power
    return 1.0 / (1.0 + odds)
