"""Populations of any size: chunks of lanes simulated one after another, here or on a cluster, streamed to disk.

A chunk is on disk before it is handed out. A run that was killed goes on where it stopped when it is called again with
the same arguments: finished chunks are recognised by the sha256 of what went in, and the files are the same bytes as
without the kill, whatever the number of threads or workers. A lane that fails, or has a parameter that is not finite,
is a row with its reason.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

from her2sim.engine.batch import Doses, output_names, time_row
from her2sim.engine.doses import Dose
from her2sim.engine.integrators import Method, batched
from her2sim.engine.pool import worker_count
from her2sim.engine.scale_chunk import Chunk, Settings, fingerprint, run_chunk
from her2sim.engine.scale_parquet import MANIFEST, open_parquet
from her2sim.engine.scale_population import Population, Source, open_population, regrouped
from her2sim.engine.scale_store import Manifest, Results, Store, hold
from her2sim.engine.scale_zarr import open_zarr
from her2sim.engine.solution import Floats, Solution, Status, SteadyState
from her2sim.engine.tolerances import absolute_tolerance, check_relative
from her2sim.errors import InputError
from her2sim.network.form import Network

FORMAT = "her2sim-batches/1"

Format = Literal["parquet", "zarr"]
Initial = Literal["steady"] | Callable[[slice], Floats | SteadyState]
Report = Callable[[str, int, int], None]
"""what is being done, lanes done, lanes in all (0 where a stream has not said)"""

_VALUES_AT_ONCE = 4_000_000  # numbers of one chunk, 32 MB
_MOST_LANES = 4096


@dataclass(frozen=True)
class Batch:
    """The lanes of one chunk, in their place of the population.

    Args:
        lanes: places in the population.
        solution: as simulated; None for a chunk that an earlier run had finished.
    """

    lanes: slice
    solution: Solution | None
    stored: Callable[[], Results]

    @property
    def resumed(self) -> bool:
        """Whether an earlier run had finished this chunk."""
        return self.solution is None

    @property
    def values(self) -> Floats:
        """(n, T, O), NaN from where a lane stopped; read from disk where `resumed`."""
        return self._results.values

    @property
    def status(self) -> tuple[Status, ...]:
        """How each of the n lanes ended; read from disk where `resumed`."""
        return self._results.status

    @cached_property
    def _results(self) -> Results:
        return self.stored() if self.solution is None else Results(self.solution.values, self.solution.status)


@dataclass(frozen=True)
class _Run:
    network: Network
    source: Source
    settings: Settings
    size: int
    initial: Initial | None
    doses: Sequence[Dose] | Callable[[slice], Doses] | None
    threads: int | None


def map_batches(
    network: Network, population: Population, times: Floats | Sequence[float], *, into: Path | str | None = None,
    format: Format | None = None, chunk: int | None = None, initial: Initial | None = None,
    doses: Sequence[Dose] | Callable[[slice], Doses] | None = None, outputs: Sequence[str] | None = None,
    rtol: float = 1e-6, atol: float | Floats | None = None, method: Method = "auto", threads: int | None = None,
    client: Any = None, progress: Report | None = None,
) -> Iterator[Batch]:  # fmt: skip
    """Simulate a population chunk by chunk as the iterator is advanced; memory does not grow with the lanes.

    Args:
        population: (N, P) in the network's order; values by name, each one number or (N,); a Parquet file with one
            column a parameter; or an iterator of such arrays or columns.
        times, outputs, rtol, atol, method: as for `simulate`.
        into: a folder for Parquet files, or a Zarr group (a name that ends in .zarr); None keeps nothing.
        chunk: lanes at a time; None for as many as give 32 MB of values, 4096 at most.
        initial: None for the network's own start, "steady" for each lane's drug-free rest, or a function from the
            places of lanes to their starts.
        doses: for all lanes, or a function from the places of lanes to one sequence a lane.
        threads: of each chunk; None for all cores here and one on a worker of a cluster.
        client: a `dask.distributed.Client`; None runs here.
        progress: called after every chunk with what was done, lanes done, and lanes in all.

    Raises:
        InputError, NetworkError, RegimenError: an argument cannot be used, `into` holds results of another run (says
            what differs), or Zarr is missing.

    Checked: tests/engine/test_scale.py, test_scale_kill.py.
    """
    chosen = _start_of(initial)
    settings = _settings(network, times, outputs, rtol, atol, method, steady=chosen == "steady")
    worker_count(threads)
    size = _lanes_at_once(network, settings, chunk)
    run = _Run(network, open_population(network, population), settings, size, chosen, doses, threads)
    _check_client(client)
    place = None if into is None else Path(into)
    return _batches(run, place, _format(place, format), client, progress or (lambda text, done, total: None))


def _settings(
    network: Network,
    times: Floats | Sequence[float],
    outputs: Sequence[str] | None,
    rtol: float,
    atol: float | Floats | None,
    method: str,
    *,
    steady: bool,
) -> Settings:
    check_relative(rtol)
    chosen = cast("Method", batched(method, rtol) or method)  # "auto" by its name, so that the manifest says what ran
    hours, names = time_row(times), output_names(network, outputs)
    return Settings(hours, names, rtol, absolute_tolerance(network, atol), chosen, steady)


def _start_of(initial: Initial | None) -> Initial | None:
    if initial is not None and initial != "steady" and not callable(initial):
        raise InputError("the start is not known.", where="initial", expected="'steady' or a function", got=initial)
    return initial


def _format(into: Path | None, format: str | None) -> str:
    kind = format or ("zarr" if into is not None and into.suffix == ".zarr" else "parquet")
    if kind not in ("parquet", "zarr"):
        raise InputError("the format is not known.", where="format", expected="parquet, zarr", got=kind)
    return kind


def _lanes_at_once(network: Network, settings: Settings, chunk: int | None) -> int:
    if chunk is not None:
        if chunk < 1:
            raise InputError("a chunk has at least one lane.", where="chunk", expected=">= 1", got=chunk)
        return chunk
    numbers = len(settings.times) * len(settings.outputs) + len(network.parameters) + len(network.species)
    return max(16, min(_MOST_LANES, _VALUES_AT_ONCE // numbers) // 16 * 16)


def _check_client(client: Any) -> None:
    if client is not None and not all(hasattr(client, name) for name in ("submit", "cancel", "nthreads")):
        raise InputError(
            "the client cannot be used.",
            where="client",
            expected="a dask.distributed.Client",
            got=type(client).__name__,
            hint="pip install 'her2sim[dask]'",
        )


def _manifest(run: _Run) -> Manifest:
    from her2sim import __version__

    start = run.initial if run.initial is None or run.initial == "steady" else "given"
    return {
        "format": FORMAT,
        "her2sim": __version__,
        "network": run.network.name,
        "network_hash": run.network.content_hash,
        "lanes": run.source.lanes,
        "chunk": run.size,
        "times": run.settings.times.tolist(),
        "outputs": list(run.settings.outputs),
        "initial": start,
        "rtol": run.settings.rtol,
        "atol": run.settings.atol.tolist(),
        "method": run.settings.method,
    }


def _batches(run: _Run, into: Path | None, kind: str, client: Any, progress: Report) -> Iterator[Batch]:
    with contextlib.ExitStack() as stack:
        store = None if into is None else stack.enter_context(_opened(run, into, kind))
        done = chunks = 0
        for chunk, mark, solution in _solutions(run, store, client):
            if store is not None and solution is not None:
                store.write(chunk.number, chunk.lanes, mark, solution)
            done, chunks = chunk.lanes.stop, chunk.number + 1
            progress("simulating" if solution is not None else "already done", done, run.source.lanes or 0)
            yield Batch(chunk.lanes, solution, _reader(store, chunk))
        if store is not None:
            store.finish(chunks, done)


def _reader(store: Store | None, chunk: Chunk) -> Callable[[], Results]:
    number, lanes = chunk.number, chunk.lanes
    return lambda: cast("Store", store).read(number, lanes)


@contextlib.contextmanager
def _opened(run: _Run, into: Path, kind: str) -> Generator[Store]:
    """The store, kept from others."""
    if into.exists() and not into.is_dir():
        raise InputError("the results go to a folder.", file=str(into), where="into", expected="a folder")
    there = {path.name for path in into.iterdir()} if into.exists() else set[str]()
    other = MANIFEST if kind == "zarr" else "zarr.json"
    if other in there or (there and not there & {MANIFEST, "zarr.json", ".lock"}):
        raise InputError(
            "the folder holds something else.", file=str(into), where="into", expected="an empty folder or a new one"
        )
    into.mkdir(parents=True, exist_ok=True)
    with hold(into):
        yield open_zarr(into, _manifest(run)) if kind == "zarr" else open_parquet(into, _manifest(run))


def _chunks(run: _Run) -> Iterator[Chunk]:
    for number, (lanes, rows) in enumerate(regrouped(run.source.pieces, run.size)):
        initial = run.initial(lanes) if callable(run.initial) else None
        yield Chunk(number, lanes, rows, initial, run.doses(lanes) if callable(run.doses) else run.doses)


def _solutions(run: _Run, store: Store | None, client: Any) -> Iterator[tuple[Chunk, str, Solution | None]]:
    """Every chunk in order with its fingerprint; None for one that is finished already."""
    marked = ((chunk, fingerprint(chunk) if store is not None else "") for chunk in _chunks(run))
    if client is not None:
        yield from _on_cluster(run, marked, store, client)
        return
    for chunk, mark in marked:
        finished = _finished(store, chunk, mark)
        yield chunk, mark, None if finished else run_chunk(run.network, chunk, run.settings, run.threads)


def _finished(store: Store | None, chunk: Chunk, mark: str) -> bool:
    """Whether a chunk is done.

    Raises:
        InputError: it is, with other parameters, starts or doses.
    """
    found = None if store is None else store.recorded(chunk.number)
    if found is not None and found != mark:
        raise InputError(
            "a finished chunk was made of other parameters, starts or doses.",
            where=f"lanes {chunk.lanes.start} to {chunk.lanes.stop - 1}",
            expected=f"sha256 {found[:12]}",
            got=mark[:12],
            hint="another folder, or the population of the run that is there",
        )
    return found is not None


def _itself(network: Network) -> Network:
    return network


def _on_cluster(
    run: _Run, marked: Iterator[tuple[Chunk, str]], store: Store | None, client: Any
) -> Iterator[tuple[Chunk, str, Solution | None]]:
    """Chunks on the workers of a Dask cluster: two a worker thread under way, so that memory stays bounded."""
    # a task, not scattered data: it is made again where a worker that held it is lost
    network = client.submit(_itself, run.network, pure=False)
    ahead = 2 * max(1, sum(client.nthreads().values()))
    waiting: deque[tuple[Chunk, str, Any]] = deque()

    def first() -> tuple[Chunk, str, Solution | None]:
        chunk, mark, future = waiting.popleft()
        return chunk, mark, None if future is None else future.result()

    try:
        for chunk, mark in marked:
            future = None
            if not _finished(store, chunk, mark):
                future = client.submit(run_chunk, network, chunk, run.settings, run.threads or 1, pure=False)
            waiting.append((chunk, mark, future))
            if len(waiting) >= ahead:
                yield first()
        while waiting:
            yield first()
    finally:
        for _, _, future in waiting:
            if future is not None:
                future.cancel()
