"""Seconds for a dose matrix: `python benchmarks/studies/combine.py [--doses 8] [--members 50] [--jobs 2]`."""

from __future__ import annotations

import argparse
import sys
import time

from her2sim.studies.combine import combine_drugs


def matrix_seconds(doses: int, members: int, jobs: int, attribute: bool = False) -> float:
    """Wall seconds of one matrix of two drugs with all scores; what is loaded once is loaded before."""
    drugs = "trastuzumab,lapatinib"
    combine_drugs("JIMT-1", drugs, doses=4, members=2, attribute=False, jobs=jobs)
    start = time.perf_counter()
    combine_drugs("JIMT-1", drugs, doses=doses, members=members, attribute=attribute, jobs=jobs)
    return time.perf_counter() - start


def main(arguments: list[str]) -> int:
    """Print the seconds with and without the attribution to mechanisms."""
    parser = argparse.ArgumentParser(description="Time a dose matrix.")
    parser.add_argument("--doses", type=int, default=8)
    parser.add_argument("--members", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(arguments)
    for attribute in (False, True):
        seconds = matrix_seconds(chosen.doses, chosen.members, chosen.jobs, attribute)
        words = "with" if attribute else "without"
        size = f"{chosen.doses} x {chosen.doses} doses, {chosen.members} members"
        sys.stdout.write(f"{size}, {words} mechanisms put back: {seconds:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
