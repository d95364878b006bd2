"""Scores agree with scipy and with values worked out by hand; unusable cells are told with their place."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from her2sim.studies.validate import scores
from her2sim.studies.validate.files import Checks, ValidationFileError, ValidationProblemsError, read_table


def test_spearman_is_that_of_scipy() -> None:
    x, y = np.random.default_rng(1).integers(0, 9, (2, 30)).astype(float)
    found = scores.spearman(x, y)
    assert found.value == pytest.approx(stats.spearmanr(x, y).statistic)
    assert found.low < found.value < found.high
    assert np.isnan(scores.spearman(np.ones(5), y[:5]).value)


def test_auc_is_the_mann_whitney_share() -> None:
    x = np.random.default_rng(2).integers(0, 9, 30).astype(float)
    y = np.arange(30) % 2 == 1
    assert scores.auc(x, y).value == pytest.approx(stats.mannwhitneyu(x[y], x[~y]).statistic / 225)


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_perfect_separation_keeps_an_interval_that_narrows_with_the_number(n: int) -> None:
    """DeLong's has no width there."""
    score, positive = np.arange(2.0 * n), np.arange(2 * n) >= n
    found, other = scores.auc(score, positive), scores.auc(-score, positive)
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.0 < found.low < 1.0 - 0.5 / n
    assert (other.low, other.high) == pytest.approx((0.0, 1.0 - found.low))
    double = scores.auc(np.arange(4.0 * n), np.arange(4 * n) >= 2 * n)
    assert double.low > found.low


def test_ends_of_the_auc_solve_the_equation_of_newcombe() -> None:
    score = np.random.default_rng(4).normal(size=30)
    positive = np.arange(30) < 12
    found = scores.auc(score, positive)
    for end in (found.low, found.high):
        extra = 14.0 * ((1 - end) / (2 - end) + end / (1 + end))
        assert (found.value - end) ** 2 == pytest.approx(1.6448536**2 * end * (1 - end) * (1 + extra) / (12 * 18))
    assert found.low < found.value < found.high


def test_share_is_the_wilson_interval_of_scipy() -> None:
    found = scores.share(np.arange(10) < 9)
    expected = stats.binomtest(9, 10).proportion_ci(0.9, method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_kaplan_meier_and_concordance_by_hand() -> None:
    time, event = np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, True])
    times, shares = scores.kaplan_meier(time, event)
    assert times.tolist() == [1.0, 3.0, 4.0]
    assert shares == pytest.approx([0.75, 0.375, 0.0])
    assert scores.survival_at(times, shares, np.array([0.5, 1.0, 3.5])) == pytest.approx([1.0, 0.75, 0.375])
    assert scores.concordance(-time, time, event) == 1.0
    assert scores.concordance(time, time, event) == 0.0


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("arm,tme,event\nTH,1,1\n")
    with pytest.raises(ValidationFileError, match="column is missing"):
        read_table(path, ("arm", "time", "event"))


@pytest.mark.parametrize("cell", ["", "nan", "inf", "-1", "x"])
def test_every_bad_cell_is_told_with_its_row(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"time,event\n1,1\n{cell},yes\n")
    checks = Checks(path)
    for row in read_table(path, ("time", "event")):
        checks.number(row, "time", 0.0, 10.0)
        checks.choice(row, "event", ("0", "1"))
    assert [problem.where for problem in checks.problems] == ["row 3, time", "row 3, event"]
    with pytest.raises(ValidationProblemsError):
        checks.finish()
