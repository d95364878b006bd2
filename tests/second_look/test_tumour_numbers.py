"""Numbers of the tumour room derived again, by hand, from what the sources say."""

import math
from pathlib import Path

import pytest

from her2sim.evidence import load_evidence
from her2sim.tumour import tumour_records

VALUE = {name: record.value for name, record in load_evidence().parameters.items()}


def test_primary_doubling_time_is_the_median_of_a_lognormal_with_the_published_mean_and_sd() -> None:
    mean, sd = 162.0, 60.0  # ryu2014, 12 HER2-positive tumours
    sigma = math.sqrt(math.log(1 + (sd / mean) ** 2))
    assert VALUE["doubling_time_primary"] == pytest.approx(mean / math.exp(sigma**2 / 2), rel=0.01)
    prior = load_evidence().parameters["doubling_time_primary"].prior
    low, high = prior.interval95(VALUE["doubling_time_primary"])
    assert math.log(high / low) / (2 * 1.96) == pytest.approx(sigma, rel=0.02)


def test_division_at_the_usual_ki67_gives_the_usual_potential_doubling_time() -> None:
    days = VALUE["cell_cycle"] / 24 / 0.30
    assert 4 <= days <= 10
    assert VALUE["reference_division"] == pytest.approx(math.log(2) / days, rel=0.01)


def test_cell_loss_of_nine_tenths_follows_from_both_doubling_times() -> None:
    potential = VALUE["cell_cycle"] / 24 / 0.30
    assert 1 - potential / VALUE["doubling_time_metastatic"] == pytest.approx(0.9, abs=0.02)


def test_four_centimetres_hold_ten_to_the_ten_tumour_cells() -> None:
    cells = math.pi / 6 * 4.0**3 * VALUE["cell_density"] * VALUE["tumour_cell_fraction"]
    assert cells == pytest.approx(1.7e10, rel=0.02)
    assert math.log10(cells / VALUE["pcr_cell_threshold"]) == pytest.approx(6.2, abs=0.05)


def test_the_carrying_volume_is_a_sphere_ten_centimetres_across() -> None:
    assert VALUE["carrying_volume"] == pytest.approx(math.pi / 6 * 10**3, rel=0.001)


def test_valine_binds_two_thirds_better() -> None:
    assert VALUE["fcgr3a_V158_Ka"] / VALUE["fcgr3a_F158_Ka"] == pytest.approx(1.67, abs=0.01)


def test_a_taxane_cycle_kills_a_fifth_of_the_four_logs_of_fifteen_weeks() -> None:
    assert VALUE["taxane_log10_kill"] == pytest.approx(4.0 / (15 / 3))


def test_docetaxel_reference_exposure_is_dose_over_clearance() -> None:
    assert VALUE["docetaxel_reference_auc"] == pytest.approx(75 * 1.75 / VALUE["docetaxel_CL"], rel=0.002)


def test_paclitaxel_reference_exposure_solves_the_saturable_model() -> None:
    """Three weekly doses of 80 mg/m2 over an hour, by plain Euler steps of the published equations in umol."""
    v = {name: VALUE[f"paclitaxel_{name}"] for name in ("V1", "VMel", "KMel", "VMtr", "KMtr", "k21", "Q2", "V3")}
    central = shallow = deep = area = 0.0
    step = 1e-3
    for tick in range(int(168 / step)):
        level = central / v["V1"]
        given = 80 * 1.75 / VALUE["paclitaxel_MW"] * 1000 if tick * step < 1 else 0.0
        out, there = v["VMel"] * level / (v["KMel"] + level), v["VMtr"] * level / (v["KMtr"] + level)
        back, deeper = v["k21"] * shallow, v["Q2"] * (level - deep / v["V3"])
        central += step * (given - out - there + back - deeper)
        shallow += step * (there - back)
        deep += step * deeper
        area += step * level
    milligrams = 3 * area * VALUE["paclitaxel_MW"] / 1000
    assert VALUE["paclitaxel_reference_auc"] == pytest.approx(milligrams, rel=0.01)


def test_progression_of_a_sphere_by_a_fifth_is_four_fifths_of_a_doubling() -> None:
    assert math.log2((1 + VALUE["progression_rise"]) ** 3) == pytest.approx(0.789, abs=0.001)


def test_limits_of_response_and_progression_are_those_of_recist() -> None:
    assert (VALUE["response_fall"], VALUE["progression_rise"], VALUE["progression_rise_mm"]) == (0.30, 0.20, 5)


def test_every_sourced_number_of_the_room_is_looked_at_again() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    records = [record for record in tumour_records().values() if record.status != "assumption"]
    assert [record.name for record in records if f'"{record.name}"' not in texts] == []


def test_most_untreated_cells_are_in_g1_and_the_share_can_rise_by_a_third() -> None:
    """lane2001, from memory: some 60 % of HER2-positive cells, 80 % under trastuzumab."""
    assert VALUE["culture_G1_untreated"] == pytest.approx(0.6, abs=0.05)
    low, high = load_evidence().parameters["culture_G1_untreated"].prior.interval95(VALUE["culture_G1_untreated"])
    assert 0.4 < low < 0.6 < high < 0.8
