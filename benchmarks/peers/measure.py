"""Time and memory of one core: pinned, alternating, best of a few."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path


def pin() -> bool:
    """Keep this process on one core; whether that was possible (it is on Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def seconds_of(work: Callable[[], object]) -> float:
    """CPU seconds of this process while the work runs."""
    start = time.process_time()
    work()
    return time.process_time() - start


def alternate(jobs: Mapping[str, Callable[[], Mapping[str, float]]], repeats: int) -> dict[str, float]:
    """Run the jobs in turn, several times; the smallest of each number they returned.

    A machine that slows down for a while slows all of them, not one.
    """
    found: dict[str, float] = {}
    for _ in range(repeats):
        for job in jobs.values():
            for name, value in job().items():
                found[name] = min(found.get(name, value), value)
    return found


def peak_mb(work: Callable[[], object]) -> float:
    """Largest memory of this process while the work runs, less what it held before; NaN where Linux does not say."""
    status, marks = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not marks.exists():
        work()
        return float("nan")
    before = _kilobytes(status, "VmRSS")
    marks.write_text("5", encoding="ascii")  # the peak starts again from here
    work()
    return (_kilobytes(status, "VmHWM") - before) / 1024


def resident_mb() -> float:
    """Largest memory of this process so far."""
    import resource

    scale = 1024**2 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def _kilobytes(status: Path, name: str) -> float:
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(name))
    return float(line.split()[1])


def machine() -> dict[str, str | int | None]:
    """What the numbers were measured on."""
    model, path = platform.processor(), Path("/proc/cpuinfo")
    if path.exists():
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        model = lines[0].split(":")[1].strip() if lines else model
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }
