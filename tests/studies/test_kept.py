"""A study that was stopped goes on where it was, and gives what it would have given."""

import numpy as np
import pytest

from her2sim.case import read_case
from her2sim.errors import InputError
from her2sim.studies.arms import Arms
from her2sim.studies.biomarkers import biomarkers
from her2sim.studies.explain import explain
from her2sim.studies.kept import Kept, forget
from her2sim.studies.measure_next import measure_next
from her2sim.studies.rank import rank
from her2sim.studies.whatif import whatif

ASKED = {"regimens": "H,H+L,THP,H+P", "members": 4, "seed": 3, "weeks": 4, "why": 1}


class Stopped(Exception):  # noqa: N818 - what a user does, and no error of the program
    """The user stops the run."""


def stop_after(steps: int):
    def tell(text: str, done: int, total: int) -> None:
        if done >= steps:
            raise Stopped

    return tell


@pytest.fixture
def runs(monkeypatch):
    """How often an arm was simulated."""
    count: list[str] = []
    plain = Arms.run

    def counted(self, regimen, changes=None):
        count.append(regimen.name)
        return plain(self, regimen, changes)

    monkeypatch.setattr(Arms, "run", counted)
    return count


def test_a_ranking_goes_on_after_the_last_finished_regimen(tmp_path, runs):
    whole = rank("PTEN-loss", **ASKED)
    needed = len(runs)
    runs.clear()
    with pytest.raises(Stopped):
        rank("PTEN-loss", **ASKED, keep=tmp_path / "kept", progress=stop_after(2))
    assert len(runs) == 2
    again = rank("PTEN-loss", **ASKED, keep=tmp_path / "kept")
    assert len(runs) == needed
    assert np.array_equal(again.worth, whole.worth)
    assert again.draws.equals(whole.draws)
    assert [one.why.text for one in again.places] == [one.why.text for one in whole.places]
    rank("PTEN-loss", **ASKED, keep=tmp_path / "kept")
    assert len(runs) == needed


def test_an_explanation_goes_on_after_the_last_finished_set(tmp_path, runs):
    asked = {"regimen": "H", "members": 3, "seed": 2, "duration_weeks": 3, "exact_limit": 1, "blocks": 2}
    whole = explain("PTEN-loss-p95HER2-shed", **asked)
    first = len(runs)
    explain("PTEN-loss-p95HER2-shed", **asked, keep=tmp_path)
    assert list(tmp_path.glob("*.npz"))
    runs.clear()
    again = explain("PTEN-loss-p95HER2-shed", **asked, keep=tmp_path)
    assert len(runs) < first  # only those whose courses are shown are simulated again
    assert again.table.equals(whole.table)
    assert [path.sentence for path in again.paths] == [path.sentence for path in whole.paths]


def test_a_piece_of_other_draws_or_changes_is_not_taken(tmp_path):
    made: list[str] = []

    def make(word: str):
        def maker():
            made.append(word)
            return {"worth": np.arange(3.0), "problems": np.array(["", "no balance", ""])}

        return maker

    arms, other = (Arms.of(read_case("PTEN-loss"), 3, seed) for seed in (1, 2))
    regimen = arms.regimen("H")
    kept = Kept.of(arms, tmp_path)
    for _ in range(2):
        found = kept.piece(regimen, {}, "rank", make("first"))
        assert found["problems"].tolist() == ["", "no balance", ""]
    kept.piece(regimen, {"PTEN_level": 1.0}, "rank", make("repaired"))
    kept.piece(regimen, {}, "explain", make("other words"))
    kept.piece(arms.regimen("H", duration_weeks=3), {}, "rank", make("shorter"))
    Kept.of(other, tmp_path).piece(regimen, {}, "rank", make("other seed"))
    assert made == ["first", "repaired", "other words", "shorter", "other seed"]


def test_a_broken_piece_is_made_again_and_forgetting_removes_all(tmp_path):
    arms = Arms.of(read_case("PTEN-loss"), 2, 1)
    kept = Kept.of(arms, tmp_path / "kept")
    kept.piece(arms.regimen("H"), {}, "rank", lambda: {"worth": np.ones(2)})
    (path,) = (tmp_path / "kept").glob("*.npz")
    path.write_bytes(path.read_bytes()[:20])
    assert kept.piece(arms.regimen("H"), {}, "rank", lambda: {"worth": np.zeros(2)})["worth"].tolist() == [0.0, 0.0]
    forget(tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="nothing can be kept"):
        Kept.of(Arms.of(read_case("PTEN-loss"), 2, 1), tmp_path / "file" / "kept")


def test_variants_go_on_after_the_last_finished_arm(tmp_path, runs):
    asked = {"variants": ["PTEN=wt", "@ H+L"], "members": 3, "seed": 2}
    whole = whatif("PTEN-loss", **asked)
    needed = len(runs)
    runs.clear()
    with pytest.raises(Stopped):
        whatif("PTEN-loss", **asked, keep=tmp_path, progress=stop_after(2))
    again = whatif("PTEN-loss", **asked, keep=tmp_path)
    assert len(runs) == needed
    for one, other in zip(whole.arms, again.arms, strict=True):
        assert one.arm.problems == other.arm.problems
        assert all(np.array_equal(one.arm.worth[name], other.arm.worth[name]) for name in one.arm.worth)
        assert all(np.array_equal(one.arm.signals.values[n], v) for n, v in other.arm.signals.values.items())
        assert np.array_equal(one.arm.sums_mm, other.arm.sums_mm)


def test_what_to_measure_goes_on_after_the_last_finished_arm(tmp_path, runs):
    asked = {"members": 20, "seed": 2, "split": True}
    whole = measure_next("PTEN-loss", "H,H+L", **asked)
    needed = len(runs)
    runs.clear()
    with pytest.raises(Stopped):
        measure_next("PTEN-loss", "H,H+L", **asked, keep=tmp_path, progress=stop_after(2))
    again = measure_next("PTEN-loss", "H,H+L", **asked, keep=tmp_path)
    assert len(runs) == needed
    assert [one.perfect for one in again.fields] == [one.perfect for one in whole.fields]


def test_biomarkers_go_on_after_the_last_finished_arm(tmp_path, runs):
    asked = {"treated": "H", "control": "untreated", "weeks": 3, "panels": False, "compare": False, "members": 2}
    whole = biomarkers(30, **asked)
    needed = len(runs)
    runs.clear()
    with pytest.raises(Stopped):
        biomarkers(30, **asked, keep=tmp_path, progress=stop_after(1))
    assert len(runs) == 2
    again = biomarkers(30, **asked, keep=tmp_path)
    assert len(runs) == needed
    assert again.tumours.equals(whole.tumours)
    assert again.auc.equals(whole.auc)
