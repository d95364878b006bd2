"""Seconds of explain, rank and combine, and what libRoadRunner would take for their simulations alone.

    python -m benchmarks.studies.answers [--members 100] [--jobs 2] [--only explain,rank,combine]

The peer runs the shipped network under 100 nM trastuzumab over the same hours, `--sample` parameter sets of each
length; its CPU seconds a set, times the sets that the study simulated, shared by `--jobs` cores without loss. Exposure,
doses, tumours, drug-free balances and scores are in our seconds and not in its own. Both at rtol 1e-4.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from her2sim.case import parse_inline
from her2sim.studies import signalling
from her2sim.studies.combine import combine_drugs, matrix

FIVE = ("HER2_IHC=3+", "PTEN=loss", "PIK3CA=p.H1047R", "MUC4=high", "MET=amp", "IGF1R=high")
RTOL = 1e-4

Lengths = Counter[float]
"""hours -> sets simulated over them"""


@contextmanager
def counted() -> Iterator[Lengths]:
    """Count the sets that the studies hand to the engine, by the hours they run."""
    lengths: Lengths = Counter()
    rooms: tuple[Any, ...] = (signalling, matrix)
    kept = [room.simulate for room in rooms]

    def counting(simulate: Callable[..., Any]) -> Callable[..., Any]:
        def run(network: Any, values: Any, hours: Any, **options: Any) -> Any:
            found = simulate(network, values, hours, **options)
            lengths[float(hours[-1])] += len(found.status)
            return found

        return run

    for room, simulate in zip(rooms, kept, strict=True):
        room.simulate = counting(simulate)
    try:
        yield lengths
    finally:
        for room, simulate in zip(rooms, kept, strict=True):
            room.simulate = simulate


def explain_five(members: int, jobs: int) -> str:
    """Five alterations, exact."""
    from her2sim.studies.explain import explain

    answer = explain(parse_inline(FIVE, "five"), "H", members=members, jobs=jobs)
    return f"explain, {len(answer.profile.mechanisms)} alterations, {members} members"


def rank_forty(members: int, jobs: int) -> str:
    """At least forty regimens."""
    from her2sim.studies.rank import rank

    answer = rank(parse_inline(FIVE[:2], "one"), sets="standard", members=members, jobs=jobs)
    return f"rank, {len(answer.places)} regimens, {members} members"


def matrix_eight(members: int, jobs: int) -> str:
    """Eight doses by eight."""
    combine_drugs("JIMT-1", "trastuzumab,lapatinib", members=members // 2, attribute=False, jobs=jobs)
    return f"combine, 8 x 8 doses, {members // 2} members"


WORK: dict[str, Callable[[int, int], str]] = {"explain": explain_five, "rank": rank_forty, "combine": matrix_eight}


def peer_seconds(lengths: Lengths, sample: int) -> float | None:
    """CPU seconds of libRoadRunner for all counted sets; None where it is not installed."""
    from benchmarks.peers import roadrunner_peer
    from benchmarks.peers.courses import draw, shipped

    total = 0.0
    for hours, sets in lengths.items():
        course = shipped(hours)
        try:
            tool = roadrunner_peer.prepare(course, Path())
        except ImportError:
            return None
        run = tool.run(draw(course, sample), RTOL, course.atol)
        total += run.cpu_s / sample * sets
    return total


def measure(name: str, members: int, jobs: int, sample: int) -> dict[str, Any]:
    """One study: our wall seconds, the peer's, and their ratio."""
    WORK[name](4, jobs)
    start = time.perf_counter()
    with counted() as lengths:
        what = WORK[name](members, jobs)
    wall = time.perf_counter() - start
    peer = peer_seconds(lengths, sample)
    return {
        "what": what,
        "jobs": jobs,
        "seconds": round(wall, 2),
        "sets": sum(lengths.values()),
        "roadrunner_seconds": None if peer is None else round(peer / jobs, 1),
        "ratio": None if peer is None else round(peer / jobs / wall, 1),
    }


def main() -> int:
    """Print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--only", default=",".join(WORK))
    chosen = parser.parse_args()
    found = [measure(name, chosen.members, chosen.jobs, chosen.sample) for name in chosen.only.split(",")]
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
