"""From dose to what a tumour cell sees: the pharmacokinetics of a drug as a fragment of a network.

    protein         d tumour/dt = ln2/half_time * (ratio * plasma - tumour);  free nM = tumour / molar mass
    small molecule  free nM = unbound fraction * plasma / molar mass          (no delay)

Binding to HER2 does not take antibody out of the body here: the saturable elimination of trastuzumab already holds it.
"""

from __future__ import annotations

from her2sim.network import Network, attach
from her2sim.network.form import Fragment, FragmentReaction, Parameter, Species
from her2sim.pharmacology.drugs import DRUGS, Drug
from her2sim.pharmacology.population import typical_pk
from her2sim.pharmacology.structures import reactions


def pk_fragment(drug: str) -> Fragment:
    """Compartments of one drug, ready for `network.attach`; parameters hold the typical patient.

    Readouts it adds: `<drug>_mg_L` (total in plasma), `<drug>_tumour_nM` (free at the tumour cell) and, for
    chemotherapy, `<drug>_auc` (mg h/L since the start). `with_drugs` attaches it and binds the network's input.

    Raises:
        KeyError: the drug is not modelled (`regimens` refuses such a drug with a message).
    """
    item = DRUGS[drug]
    values = typical_pk(drug, 1)
    units = pk_units(item)
    extra_species, extra_reactions, free = _tumour(item)
    species = tuple(Species(f"{drug}_{name}", "mg") for name in item.structure.compartments)
    return Fragment(
        name=f"pk_{drug}",
        species=(*species, *extra_species),
        parameters=tuple(Parameter(name, float(values[name][0]), unit) for name, unit in units.items()),
        observables=((f"{drug}_auc", {f"{drug}_cumulated": 1.0}, "mg*h/L"),) if item.cumulative else (),
        assignments=((item.plasma, f"{drug}_central/{drug}_V1", "mg/L"), (item.free, free, "nM")),
        reactions=(*reactions(item.structure, drug), *extra_reactions),
    )


def pk_units(drug: Drug) -> dict[str, str]:
    """Every parameter of a drug's fragment with its unit."""
    units = {f"{drug.name}_{name}": unit for name, unit in drug.structure.parameters}
    units[f"{drug.name}_nM_per_mg_L"] = "nM*L/mg"
    if drug.protein:
        return units | {f"{drug.name}_tumour_ratio": "1", f"{drug.name}_k_tumour": "1/h"}
    return units | {f"{drug.name}_fu": "1"}


def _tumour(drug: Drug) -> tuple[tuple[Species, ...], tuple[FragmentReaction, ...], str]:
    name = drug.name
    if drug.protein:
        flux = f"{name}_k_tumour*({name}_tumour_ratio*{drug.plasma} - {name}_tumour)"
        filling = FragmentReaction("fill_tumour", (), (f"{name}_tumour",), flux)
        return (Species(f"{name}_tumour", "mg/L"),), (filling,), f"{name}_nM_per_mg_L*{name}_tumour"
    free = f"{name}_fu*{name}_nM_per_mg_L*{drug.plasma}"
    if not drug.cumulative:
        return (), (), free
    summing = FragmentReaction("accumulate", (), (f"{name}_cumulated",), drug.plasma)
    return (Species(f"{name}_cumulated", "mg*h/L"),), (summing,), free


def signalling_drugs(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the drugs that act on the signalling network; chemotherapy acts on the tumour alone."""
    return tuple(name for name in drugs if DRUGS[name].input is not None)


def with_drugs(network: Network, drugs: tuple[str, ...]) -> Network:
    """The network with the pharmacokinetics of `signalling_drugs(drugs)` attached and its inputs bound to them.

    Drugs that bind the same input (a drug by two routes) add up.

    Raises:
        NetworkError: the network has no input for a drug.
    """
    names = signalling_drugs(drugs)
    for name in names:
        target = str(DRUGS[name].input)
        same = [other for other in names if DRUGS[other].input == target]
        last = name == same[-1]
        bind = {target: " + ".join(DRUGS[other].free for other in same)} if last else {}
        network = attach(network, pk_fragment(name), bind=bind)
    return network
