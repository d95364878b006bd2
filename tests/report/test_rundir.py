from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.report.synthetic import demonstration, prediction

from her2sim.errors import InputError
from her2sim.report.rundir import FORMAT, open_run, patients_table, write_patients, write_run


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    write_patients([prediction()], tmp_path / "first.parquet")
    write_patients([prediction()], tmp_path / "second.parquet")
    assert (tmp_path / "first.parquet").read_bytes() == (tmp_path / "second.parquet").read_bytes()


def test_the_bytes_do_not_depend_on_index_or_attributes_of_the_table(tmp_path: Path) -> None:
    answer = prediction()
    write_patients([answer], tmp_path / "first.parquet")
    first = answer.regimens[0]
    table = first.patients.set_index(pd.Index(range(100, 160), name="row"))
    table.attrs["when"] = "today"
    write_patients(
        [replace(answer, regimens=(replace(first, patients=table), *answer.regimens[1:]))], tmp_path / "second.parquet"
    )
    assert (tmp_path / "first.parquet").read_bytes() == (tmp_path / "second.parquet").read_bytes()


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    write_patients([prediction()], tmp_path / "first.parquet")
    write_patients([prediction(seed=7)], tmp_path / "second.parquet")
    assert (tmp_path / "first.parquet").read_bytes() != (tmp_path / "second.parquet").read_bytes()


def test_failed_draws_stay_in_the_table(tmp_path: Path) -> None:
    write_patients([prediction(failed=3)], tmp_path / "patients.parquet")
    table = pd.read_parquet(tmp_path / "patients.parquet")
    assert list(table.columns[:3]) == ["case", "regimen", "draw"]
    assert len(table) == 2 * 60
    assert (table["status"] == "failed").sum() == 3


def test_a_demonstration_has_every_case_in_one_table() -> None:
    table = patients_table(demonstration().predictions)
    assert list(dict.fromkeys(table["case"])) == ["sensitive reference", "PTEN loss"]


def test_the_manifest_tells_where_the_numbers_came_from(tmp_path: Path) -> None:
    with open_run(tmp_path / "run", "predict", {"seed": 1}) as run:
        files = write_run(run, prediction())
    manifest = json.loads(files.manifest.read_text("utf-8"))
    assert (manifest["format"], manifest["state"], manifest["seed"]) == (FORMAT, "complete", 1)
    assert manifest["results"][0]["failed_draws"] == 2
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((tmp_path / "run" / name).read_bytes()).hexdigest() == digest
    events = [json.loads(line)["event"] for line in files.log.read_text("utf-8").splitlines()]
    assert (events[0], events[-1]) == ("start", "end")


def test_an_interrupted_run_keeps_what_was_written(tmp_path: Path) -> None:
    def interrupted() -> None:
        with open_run(tmp_path, "predict", {}) as run:
            run.log("stage", stage="TH")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8"))["state"] == "interrupted"
    assert '"stage": "TH"' in (tmp_path / "log.jsonl").read_text("utf-8")


def test_a_new_run_does_not_keep_the_old_report(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    with open_run(tmp_path, "predict", {}):
        assert not (tmp_path / "report.html").exists()


def test_a_file_in_the_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="cannot be written"), open_run(tmp_path / "taken", "predict", {}):
        pass
