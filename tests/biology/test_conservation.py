"""Nothing appears from nothing: what each reaction does to every protein, and what courses keep."""

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.engine import simulate
from her2sim.network import Reaction, conserved_totals, load_network

NETWORK = load_network()
KEPT = ("SRC", "PTEN", "AKT", "PIP", "RAS", "SOS", "RAF", "MEK", "ERK", "TSC2", "RHEB", "MTORC1", "MTORC2", "S6K", "S6")
KEPT += ("EBP1", "GSK3", "IRS1", "FOXO", "RB", "E2F", "BAD", "BCL2", "BAX", "CASP3", "EPHA2", "EPOR")
RECEPTORS = ("EGFR", "HER2", "HER3", "HER4", "MET", "IGF1R")
_OTHER_NAMES = dict.fromkeys(("HER2m", "HER2T", "HER2P", "P95", "P95s", "P95i"), "HER2") | {"HER3held": "HER3"}
"""HER2 masked, with an antibody, cut; HER3 with an antibody"""
_TURNOVER = ("make_", "degrade_", "lose_HER3_with_antibody")
_ENDOSOMAL = re.compile(r"^(?:RE|DE)\(k~(\w+?)(?:,m~\w)?\)$")


def content(species: str) -> Counter[str]:
    """Receptors in a species; p95 counts as HER2, from which it is made."""
    inside = _ENDOSOMAL.match(species)
    names = inside.group(1).split("_") if inside else [part.split("(")[0] for part in species.split(".")]
    return Counter(_OTHER_NAMES.get(name, name) for name in names)


def change(reaction: Reaction) -> Counter[str]:
    made: Counter[str] = Counter()
    for sign, places in ((-1, reaction.reactants), (1, reaction.products)):
        for place in places:
            for name, count in content(NETWORK.species[place].name).items():
                made[name] += sign * count
    return Counter({name: made[name] for name in RECEPTORS if made[name]})


def test_only_synthesis_and_degradation_change_the_number_of_receptors() -> None:
    changing = {reaction.rule for reaction in NETWORK.reactions if change(reaction)}
    assert {rule for rule in changing if not rule.startswith(_TURNOVER)} == set()


def test_what_is_made_or_degraded_is_one_receptor_or_one_pair() -> None:
    sizes = {
        abs(sum(change(reaction).values()))
        for reaction in NETWORK.reactions
        if reaction.rule.startswith(_TURNOVER) and change(reaction)
    }
    assert sizes == {1, 2}


def test_totals_of_the_signalling_proteins_are_conserved() -> None:
    firsts = {total.name.removeprefix("total of ").split("(")[0] for total in conserved_totals(NETWORK)}
    assert firsts == set(KEPT)


def without_loss() -> dict[str, float]:
    """Parameters of a cell that takes HER2 in as usual, brings all of it back and makes none."""
    usual = dict(zip((p.name for p in NETWORK.parameters), NETWORK.parameter_values.tolist(), strict=True))
    kept = 1e-12  # share of endosomal HER2 lost in an hour
    longer = (1 + usual["k_rec"] / kept) / (1 + usual["k_rec"] / usual["k_deg_endosome"])
    return {"k_deg_endosome": kept, "uptake_half_time_ERBB2": usual["uptake_half_time_ERBB2"] * longer}


@settings(max_examples=8, deadline=None)
@given(
    trastuzumab=st.floats(0.0, 700.0),
    pertuzumab=st.floats(0.0, 700.0),
    lapatinib=st.floats(0.0, 5000.0),
    k_shed=st.floats(0.0, 1e-2),
    masking=st.floats(0.0, 0.9),
    nrg1=st.floats(0.0, 10.0),
)
def test_without_synthesis_and_degradation_her2_with_p95_is_kept(
    trastuzumab: float, pertuzumab: float, lapatinib: float, k_shed: float, masking: float, nrg1: float
) -> None:
    drugs = {"trastuzumab_nM": trastuzumab, "pertuzumab_nM": pertuzumab, "lapatinib_nM": lapatinib}
    still = without_loss() | {"k_shed": k_shed, "MUC4_masking": masking, "NRG1_nM": nrg1}
    outputs = ["total_ERBB2", "p95_648", "p95_611"]
    run = simulate(NETWORK, {**drugs, **still}, [0.0, 1.0, 24.0, 48.0], outputs=outputs, rtol=1e-8)
    assert run.status[0].ok
    total = run["total_ERBB2"][0] + run["p95_648"][0] + run["p95_611"][0]
    assert total == pytest.approx(total[0], rel=1e-6)  # of the integrator, at rtol 1e-8


def test_under_both_antibodies_and_without_shedding_her2_is_kept() -> None:
    still = without_loss() | {"k_shed": 0.0, "CTF611_fraction": 0.0}
    drugs = {"trastuzumab_nM": 69.0, "pertuzumab_nM": 69.0}
    run = simulate(NETWORK, {**still, **drugs}, [0.0, 6.0, 48.0], outputs=["total_ERBB2"], rtol=1e-8)
    assert run["total_ERBB2"][0] == pytest.approx(run["total_ERBB2"][0, 0], rel=1e-6)  # of the integrator


def test_totals_hold_and_nothing_turns_negative_under_every_drug() -> None:
    drugs = dict.fromkeys(NETWORK.inputs, 30.0)
    names = [species.name for species in NETWORK.species]
    run = simulate(NETWORK, drugs, [0.0, 1.0, 24.0, 120.0], outputs=names)
    amounts = run.values[0]
    for total in conserved_totals(NETWORK):
        sums = sum(weight * amounts[:, place] for place, weight in total.terms)
        assert sums == pytest.approx(sums[0], rel=1e-6), total.name  # linear totals; the integrator keeps them
    assert amounts.min() > -1e-3  # molecules: far below one, the integrator's absolute tolerance
    assert np.isfinite(amounts).all()


def test_untreated_whole_cell_amounts_are_those_the_case_sets() -> None:
    quiet = {"NRG1_nM": 0.0, "EGF_nM": 0.0, "IGF1_nM": 0.0, "HGF_nM": 0.0, "k_shed": 0.0, "CTF611_fraction": 0.0}
    run = simulate(NETWORK, quiet, [0.0, 2000.0], outputs=["total_ERBB2"])
    expected = next(p.value for p in NETWORK.parameters if p.name == "ERBB2_total")
    assert run["total_ERBB2"][0, -1] == pytest.approx(expected, rel=0.01)  # dimers are taken up as their receptors are
