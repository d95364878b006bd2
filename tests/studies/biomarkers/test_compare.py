"""Published contrasts are read as published, and agreement is computed, not assumed."""

import numpy as np
import pytest

from her2sim.evidence import load_evidence
from her2sim.pharmacology.regimens import regimen
from her2sim.studies.biomarkers.compare import (
    Clinic,
    clinic_of,
    comparison_summary,
    comparison_table,
    good_outcome,
    log_ratio,
    simulated,
)
from her2sim.studies.biomarkers.markers import known_markers
from her2sim.studies.biomarkers.published import published_contrasts


@pytest.fixture(scope="module")
def by_id():
    return {one.id: one for one in published_contrasts()}


def test_every_collected_row_is_compared_or_says_why_not():
    rows = {int(row) for one in published_contrasts() for row in one.evidence_rows.split(";")}
    assert rows == set(range(2, 118))
    for one in published_contrasts():
        assert (one.kind == "none") == bool(one.why_not), one.id


def test_every_contrast_names_a_marker_a_regimen_and_a_source_that_exist():
    references = load_evidence().references
    for one in published_contrasts():
        assert one.status in ("read", "memory")
        assert all(key in references or key.startswith("https://") or "20" in key for key in one.sources)
        if one.kind != "none":
            assert one.marker in known_markers()
            assert regimen(one.regimen, setting=one.setting)
            assert one.direction in ("better", "worse", "none")
            assert one.kind != "benefit" or regimen(one.control, setting=one.setting)


def test_pamela_comes_out_as_published(by_id):
    """Odds ratio 6.2 (2.3 to 16.8) in the paper, here from the shares and numbers of patients."""
    one = by_id["pamela"]
    assert np.exp([one.log_effect, one.log_low, one.log_high]) == pytest.approx([6.2, 2.3, 16.8], rel=0.03)
    assert one.basis == "from counts"


def test_an_interval_from_p_just_leaves_out_no_effect_at_p_of_one_in_twenty(by_id):
    one = by_id["tbcrc1"]
    assert one.basis == "from counts"
    one = by_id["n0337a"]  # p = 0.04
    assert one.basis == "from p"
    assert 0.0 < one.log_low < 0.05
    assert (one.log_low + one.log_high) / 2 == pytest.approx(np.log(1.7))


def test_a_contrast_of_hazard_ratios_is_their_ratio(by_id):
    one = by_id["cleopatra3"]
    assert one.log_effect == pytest.approx(np.log(0.72 / 0.55))
    assert one.log_low < 0.0 < one.log_high
    assert one.direction == "worse"


def test_medians_become_hazards_and_directions_follow(by_id):
    assert by_id["kim1"].log_effect == pytest.approx(np.log(21 / 11))
    assert by_id["kim1"].direction == "worse"
    assert by_id["scaltriti"].direction == "worse"
    assert by_id["geparquattro"].direction == "better"
    assert by_id["minuti1"].direction == "worse"
    assert by_id["neoaltto2"].direction == "none"


def test_ratios_of_shares_have_their_closed_forms():
    why, value, variance = log_ratio((20, 50), (10, 60), "odds ratio")
    assert why == ""
    assert value == pytest.approx(np.log((20 / 30) / (10 / 50)))
    assert variance == pytest.approx(1 / 20 + 1 / 30 + 1 / 10 + 1 / 50)
    _, value, variance = log_ratio((20, 50), (10, 60), "risk ratio")
    assert value == pytest.approx(np.log((20 / 50) / (10 / 60)))
    assert variance == pytest.approx(1 / 20 - 1 / 50 + 1 / 10 - 1 / 60)
    assert log_ratio((50, 50), (60, 60), "odds ratio")[0]
    assert log_ratio((2, 50), (1, 60), "odds ratio")[0]
    assert np.isfinite(log_ratio((0, 50), (10, 60), "odds ratio")[1])


def test_clinical_benefit_and_failure_are_times(arm):
    made = arm({"ttp": [30.0, 83.0, 84.0, 167.0, 168.0, 364.0]})
    assert good_outcome(made, "control").tolist() == [0, 0, 0, 0, 1, 1]
    assert good_outcome(made, "failure").tolist() == [1, 1, 0, 0, 0, 0]
    short = arm({"ttp": [30.0, 100.0, 100.0]}, failed=[1], days=100.0)  # watched for too short a time, failed
    np.testing.assert_array_equal(good_outcome(short, "control"), [0, np.nan, np.nan])
    np.testing.assert_array_equal(good_outcome(short, "failure"), [1, np.nan, 0])


@pytest.fixture
def clinic(arm, reading):
    """A clinic whose arms are made up: positives respond and hold out as told."""

    class Bench:
        days = 364.0

        def __init__(self, made):
            self.made = made

        def run(self, _):
            return (self.made,)

    def make(marker, good, n=400):
        rng = np.random.default_rng(9)
        positive = np.arange(n) % 2 == 0
        share = np.where(positive, good, 0.4)
        response = (rng.random(n) < share).astype(float)
        ttp = np.minimum(rng.exponential(300 * share), 364.0)
        made = arm({"response": response, "pcr": share, "ttp": ttp, "log10_kill": share})
        readings = {name: reading(positive.astype(float), name=name) for name in (marker, "ER")}
        settings = ("metastatic", "neoadjuvant")
        return Clinic(dict.fromkeys(settings, Bench(made)), dict.fromkeys(settings, readings))

    return make


@pytest.mark.parametrize(("good", "agrees"), [(0.15, True), (0.8, False)])
def test_hits_and_misses_follow_what_is_simulated(monkeypatch, clinic, by_id, good, agrees):
    """Kim 2013: HER3-positive tumours progress sooner."""
    monkeypatch.setattr("her2sim.studies.biomarkers.compare.published_contrasts", lambda: (by_id["kim1"],))
    row = comparison_table(clinic("HER3", good), 0.95).iloc[0]
    assert row["direction_agrees"] == agrees
    assert row["clear"]
    assert (row["simulated"] > 1) == agrees


def test_where_no_effect_was_found_a_clear_one_is_a_miss(monkeypatch, clinic, by_id):
    monkeypatch.setattr("her2sim.studies.biomarkers.compare.published_contrasts", lambda: (by_id["neoaltto2"],))
    hit = comparison_table(clinic("PTEN_IHC", 0.4), 0.95).iloc[0]
    miss = comparison_table(clinic("PTEN_IHC", 0.8), 0.95).iloc[0]
    assert hit["direction_agrees"]
    assert not miss["direction_agrees"]


def test_pcr_is_compared_by_the_sum_of_its_probabilities(clinic, by_id):
    why, found = simulated(clinic("PIK3CA", 0.2), by_id["loibl1"])
    assert why == ""
    assert np.exp(found.value) == pytest.approx((0.2 / 0.8) / (0.4 / 0.6))


def test_the_summary_counts_every_row_once(monkeypatch, clinic, by_id):
    monkeypatch.setattr(
        "her2sim.studies.biomarkers.compare.published_contrasts", lambda: (by_id["kim1"], by_id["adapt"])
    )
    found = comparison_summary(comparison_table(clinic("HER3", 0.15), 0.95))
    assert (found["rows"], found["cannot_be_asked"], found["compared"]) == (2, 1, 1)
    assert found["direction_agrees"] == found["direction_clear_and_agrees"] == 1


def test_populations_of_both_settings_are_read_alike():
    found = clinic_of(5, members=1, seed=1, jobs=1)
    assert set(found.benches) == set(found.readings) == {"metastatic", "neoadjuvant"}
    assert found.benches["neoadjuvant"].days < found.benches["metastatic"].days


def test_tumours_that_failed_in_an_arm_are_told(arm):
    made = arm({"ttp": [1.0, 2.0, 3.0]}, failed=[1, 2])
    clinic = Clinic({}, {}, {("metastatic", "TH"): (made,)})
    assert clinic.failures() == {"published subgroups, metastatic, TH: made to fail": 2}
