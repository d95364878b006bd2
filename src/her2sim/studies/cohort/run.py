"""Run a plan: chunks that are there are kept, the others are made, by one process or several, with the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from her2sim.case.genomics import Study
from her2sim.errors import Her2simError, InputError
from her2sim.studies.cohort.parts import Parts, chunks
from her2sim.studies.cohort.plan import LeftOut, Plan, Settings
from her2sim.studies.cohort.rows import COLUMNS, FAILED, Row, Task, rows_of
from her2sim.studies.provenance import provenance
from her2sim.studies.telling import Progress

if TYPE_CHECKING:
    import pandas as pd

Map = Callable[[Callable[[Task], list[Row]], Iterable[Task]], Iterable[list[Row]]]


@dataclass(frozen=True)
class Cohort:
    """The answer for a study."""

    study: Study
    settings: Settings
    samples: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    table: pd.DataFrame
    """one row per sample and regimen; `COLUMNS` in order"""
    provenance: dict[str, Any]

    @property
    def failed_draws(self) -> int:
        """Draws that could not be simulated, over all samples and regimens."""
        return int(self.table["failed_draws"].sum())

    @property
    def nothing(self) -> bool:
        """Whether not one prediction came out."""
        return bool((self.table["status"] == FAILED).all())


def run_cohort(plan: Plan, parts: str | Path, *, jobs: int = 1, progress: Progress | None = None) -> Cohort:
    """Predict every sample of a plan.

    Args:
        plan: from `make_plan`.
        parts: folder of finished chunks; those of the same inputs are kept, so that a run goes on after a kill.
        jobs: processes; the bytes do not depend on it. With more than one the caller's main module must be importable.
        progress: called with what is being done, samples done, samples in all.

    Raises:
        InputError: no sample is to be predicted, `parts` cannot be written, or is of other inputs.
        Her2simError: a worker process died; finished chunks are kept.
    """
    if not plan.samples:
        read = f"{len(plan.study.samples)} read, {len(plan.study.rejected)} rejected"
        expected = "at least one HER2-positive sample" if not plan.settings.everyone else "at least one sample"
        hint = "--all predicts every sample that was read" if plan.study.samples else None
        raise InputError("no sample is to be predicted.", file=plan.study.name, expected=expected, got=read, hint=hint)
    store = Parts(Path(parts), plan.inputs)
    store.check()
    store.begin()
    rows = _rows(plan, store, jobs, progress)
    told = provenance(None, (), plan.settings.draws, plan.settings.seed, ())
    told |= {"regimens": list(plan.settings.regimens), "study": dict(plan.inputs["study"]), "inputs": store.key}
    return Cohort(plan.study, plan.settings, plan.samples, plan.left_out, _table(rows), told)


def _rows(plan: Plan, store: Parts, jobs: int, progress: Progress | None) -> list[Row]:
    regimens, total = plan.settings.regimens, len(plan.samples)
    every = dict(enumerate(chunks(plan.samples)))
    done = {number: rows for number, names in every.items() if (rows := store.load(number, names, regimens))}
    waiting = [(number, name) for number, names in every.items() if number not in done for name in names]
    count = total - len(waiting)
    if progress:
        progress(f"{count} samples are there" if count else "first sample", count, total)
    with _workers(min(jobs, len(waiting))) as run:
        answers = run(rows_of, [_task(plan, name) for _, name in waiting])
        for (number, name), rows in zip(waiting, answers, strict=True):
            done.setdefault(number, []).extend(rows)
            if name == every[number][-1]:
                store.save(number, done[number])
            count += 1
            if progress:
                progress(name, count, total)
    return [row for number in every for row in done[number]]


def _task(plan: Plan, name: str) -> Task:
    sample = plan.study.samples[name]
    return Task(name, sample.patient, sample.case, sample.her2, sample.her2_from, plan.settings)


@contextmanager
def _workers(jobs: int) -> Generator[Map]:
    """A map over tasks that keeps their order: in this process, or in several that end with it."""
    if jobs <= 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start_worker)
    try:
        yield pool.map
    except BrokenProcessPool as error:
        raise Her2simError("a worker process died; what is done is kept, the same command goes on.") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start_worker() -> None:
    """A worker leaves interrupts to its parent, and ends when its parent was killed."""
    import multiprocessing
    import os
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _table(rows: list[Row]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(COLUMNS))
