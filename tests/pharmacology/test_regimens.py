"""Names and files of regimens, and the messages for those that cannot be used."""

from pathlib import Path

import numpy as np
import pytest

from her2sim.errors import RegimenError
from her2sim.pharmacology import (
    DRUGS,
    covariates,
    dose_events,
    list_regimens,
    regimen,
    regimens,
    signalling_drugs,
)

HEAD = "schema: her2sim/regimen/1\nname: mine\n"


def write(folder: Path, drugs: str, head: str = HEAD) -> str:
    path = folder / "regimen.yaml"
    path.write_text(head + "drugs:\n" + drugs, encoding="utf-8")
    return str(path)


def refusal(folder: Path, drugs: str, head: str = HEAD) -> str:
    with pytest.raises(RegimenError) as caught:
        regimen(write(folder, drugs, head))
    return str(caught.value)


def test_every_name_of_the_library_is_a_regimen() -> None:
    for name in list_regimens():
        assert regimen(name).drugs


def test_three_weekly_trastuzumab_is_loaded_with_8_and_kept_with_6_mg_per_kg() -> None:
    doses = dose_events(regimen("H"), covariates(1, {"weight_kg": 70.0}))[0]
    assert [dose.amount for dose in doses] == [560.0] + [420.0] * 7
    assert np.diff([dose.time_h for dose in doses]).tolist() == [504.0] * 7


def test_weekly_trastuzumab_is_loaded_with_4_and_kept_with_2_mg_per_kg() -> None:
    doses = dose_events(regimen("H_qw"), covariates(1, {"weight_kg": 70.0}))[0]
    assert [dose.amount for dose in doses] == [280.0] + [140.0] * 23


@pytest.mark.parametrize(
    ("name", "dose"), [("L", 1500.0), ("H+L", 1000.0), ("Tpac+H+L", 750.0), ("TH+L", 750.0), ("L+A", 1500.0)]
)
def test_lapatinib_is_reduced_beside_trastuzumab_and_again_beside_a_taxane(name: str, dose: float) -> None:
    assert {course.dose for course in regimen(name).courses if course.drug == "lapatinib"} == {dose}


def test_a_dose_by_weight_or_surface_follows_the_patient_and_a_flat_dose_does_not() -> None:
    light, heavy = dose_events(regimen("THP"), covariates(2, {"weight_kg": np.array([50.0, 100.0])}))
    ratio = {dose.species: other.amount / dose.amount for dose, other in zip(light, heavy, strict=True)}
    assert ratio["trastuzumab_central"] == pytest.approx(2.0)
    assert ratio["docetaxel_central"] == pytest.approx(2.0**0.5)
    assert ratio["pertuzumab_central"] == 1.0


def test_treatment_lasts_24_weeks_or_18_before_surgery_unless_said() -> None:
    assert regimen("H").duration_d == 24 * 7
    assert regimen("H", setting="neoadjuvant").duration_d == 18 * 7
    assert regimen("H", duration_weeks=9).dose_days("trastuzumab") == (0.0, 21.0, 42.0)


def test_chemotherapy_ends_after_six_cycles_while_antibodies_go_on() -> None:
    course = regimen("TH", duration_weeks=52)
    assert len(course.dose_days("docetaxel")) == 6
    assert len(course.dose_days("trastuzumab")) == 18


def test_a_taxane_does_not_enter_the_signalling_network() -> None:
    course = regimen("TH+L")
    drugs = signalling_drugs(course.drugs)
    assert drugs == ("trastuzumab", "lapatinib")
    species = {dose.species for dose in dose_events(course, covariates(1), drugs=drugs)[0]}
    assert species == {"trastuzumab_central", "lapatinib_depot"}


def test_every_drug_of_the_model_is_in_a_regimen() -> None:
    assert {course.drug for name in list_regimens() for course in regimen(name).courses} == set(DRUGS)


def test_every_brand_name_leads_to_a_drug() -> None:
    with pytest.raises(RegimenError, match="try       T-DXd"):
        regimen("Enhertu")


@pytest.mark.parametrize(
    ("name", "drug", "days"),
    [
        ("Capi", "capivasertib", [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5]),
        ("Fulv", "fulvestrant", [0, 14, 28, 56, 84, 112, 140]),
        ("Etan", "etanercept", [0, 7, 14, 21]),
        ("PEGPH20", "pegvorhyaluronidase_alfa", [0, 3.5, 7, 10.5]),
    ],
)
def test_a_rhythm_is_kept(name: str, drug: str, days: list[float]) -> None:
    assert list(regimen(name).dose_days(drug)[: len(days)]) == days


@pytest.mark.parametrize(
    ("name", "drug", "on", "cycle"),
    [("Palbo", "palbociclib", 21, 28), ("Ipat", "ipatasertib", 21, 28), ("X", "capecitabine", 14, 21)],
)
def test_no_tablet_is_given_in_a_break(name: str, drug: str, on: float, cycle: float) -> None:
    days = np.array(regimen(name).dose_days(drug))
    assert np.all(days % cycle < on)
    assert np.sum(days < cycle) == on * (2 if drug == "capecitabine" else 1)


@pytest.mark.parametrize(
    ("name", "drug", "dose"),
    [
        ("X", "capecitabine", 1000),
        ("NALA", "capecitabine", 750),
        ("HER2CLIMB", "capecitabine", 1000),
        ("E", "everolimus", 10),
        ("BOLERO-3", "everolimus", 5),
        ("XL", "lapatinib", 1250),
        ("H_sc+L", "lapatinib", 1000),
    ],
)
def test_a_dose_follows_its_partners(name: str, drug: str, dose: float) -> None:
    assert {course.dose for course in regimen(name).courses if course.drug == drug} == {dose}


def test_carboplatin_is_dosed_by_filtration_with_a_ceiling() -> None:
    patients = covariates(3, {"creatinine_clearance_mL_min": np.array([60.0, 100.0, 200.0])})
    doses = [lane[0].amount for lane in dose_events(regimen("C"), patients)]
    assert doses == pytest.approx([6 * 85.0, 6 * 125.0, 6 * 150.0])


def test_an_injection_enters_a_depot_at_once() -> None:
    for name, species in (
        ("H_sc", "trastuzumab_sc_depot"),
        ("Fulv", "fulvestrant_depot"),
        ("Etan", "etanercept_depot"),
    ):
        first = dose_events(regimen(name), covariates(1))[0][0]
        assert (first.species, first.duration_h) == (species, 0.0)


def test_a_file_may_name_a_drug_and_its_route(tmp_path: Path) -> None:
    entries = (
        "  - {drug: trastuzumab, dose: 6, load: 8, unit: mg/kg, interval_d: 21, cycles: 2}\n"
        "  - {drug: trastuzumab, dose: 600, unit: mg, interval_d: 21, route: sc, start_d: 42}\n"
        "  - {drug: carboplatin, dose: 6, unit: AUC, interval_d: 21, infusion_h: 1}\n"
    )
    course = regimen(write(tmp_path, entries))
    assert course.drugs == ("trastuzumab", "trastuzumab_sc", "carboplatin")
    assert course.dose_days("trastuzumab_sc")[:2] == (42.0, 63.0)


def test_two_routes_of_one_drug_may_not_overlap(tmp_path: Path) -> None:
    entries = (
        "  - {drug: trastuzumab, dose: 6, unit: mg/kg, interval_d: 21}\n"
        "  - {drug: trastuzumab, dose: 600, unit: mg, interval_d: 21, route: sc, start_d: 42}\n"
    )
    assert "two courses of trastuzumab overlap" in refusal(tmp_path, entries)


def test_a_list_is_parted_by_commas() -> None:
    assert [item.name for item in regimens("TH, TH+P")] == ["TH", "TH+P"]


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(RegimenError, match="no regimen is named"):
        regimens(" , ")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("trastuzumab_qsp", "known to the evidence, but its exposure is not modelled yet"),
        ("cyclophosphamide", "is no regimen"),
        ("trastuzumab", "a regimen names its component"),
        ("neratinib", "a regimen names its component"),
        ("Kadcyla", "a regimen names its component"),
        ("TX", "is no regimen"),
        ("TH+", "is no regimen"),
        ("H+H_qw", "trastuzumab stands twice"),
        ("TH+H", "trastuzumab stands twice"),
        ("H+H_sc", "trastuzumab stands twice"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(name: str, message: str) -> None:
    with pytest.raises(RegimenError, match=message):
        regimen(name)


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(RegimenError, match="try       H_qw"):
        regimen("H_q")


def test_no_treatment_time_is_refused() -> None:
    with pytest.raises(RegimenError, match="longer than zero"):
        regimen("H", duration_weeks=0)


def test_a_file_may_delay_pause_and_limit_a_drug(tmp_path: Path) -> None:
    drug = "drug: lapatinib, dose: 1000, unit: mg, interval_d: 1, route: oral"
    entry = f"  - {{{drug}, start_d: 7, on_d: 2, off_d: 5, cycles: 5}}\n"
    course = regimen(write(tmp_path, entry, HEAD + "duration_weeks: 6\n"))
    assert course.dose_days("lapatinib") == (7.0, 8.0, 14.0, 15.0, 21.0)


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        (
            "{drug: trastuzumab, dose: -6, unit: mg/kg, interval_d: 21}",
            ("regimen.yaml:4", "drugs[0].dose", "got       -6"),
        ),
        ("{drug: trastuzumab, dose: 6, unit: mg/m2, interval_d: 21}", ("not dosed in mg/m2", "mg/kg or mg")),
        ("{drug: trastuzumab, dose: 6, unit: AUC, interval_d: 21}", ("not dosed in AUC", "mg/kg or mg")),
        (
            "{drug: carboplatin, dose: 6, unit: AUCs, interval_d: 21}",
            ("this unit of a dose is not known", "AUC (mg/mL*min"),
        ),
        (
            "{drug: trastuzumab, dose: 600, unit: mg, interval_d: 21, route: pump}",
            ("this route is not known", "sc (under"),
        ),
        (
            "{drug: trastuzumab, dose: 6, unit: mg/kg, interval_d: 21, route: sc}",
            ("given under the skin is not dosed",),
        ),
        ("{drug: trastuzumab, dose: 600, unit: mg, interval_d: 21, route: oral}", ("by this route only", "iv or sc")),
        ("{drug: fulvestrant, dose: 500, unit: mg, interval_d: 28}", ("by this route only", "expected  im")),
        (
            "{drug: fulvestrant, dose: 500, unit: mg, interval_d: 28, route: im, infusion_h: 1}",
            ("a dose into a muscle has no infusion time",),
        ),
        ("{drug: lapatinib, dose: 9, unit: mg, interval_d: 7, route: oral, on_d: 1}", ("shorter than the interval",)),
        (
            "{drug: trastuzumb, dose: 6, unit: mg/kg, interval_d: 21}",
            ("no drug the model knows", "try       trastuzumab"),
        ),
        ("{drug: trastuzumab_qsp, dose: 240, unit: mg, interval_d: 1}", ("not modelled yet",)),
        ("{drug: lapatinib, dose: 1000, unit: mg, interval_d: 1}", ("by this route only", "oral")),
        ("{drug: trastuzumab, dose: 6, unit: mg/kg, interval_d: 1, infusion_h: 30}", ("doses overlap",)),
        (
            "{drug: trastuzumab, dose: 6, unit: mg/kg, interval_d: 21, loads: 8}",
            ("'loads' is not known", "try       load"),
        ),
        ("{drug: trastuzumab, unit: mg/kg, interval_d: 21}", ("the field 'dose' is missing",)),
        ("{drug: trastuzumab, dose: '6', unit: mg/kg, interval_d: 21}", ("'dose' cannot be used", "a valid number")),
    ],
)
def test_a_wrong_entry_is_refused_with_place_and_reason(tmp_path: Path, entry: str, parts: tuple[str, ...]) -> None:
    message = refusal(tmp_path, f"  - {entry}\n")
    assert all(part in message for part in parts), message


def test_two_courses_of_one_drug_may_follow_but_not_overlap(tmp_path: Path) -> None:
    line = "  - {{drug: trastuzumab, dose: 6, unit: mg/kg, interval_d: 21, start_d: {day}{more}}}\n"
    first = line.format(day=0, more=", cycles: 2")
    assert regimen(write(tmp_path, first + line.format(day=42, more=""))).dose_days("trastuzumab")[:4] == (
        0,
        21,
        42,
        63,
    )
    assert "two courses of trastuzumab overlap" in refusal(tmp_path, first + line.format(day=30, more=""))


def test_another_schema_an_empty_file_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    entry = "  - {drug: trastuzumab, dose: 6, unit: mg/kg, interval_d: 21}\n"
    assert "schema" in refusal(tmp_path, entry, "schema: her2sim/regimen/9\nname: mine\n")
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    for name in ("empty.yaml", "missing.yaml"):
        with pytest.raises(RegimenError):
            regimen(str(tmp_path / name))


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "examples" / "regimens").glob("*.yaml")), ids=str)
def test_the_shipped_examples_can_be_read(path: Path) -> None:
    assert regimen(str(path)).courses
