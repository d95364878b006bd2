"""Claims on the typical vector and on some members of the ensemble; writes the table of the documentation.

    python -m benchmarks.claims.preview [--members 20] [--out docs/mechanisms/claims.md]

Nothing here decides anything: a claim that fails is shown failing. `her2sim verify` will take this over.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from benchmarks.claims.cells import Bench
from benchmarks.claims.listed import CLAIMS, Claim, Reading, holds

HEAD = """# Claims, previewed

Claims of the evidence that the present network can be asked, each on the **typical vector** (every parameter at its
recorded value) and on the first {members} members of the **prior ensemble**, which is not calibrated. Written by
`python -m benchmarks.claims.preview` for network `{network}`; ranges are proposals of the evidence. Growth
inhibition is 1 − treated/untreated cells after five days, without immune cells. `T` trastuzumab 10 µg/mL,
`P` pertuzumab 10 µg/mL, `L` lapatinib 1 µM and `A` alpelisib 1 µM nominal, part of which serum binds. A stand-in for a
drug that the network lacks slows the step that the drug would hit.

**{typical} of {claims} hold on the typical vector; {most} hold in at least four fifths of the members.**

| claim | setting | says | typical vector | holds | members |
|---|---|---|---|---|---|
"""


def _range(low: float, high: float) -> str:
    if np.isinf(high):
        return f"≥ {low:.3g}"
    return f"≤ {high:.3g}" if np.isinf(low) or low == 0 else f"{low:.3g} to {high:.3g}"


def _numbers(readings: list[Reading]) -> str:
    return "; ".join(f"{r.name} {r.values[0]:.2f} ({_range(r.low, r.high)})" for r in readings)


def row(claim: Claim, typical: Bench, ensemble: Bench) -> tuple[str, bool, float]:
    """The table's line, whether the typical vector satisfies it, and the share of members that do."""
    readings = claim.ask(typical)
    here, share = bool(holds(readings)[0]), float(holds(claim.ask(ensemble)).mean())
    cells = (claim.key, claim.setting, claim.says, _numbers(readings), "yes" if here else "**no**", f"{share:.0%}")
    return "| " + " | ".join(cells) + " |", here, share


def main(arguments: list[str]) -> int:
    """Write the table; the exit status."""
    parser = argparse.ArgumentParser(description="Preview the claims.")
    parser.add_argument("--members", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("docs/mechanisms/claims.md"))
    chosen = parser.parse_args(arguments)
    typical, ensemble = Bench(), Bench(chosen.members)
    rows = [row(claim, typical, ensemble) for claim in CLAIMS]
    head = HEAD.format(
        members=chosen.members,
        network=typical.network.content_hash[:12],
        typical=sum(here for _, here, _ in rows),
        claims=len(rows),
        most=sum(share >= 0.8 for _, _, share in rows),
    )
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(head + "\n".join(line for line, _, _ in rows) + "\n", encoding="utf-8")
    sys.stdout.write(f"{chosen.out}: {len(rows)} claims; {ensemble.failed} of the members' courses failed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
