"""Every pharmacokinetic parameter against the drug table: model values, spreads, covariances, covariate powers."""

import math
import re
from pathlib import Path

import pytest
from tests.second_look.sources import EVIDENCE, value

from her2sim.evidence.knowledge import PkModel
from her2sim.units import convert

RECORDS = {
    "trastuzumab": "trastuzumab_iv", "trastuzumab_emtansine": "tdm1", "trastuzumab_deruxtecan": "tdxd",
}  # fmt: skip
"""drug -> id of its record, where they differ"""
FILES = sorted(
    record.mechanism.removeprefix("pk_")
    for record in {item.mechanism: item for item in EVIDENCE.parameters.values()}.values()
    if record.mechanism.startswith("pk_") and record.mechanism != "pk_ecd_sink"
)
SPELLED = {"V": "V1", "CL_MBC": "CL", "mean_absorption_time": "MAT"}
VOLUME = {("capivasertib", "Vss"): "V1"}
"""one compartment: the volume at steady state is its volume"""
"""name in a record -> name of the parameter"""
BESIDE = {"half_life", "Vss", "CL_healthy", "CL_factor_patients"}
"""facts that are no parameter; they are met in the other files of this folder"""
APPARENT = {"capivasertib", "inavolisib", "crizotinib"}
"""their F is known, and clearance and volume are already divided by it"""
OWN = {("carboplatin", "CL"), ("capecitabine", "CL"), ("capecitabine", "V")}
"""derived: test_pk_chemotherapy.py"""


def pk(drug: str) -> PkModel:
    models = EVIDENCE.drugs[RECORDS.get(drug, drug)].pk
    return next(model for model in models if model.recommended)


def pairs() -> list[tuple[str, str, str]]:
    """drug, name in the record, name of the parameter"""
    found = [
        (drug, name, f"{drug}_{VOLUME.get((drug, name), SPELLED.get(name, name))}")
        for drug in FILES
        for name in pk(drug).parameters
    ]
    return [
        (drug, name, parameter)
        for drug, name, parameter in found
        if (name not in BESIDE or (drug, name) in VOLUME)
        and (drug, name) not in OWN
        and not (name == "F" and drug in APPARENT)
    ]


@pytest.mark.parametrize(("drug", "name", "parameter"), pairs())
def test_a_value_and_its_spread_are_those_of_the_record(drug: str, name: str, parameter: str) -> None:
    fact = pk(drug).parameters[name]
    ours = EVIDENCE.parameters[parameter]
    assert convert(ours.value, ours.unit, fact.unit) == pytest.approx(fact.value)
    if fact.cv is not None:
        assert 100 * value(f"{parameter}_cv") == pytest.approx(fact.cv, rel=2e-3)  # three printed digits


@pytest.mark.parametrize("drug", [drug for drug in FILES if pk(drug).covariance])
def test_covariances_are_those_of_the_record(drug: str) -> None:
    for key, number in pk(drug).covariance.items():
        first, second = key.split(",")
        assert value(f"{drug}_{first}_{second}_cov") == number


@pytest.mark.parametrize("drug", FILES)
def test_mass_and_unbound_share_are_those_of_the_record(drug: str) -> None:
    record = EVIDENCE.drugs[RECORDS.get(drug, drug)]
    if record.molecular_weight is not None and drug != "capecitabine":  # there the active drug counts
        assert value(f"{drug}_MW") == record.molecular_weight.value
    if f"{drug}_fu" in EVIDENCE.parameters and drug != "capecitabine":
        assert record.fraction_unbound is not None
        assert value(f"{drug}_fu") == record.fraction_unbound.value


POWERS = {
    "trastuzumab_CL_weight": ("CL", "WT/66"), "trastuzumab_CL_AST": ("CL", "AST/24"),
    "trastuzumab_CL_albumin": ("CL", "ALB/4"),
    "trastuzumab_sc_CL_weight": ("CL", "WT/68"), "trastuzumab_sc_CL_ALT": ("CL", "ALT/19"),
    "trastuzumab_sc_V1_weight": ("V1", "WT/68"), "trastuzumab_sc_V2_weight": ("V2", "WT/68"),
    "pertuzumab_CL_lean": ("CL", "LBW/48"), "pertuzumab_CL_albumin": ("CL", "ALB_gdL/3.9"),
    "pertuzumab_V1_lean": ("V1", "LBW/48"), "pertuzumab_V2_lean": ("V2", "LBW/48"),
    "pertuzumab_sc_CL_lean": ("CL", "LBW/45.09"), "pertuzumab_sc_CL_albumin": ("CL", "ALB_gL/43.25"),
    "pertuzumab_sc_V1_lean": ("V1", "LBW/45.09"), "pertuzumab_sc_V2_lean": ("V2", "LBW/45.09"),
    "trastuzumab_emtansine_CL_weight": ("CL", "WT/70"), "trastuzumab_emtansine_CL_albumin": ("CL", "ALB_gL/41"),
    "trastuzumab_emtansine_CL_AST": ("CL", "AST/27"), "trastuzumab_emtansine_V1_weight": ("V1", "WT/70"),
    "trastuzumab_emtansine_CL_ECD": ("CL", "ECD/25"),
    "trastuzumab_deruxtecan_CL_weight": ("CL", "WT/57.8"), "trastuzumab_deruxtecan_CL_albumin": ("CL", "ALB_gL/40"),
    "trastuzumab_deruxtecan_V1_weight": ("V1", "WT/57.8"),
    "bevacizumab_flow_weight": ("CLQ", "WT/70"), "bevacizumab_volume_weight": ("V1V2", "WT/70"),
    "bevacizumab_CL_albumin": ("CL", "ALB/39"),
    "palbociclib_CL_creatinine": ("CL", "CRCL/78.9"),
}  # fmt: skip
"""parameter -> entry of the record's covariates, ratio in it"""


@pytest.mark.parametrize("parameter", sorted(POWERS))
def test_powers_of_covariates_are_those_of_the_record(parameter: str) -> None:
    entry, ratio = POWERS[parameter]
    drug = max((name for name in FILES if parameter.startswith(f"{name}_")), key=len)
    found = re.search(rf"\({re.escape(ratio)}\)\^(-?[\d.]+)", pk(drug).covariates[entry])
    assert found is not None
    assert value(parameter) == float(found[1])


def test_liver_metastases_raise_clearance_as_in_the_record() -> None:
    assert f"exp({value('trastuzumab_CL_liver')}*LMET)" in pk("trastuzumab").covariates["CL"]


def test_what_is_derived_from_correlations_is_derived_again() -> None:
    def sd(name: str) -> float:
        return math.sqrt(math.log(1 + value(f"{name}_cv") ** 2))

    facts = {
        "tucatinib_CL_V1_cov": ("tucatinib", "CL", "V1", 0.470),
        "palbociclib_CL_ka_cov": ("palbociclib", "CL", "ka", -0.342),
    }
    for parameter, (drug, first, second, correlation) in facts.items():
        assert f"correlation of {first} and {second} {correlation:g}" in pk(drug).note
        expected = correlation * sd(f"{drug}_{first}") * sd(f"{drug}_{second}")
        assert value(parameter) == pytest.approx(expected, rel=1e-3)


def test_every_sourced_number_of_exposure_is_looked_at_again() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_pk*.py"))
    seen = {parameter for _, _, parameter in pairs()} | set(POWERS)
    seen |= {f"{parameter}_cv" for drug, name, parameter in pairs() if pk(drug).parameters[name].cv is not None}
    seen |= {f"{drug}_{kind}" for drug in FILES if drug != "capecitabine" for kind in ("MW", "fu")}
    seen |= {f"{drug}_{key.replace(',', '_')}_cov" for drug in FILES for key in pk(drug).covariance}
    sourced = {
        record.name
        for record in EVIDENCE.parameters.values()
        if record.mechanism.startswith("pk_") and record.status != "assumption"
    }
    left = sorted(name for name in sourced - seen if name not in texts)
    assert left == []
