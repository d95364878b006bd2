"""The registry of measurements: where a data set is, or what to do where it is not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from her2sim.evidence.datasets import DATA_SETS, DataSetError, data_folder, dataset, dataset_file, digest


def test_a_data_set_is_a_folder_of_the_folder_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "niepel_rtk").mkdir()
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path))
    assert dataset("niepel_rtk") == tmp_path / "niepel_rtk"
    assert data_folder() == tmp_path


def test_without_the_variable_the_error_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HER2SIM_DATA", raising=False)
    assert data_folder() is None
    with pytest.raises(DataSetError, match="export HER2SIM_DATA") as caught:
        dataset("niepel_rtk")
    assert "hmslincs" in str(caught.value)


def test_a_folder_that_lacks_the_set_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path))
    with pytest.raises(DataSetError, match="not in the folder") as caught:
        dataset("metabric")
    assert str(tmp_path) in str(caught.value)
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path / "nowhere"))
    assert data_folder() is None


def test_an_unknown_set_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path))
    for name in ("niepel", "../niepel_rtk", ""):
        with pytest.raises(DataSetError, match="niepel_rtk"):
            dataset(name)


def test_a_missing_file_is_refused_with_those_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "metabric").mkdir()
    (tmp_path / "metabric" / "one.csv").write_text("a\n")
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path))
    assert dataset_file("metabric", "one.csv").name == "one.csv"
    with pytest.raises(DataSetError, match=r"one\.csv"):
        dataset_file("metabric", "two.csv")


def test_the_digest_is_sha256_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"her2")
    assert digest(path) == hashlib.sha256(b"her2").hexdigest()


def test_every_set_has_a_citation_a_licence_and_a_source() -> None:
    assert len(DATA_SETS) == 19
    for name, one in DATA_SETS.items():
        assert one.name == name
        assert one.what
        assert one.citation
        assert one.licence
        assert one.source


def test_every_set_of_this_machine_is_known() -> None:
    folder = data_folder()
    if folder is None:
        pytest.skip("HER2SIM_DATA does not point to the measurements")
    assert {path.name for path in folder.iterdir() if path.is_dir()} <= set(DATA_SETS)
