"""Populations chunk by chunk: the same numbers as in one call, the same bytes on disk, nothing lost, nothing mixed."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reference.networks import decay, runaway, signalling, switch

from her2sim.engine import Dose, simulate
from her2sim.engine.scale import Batch, map_batches
from her2sim.errors import InputError, NetworkError, RegimenError

HOURS = [0.0, 1.0, 6.0]
LANES = 23
FORMATS = ("parquet", "zarr")


def rates(lanes: int = LANES) -> np.ndarray:
    return np.random.default_rng(5).lognormal(np.log(0.1), 0.5, lanes)


def rows(lanes: int = LANES) -> np.ndarray:
    return np.column_stack([rates(lanes), np.full(lanes, 1000.0)])


def join(batches: Iterator[Batch]) -> np.ndarray:
    return np.concatenate([batch.values for batch in batches])


def digests(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def run(into: Path | None, **changed: Any) -> list[Batch]:
    arguments = {"population": rows(), "times": HOURS, "chunk": 5} | changed
    return list(map_batches(arguments.pop("network", decay()), into=into, **arguments))


def test_chunks_give_the_bits_of_one_call():
    whole = simulate(decay(), rows(), HOURS)
    assert join(map_batches(decay(), rows(), HOURS, chunk=5)).tobytes() == whole.values.tobytes()


def test_lanes_keep_their_places():
    found = [batch.lanes for batch in run(None)]
    assert found == [slice(0, 5), slice(5, 10), slice(10, 15), slice(15, 20), slice(20, 23)]


def parquet_file(folder: Path) -> Path:
    pd.DataFrame({"lane": np.arange(LANES), "k": rates()}).to_parquet(folder / "population.parquet", row_group_size=7)
    return folder / "population.parquet"


@pytest.mark.parametrize("kind", ["columns", "parquet", "arrays", "pieces"])
def test_every_kind_of_population_gives_the_same_bits(kind: str, tmp_path: Path):
    population: Any = {
        "columns": {"k": rates(), "A0": 1000.0},
        "parquet": parquet_file(tmp_path),
        "arrays": (rows()[first : first + 4] for first in range(0, LANES, 4)),
        "pieces": iter([{"k": rates()[:11]}, {"k": rates()[11:]}]),
    }[kind]
    assert join(map_batches(decay(), population, HOURS, chunk=5)).tobytes() == join(iter(run(None))).tobytes()


@pytest.mark.parametrize("layout", FORMATS)
def test_a_second_run_reads_the_same_back(layout: Any, tmp_path: Path):
    first = run(tmp_path / "out", format=layout)
    second = run(tmp_path / "out", format=layout)
    assert [batch.resumed for batch in first + second] == [False] * 5 + [True] * 5
    assert join(iter(second)).tobytes() == join(iter(first)).tobytes()


@pytest.mark.parametrize("layout", FORMATS)
def test_a_run_that_is_taken_up_again_leaves_the_same_bytes(layout: Any, tmp_path: Path):
    run(tmp_path / "whole", format=layout)
    started = map_batches(decay(), rows(), HOURS, into=tmp_path / "parts", chunk=5, format=layout)
    next(started), next(started)
    started.close()
    resumed = run(tmp_path / "parts", format=layout)
    assert [batch.resumed for batch in resumed] == [True, True, False, False, False]
    assert digests(tmp_path / "parts") == digests(tmp_path / "whole")


@pytest.mark.parametrize("layout", FORMATS)
def test_a_stream_of_unknown_length_can_be_taken_up_again(layout: Any, tmp_path: Path):
    def pieces() -> Iterator[np.ndarray]:
        return (rows()[first : first + 4] for first in range(0, LANES, 4))

    run(tmp_path / "whole", population=pieces(), format=layout)
    started = map_batches(decay(), pieces(), HOURS, into=tmp_path / "parts", chunk=5, format=layout)
    next(started)
    started.close()
    run(tmp_path / "parts", population=pieces(), format=layout)
    assert digests(tmp_path / "parts") == digests(tmp_path / "whole")


@pytest.mark.parametrize("layout", FORMATS)
def test_the_number_of_threads_changes_no_byte(layout: Any, tmp_path: Path):
    run(tmp_path / "one", format=layout, threads=1)
    run(tmp_path / "two", format=layout, threads=2)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_parquet_has_a_row_for_every_lane_and_time(tmp_path: Path):
    run(tmp_path / "out")
    table = pd.read_parquet(tmp_path / "out")
    assert list(table.columns) == ["lane", "time", "status", "reason", "stopped_at_h", "A_total"]
    assert table["lane"].tolist() == [lane for lane in range(LANES) for _ in HOURS]
    np.testing.assert_array_equal(table["A_total"], simulate(decay(), rows(), HOURS).values.ravel())


def test_zarr_has_values_by_lane_time_and_output(tmp_path: Path):
    import zarr

    run(tmp_path / "out.zarr")
    group: Any = zarr.open_group(tmp_path / "out.zarr", mode="r")
    assert group["values"].chunks == (5, 3, 1)
    np.testing.assert_array_equal(group["values"][:], simulate(decay(), rows(), HOURS).values)
    assert group["ok"][:].tolist() == [1] * LANES


@pytest.mark.parametrize("layout", FORMATS)
def test_failed_lanes_are_rows_with_their_reason(layout: Any, tmp_path: Path):
    options: dict[str, Any] = {
        "network": runaway(), "population": {"k": [1e-9, 1e-3, np.nan, np.inf]}, "times": [0.0, 5.0, 20.0], "chunk": 3,
        "format": layout,
    }  # fmt: skip
    fresh = [status for batch in run(tmp_path / "out", **options) for status in batch.status]
    stored = run(tmp_path / "out", **options)
    assert [status for batch in stored for status in batch.status] == fresh
    assert [status.ok for status in fresh] == [True, False, False, False]
    assert fresh[2].reason == "the parameter k is not finite (nan)"
    assert np.isfinite(join(iter(stored))).sum() == 3 + 2  # the runaway blows up at 10 h


def test_doses_and_starts_come_by_the_places_of_lanes():
    def doses(lanes: slice) -> list[list[Dose]]:
        return [[Dose(0.5, "A", float(lane))] for lane in range(lanes.start, lanes.stop)]

    found = join(map_batches(decay(), {"k": np.zeros(7)}, [1.0], chunk=3, doses=doses, initial=start))
    np.testing.assert_allclose(found.ravel(), 11.0 * np.arange(7), rtol=1e-9)  # nothing decays


def start(lanes: slice) -> np.ndarray:
    return 10.0 * np.arange(lanes.start, lanes.stop)[:, None].astype(float)


def test_steady_starts_lanes_from_their_own_rest():
    found = join(map_batches(switch(), {"leak": [0.01, 0.02, 0.03]}, [0.0, 50.0], chunk=2, initial="steady"))
    np.testing.assert_allclose(found[:, 1], found[:, 0], rtol=1e-4)  # rest is found to 1e-6, and left as it is
    assert (np.diff(found[:, 0, 0]) > 1e-3).all()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"rtol": 1e-5}, "rtol"),
        ({"times": [0.0, 2.0]}, "times"),
        ({"outputs": ["A"]}, "outputs"),
        ({"chunk": 6}, "chunk"),
        ({"atol": 1e-9}, "atol"),
        ({"network": runaway()}, "network"),
        ({"population": rows(24)}, "lanes"),
        ({"initial": "steady"}, "initial"),
        ({"method": "radau"}, "method"),
    ],
)
@pytest.mark.parametrize("layout", FORMATS)
def test_results_of_another_run_are_refused_by_what_differs(changed: Any, named: str, layout: Any, tmp_path: Path):
    run(tmp_path / "out", format=layout)
    with pytest.raises(InputError, match=f"{named}.* differ"):
        run(tmp_path / "out", format=layout, **changed)


@pytest.mark.parametrize(
    "changed", [{"population": rows() * 1.01}, {"doses": [Dose(0.5, "A", 1.0)]}, {"initial": start}]
)
@pytest.mark.parametrize("layout", FORMATS)
def test_a_chunk_made_of_other_inputs_is_refused(changed: Any, layout: Any, tmp_path: Path):
    options: dict[str, Any] = {"format": layout, "initial": lambda lanes: start(lanes) + 1.0}
    run(tmp_path / "out", **options)
    with pytest.raises(InputError, match=r"lanes 0 to 4: a finished chunk was made of other"):
        run(tmp_path / "out", **options | changed)


@pytest.mark.parametrize("layout", FORMATS)
def test_a_stream_that_became_shorter_is_refused(layout: Any, tmp_path: Path):
    run(tmp_path / "out", population=iter([rows()]), format=layout)
    with pytest.raises(InputError, match="more chunks lie there"):
        run(tmp_path / "out", population=iter([rows()[:10]]), format=layout)


@pytest.mark.parametrize("layout", FORMATS)
def test_a_folder_with_something_else_is_left_alone(layout: Any, tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        run(tmp_path, format=layout)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_one_format_is_not_written_into_the_other(tmp_path: Path):
    run(tmp_path / "out", format="parquet")
    with pytest.raises(InputError, match="something else"):
        run(tmp_path / "out", format="zarr")


def test_two_runs_cannot_write_into_one_folder(tmp_path: Path):
    pytest.importorskip("fcntl", reason="this system has no file locks")
    first = map_batches(decay(), rows(), HOURS, into=tmp_path / "out", chunk=5)
    next(first)
    with pytest.raises(InputError, match="another run is writing there"):
        run(tmp_path / "out")


@pytest.mark.parametrize(
    ("changed", "error", "where"),
    [
        ({"chunk": 0}, InputError, "chunk"),
        ({"initial": "rest"}, InputError, "initial"),
        ({"format": "csv"}, InputError, "format"),
        ({"client": 3}, InputError, "client"),
        ({"outputs": ["A_tota"]}, NetworkError, "outputs"),
        ({"times": []}, RegimenError, "times"),
        ({"population": {"kk": [1.0]}}, NetworkError, "parameters"),
        ({"population": {"k": [1.0, 2.0], "A0": [1.0]}}, NetworkError, "population"),
        ({"population": np.ones((3, 5))}, NetworkError, "parameters"),
        ({"population": np.ones((0, 2))}, InputError, "population"),
        ({"population": {"k": []}}, InputError, "population"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_runs(changed: Any, error: type[InputError], where: str):
    arguments: dict[str, Any] = {"population": rows(), "times": HOURS} | changed
    with pytest.raises(error) as caught:
        map_batches(decay(), **arguments)
    assert caught.value.where == where


def test_a_parquet_column_that_is_no_parameter_is_refused(tmp_path: Path):
    pd.DataFrame({"kk": [0.1]}).to_parquet(tmp_path / "population.parquet")
    with pytest.raises(NetworkError, match="'kk' is no parameter"):
        map_batches(decay(), tmp_path / "population.parquet", HOURS)


def test_a_population_file_that_is_no_parquet_is_refused(tmp_path: Path):
    (tmp_path / "population.parquet").write_text("k\n0.1\n")
    with pytest.raises(InputError, match="cannot be read"):
        map_batches(decay(), tmp_path / "population.parquet", HOURS)


def test_a_broken_chunk_is_named(tmp_path: Path):
    run(tmp_path / "out")
    (tmp_path / "out" / "chunk-000001.parquet").write_bytes(b"torn")
    with pytest.raises(InputError, match=r"chunk-000001\.parquet.*cannot be read"):
        run(tmp_path / "out")


def test_progress_counts_lanes(tmp_path: Path):
    said: list[tuple[str, int, int]] = []
    run(tmp_path / "out", progress=lambda *words: said.append(words))
    run(tmp_path / "out", progress=lambda *words: said.append(words))
    assert said[:5] == [("simulating", done, LANES) for done in (5, 10, 15, 20, 23)]
    assert said[-1] == ("already done", 23, LANES)


def test_memory_does_not_grow_with_the_number_of_lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    hours = np.linspace(0.0, 6.0, 400)
    once = simulate(decay(), {"k": np.full(16, 0.1)}, hours)
    # what streams is measured, not the integrator, which tracemalloc slows down a hundredfold
    monkeypatch.setattr("her2sim.engine.scale.run_chunk", lambda *_: replace(once, values=once.values.copy()))

    def peak(lanes: int, into: Path) -> int:
        pieces = ({"k": np.full(16, 0.1)} for _ in range(lanes // 16))
        tracemalloc.start()
        for _ in map_batches(decay(), pieces, hours, into=into, chunk=16):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(32, tmp_path / "warm")  # imports and caches are not counted
    small = peak(64, tmp_path / "small")
    assert peak(640, tmp_path / "large") < small + 400_000  # the values alone of 576 lanes more are 1.8 MB


def test_signalling_takes_the_default_chunk():
    assert [batch.lanes for batch in map_batches(signalling(), {"k_cat": [1e-3] * 3}, HOURS)] == [slice(0, 3)]
