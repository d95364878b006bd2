"""The library holds what it says, makes combinations by its rule alone, and lists each regimen once."""

import dataclasses

import pytest

from her2sim.errors import InputError, RegimenError
from her2sim.evidence import load_evidence
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.regimens import regimen
from her2sim.pharmacology.schedule import Course, Regimen
from her2sim.studies.rank.constraints import limits
from her2sim.studies.rank.evidence import NONE, known, levels, support
from her2sim.studies.rank.library import SETS, candidates, combinations_of
from her2sim.studies.rank.settings import table

_INN = {drug.inn for drug in DRUGS.values()}


def test_the_library_has_forty_standard_regimens_and_more_of_each_kind():
    assert len(candidates(("standard",), weeks=24)) >= 40
    assert len(candidates(("targeted",), weeks=24)) > 20
    assert len(candidates(("schedules",), weeks=24)) > 20
    everything = candidates(SETS, weeks=24)
    assert {name for one in everything for name in one.sets} == {*SETS, "reference"}


def test_every_her2_drug_of_the_evidence_is_in_a_standard_regimen():
    drugs = {drug for one in candidates(("standard",), weeks=24) for drug in one.agents}
    on_her2 = {
        DRUGS[name].inn
        for name in DRUGS
        if (record := load_evidence().drugs.get(DRUGS[name].evidence_id)) and record.genes[:1] == ("ERBB2",)
    }
    assert on_her2 <= drugs


@pytest.mark.parametrize("agents", [2, 3])
def test_no_regimen_stands_twice_and_all_last_as_long(agents):
    found = candidates(SETS, weeks=18, agents=agents)
    assert len({one.name for one in found}) == len(found)
    assert len({frozenset(one.regimen.courses) for one in found}) == len(found)
    assert {one.regimen.duration_d for one in found} == {126.0}


def test_combinations_follow_the_rule_on_levels():
    level = {agent: node["level"] for node in table("library")["targeted"]["nodes"] for agent in node["agents"]}
    pairs = [name for name, _ in combinations_of("H", 2)]
    triples = [name for name, _ in combinations_of("H", 3)]
    assert len(set(triples)) == len(triples)
    assert set(pairs) < set(triples)
    assert all(len({level[one] for one in name.split("+")[1:]}) == name.count("+") for name in triples)
    assert [name for name, _ in combinations_of("H", 3)] == triples


def test_a_combination_has_no_more_targeted_agents_than_asked_for():
    found = candidates(("targeted",), weeks=24, backbone="H+P", agents=3)
    assert {len(one.targeted) for one in found} == {2, 3}
    assert "H+P+P" not in [one.name for one in found]
    assert len(candidates(("targeted",), weeks=24, every_agent=True)) > len(candidates(("targeted",), weeks=24))


def test_a_backbone_that_leaves_no_room_is_refused():
    with pytest.raises(InputError, match="none can be added"):
        candidates(("targeted",), weeks=24, backbone="H+P", agents=2)


def test_orders_are_each_others_reverse():
    found = {one.name: one.regimen for one in candidates(("schedules",), weeks=24)}
    first, then = (found[name] for name in ("lapatinib then trastuzumab", "trastuzumab then lapatinib"))
    assert max(first.dose_days("lapatinib")) < 84 <= min(first.dose_days("trastuzumab"))
    assert max(then.dose_days("trastuzumab")) < 84 <= min(then.dose_days("lapatinib"))
    assert len(first.dose_days("lapatinib")) == len(then.dose_days("lapatinib")) == 84


def test_a_holiday_leaves_doses_out():
    found = {one.name: one.regimen for one in candidates(("schedules",), weeks=24)}
    assert found["trastuzumab three-weekly, every fourth dose left out"].dose_days("trastuzumab") == (
        0.0, 21.0, 42.0, 84.0, 105.0, 126.0
    )  # fmt: skip


def test_a_regimen_of_ones_own_takes_the_time_of_the_others():
    own = Regimen("mine", "mine", (Course("trastuzumab", 3.0, "mg/kg", 7.0),), 70.0)
    found = candidates((), weeks=24, asked=(own, "H+L"))
    assert [one.name for one in found] == ["H", "mine", "H+L"]
    assert found[1].regimen.duration_d == 168.0


def test_an_unknown_set_and_an_unknown_regimen_are_refused():
    with pytest.raises(InputError, match="no such set"):
        candidates(("standart",), weeks=24)
    with pytest.raises(RegimenError, match="no regimen"):
        candidates((), weeks=24, asked=("Hh",))


def test_dose_intensity_is_one_for_library_schedules_and_flagged_above():
    for one in candidates(("standard",), weeks=24):
        assert all(0 < value <= 1.0 + 1e-9 for value in limits(one.regimen).intensity.values()), one.name
    found = {one.name: one.regimen for one in candidates(("schedules",), weeks=24)}
    held = limits(found["trastuzumab + palbociclib, no break"])
    assert held.intensity["palbociclib"] == pytest.approx(4 / 3)
    assert not held.feasible
    assert [flag.id for flag in held.flags] == ["dose-intensity"]


def test_drugs_one_after_the_other_break_no_rule_for_both():
    def given(start: float) -> Regimen:
        courses = (
            Course("doxorubicin", 60.0, "mg/m2", 21.0, cycles=4),
            Course("trastuzumab", 6.0, "mg/kg", 21.0, start_d=start),
        )
        return Regimen("AH", "", courses, 168.0)

    assert [flag.id for flag in limits(given(0.0)).flags] == ["anthracycline"]
    assert limits(given(84.0)).feasible


def test_two_drugs_at_half_time_expose_as_one():
    found = {one.name: one.regimen for one in candidates(("schedules",), weeks=24)}
    assert limits(found["trastuzumab then pertuzumab"]).exposure == pytest.approx(1.0)
    assert (
        limits(found["trastuzumab + pertuzumab"] if "trastuzumab + pertuzumab" in found else found["HP"]).exposure == 2
    )


def test_the_tables_name_drugs_and_references_that_exist():
    references = load_evidence().references
    assert set().union(*known()) <= _INN
    assert len(known()) == len(table("combination_evidence")["records"])
    for one in known().values():
        assert one.level in levels()
        assert set(one.references) <= set(references)
        assert (one.pmid is None) == (one.pmid_status == "none")
        assert one.status in ("read", "memory")
    rules = table("constraints")
    named = [drug for group in rules["classes"].values() for drug in group["drugs"]]
    named += [drug for rule in rules["rules"] for group in rule["groups"] for drug in group]
    assert set(named) <= _INN
    assert all(rule["source"] and rule["reason"] and rule["status"] for rule in rules["rules"])


def test_readouts_of_the_reasons_are_of_known_mechanisms():
    for about in table("why")["readouts"].values():
        assert set(about["mechanisms"]) <= set(load_evidence().mechanisms)
        assert about["better"] in ("lower", "higher")


def test_an_unknown_combination_names_its_largest_known_part():
    found = support(("trastuzumab", "pertuzumab", "docetaxel", "erdafitinib"))
    assert found.level == NONE
    assert found.parts == "trastuzumab + pertuzumab + docetaxel: approved"
    assert support(("pertuzumab", "docetaxel", "trastuzumab")).level == "approved"
    assert support(("erdafitinib",)).text == NONE


def test_the_same_doses_are_listed_once_under_all_their_names():
    found = candidates((), weeks=24, asked=("H+L", "L+H", "TDM1", "T-DM1", "H+L"))
    assert [(one.name, one.also) for one in found] == [("H", ()), ("H+L", ("L+H",)), ("TDM1", ("T-DM1",))]
    assert found[1].rule == "asked for as H+L"


def test_one_name_for_other_doses_is_told_apart_however_often():
    same = [dataclasses.replace(regimen(name), name="mine") for name in ("L", "TH", "THP", "T-DM1")]
    names = [one.name for one in candidates((), weeks=24, asked=same)]
    assert names[1:] == ["mine", "mine (asked)", "mine (asked 2)", "mine (asked 3)"]


def test_what_to_try_is_not_what_was_given():
    with pytest.raises(InputError) as caught:
        candidates(("targeted",), weeks=24, backbone="H+P+L", agents=3)
    assert caught.value.hint != "agents 3"
