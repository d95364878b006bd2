"""RECIST 1.1 at its borders, progression between visits, complete response under the microscope."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.tumour import best_response, pcr_probability, recist_at_visits, time_to_progression, typical_tumour
from her2sim.tumour.endpoints import Visits, best_change_percent, log10_kill, see, visit_schedule

PARAMETERS = typical_tumour()


def visits(*sums: float, lesions: float = 1.0) -> Visits:
    return Visits(56.0 * np.arange(len(sums)), np.array([sums]), np.array([lesions]))


def categories(*sums: float, lesions: float = 1.0) -> list[str]:
    return recist_at_visits(visits(*sums, lesions=lesions), PARAMETERS)[0].tolist()


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        ((100, 70), "PR"),
        ((100, 70.1), "SD"),
        ((100, 119.9), "SD"),
        ((100, 120), "PD"),
        ((20, 24.9), "SD"),
        ((20, 25), "PD"),
        ((100, 2.9), "CR"),
        ((100, 3.1), "PR"),
    ],
)
def test_a_limit_that_is_reached_counts(sums: tuple[float, ...], expected: str) -> None:
    assert categories(*sums) == [expected]


def test_progression_is_measured_from_the_smallest_sum_so_far() -> None:
    assert categories(100, 50, 59, 60) == ["PR", "PR", "PD"]


def test_progression_needs_five_millimetres() -> None:
    assert categories(100, 10, 14) == ["PR", "PR"]
    assert categories(100, 10, 15) == ["PR", "PD"]


def test_every_lesion_must_be_gone_for_a_complete_response() -> None:
    assert categories(100, 8, lesions=3) == ["CR"]
    assert categories(100, 10, lesions=3) == ["PR"]


@pytest.mark.parametrize(
    ("sums", "confirm", "expected"),
    [
        ((100, 60, 60), False, "PR"),
        ((100, 60, 60), True, "PR"),
        ((100, 60, 90), True, "SD"),
        ((100, 95, 60), True, "SD"),
        ((100, 2.5, 7.4), True, "PR"),
        ((100, 125, 50), False, "PD"),
        ((100, 60, 90, 10), False, "PR"),
    ],
)
def test_best_response_counts_until_progression(sums: tuple[float, ...], *, confirm: bool, expected: str) -> None:
    found = best_response(visits(*sums), PARAMETERS, confirm=confirm)[0]
    assert found == expected


def test_progression_lies_between_the_visit_that_shows_it_and_the_one_before() -> None:
    found = time_to_progression(visits(100, 60, 65, 80, 100), PARAMETERS)
    assert (found.after_day[0], found.day[0], bool(found.observed[0])) == (112.0, 168.0, True)


def test_without_progression_the_time_is_censored_at_the_last_visit() -> None:
    found = time_to_progression(visits(100, 60, 60), PARAMETERS)
    assert (found.day[0], bool(found.observed[0])) == (112.0, False)


def test_what_happens_between_visits_is_not_seen() -> None:
    times = np.arange(0.0, 113.0)
    course = np.where((times > 60) & (times < 100), 20.0, 90.0)[None]
    seen = see(times, course, np.ones(1), np.array([56.0, 112.0]))
    assert best_change_percent(seen)[0] == 0.0


def test_visits_come_every_eight_weeks_and_at_the_end() -> None:
    assert visit_schedule(168.0, 56.0).tolist() == [56.0, 112.0, 168.0]
    assert visit_schedule(126.0, 56.0).tolist() == [56.0, 112.0, 126.0]
    assert visit_schedule(21.0, 56.0).tolist() == [21.0]


@given(cells=st.floats(0, 1e12), factor=st.floats(1, 1e6))
def test_complete_response_grows_less_likely_with_every_cell_left(cells: float, factor: float) -> None:
    few, many = pcr_probability(np.array([cells, cells * factor]), typical_tumour(2))
    assert 0 <= many <= few <= 1


def test_at_the_threshold_every_other_residue_is_missed() -> None:
    found = pcr_probability(np.array([0.0, 1e2, 1e4, 1e6]), typical_tumour(4))
    assert found == pytest.approx([1.0, 0.990, 0.5, 0.0099], abs=1e-3)


def test_log_kill_counts_all_clones() -> None:
    cells = np.array([[[1e10, 1e6], [0.0, 1e6]]])
    assert log10_kill(cells)[0] == pytest.approx(10 - np.log10(2e6))
