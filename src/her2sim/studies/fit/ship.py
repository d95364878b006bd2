"""Puts the ensemble of a finished fit into the package: `make calibrate`.

python -m her2sim.studies.fit.ship FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from her2sim.inference.build import FOLDER
from her2sim.studies.fit.study import save_ensemble


def main(arguments: list[str]) -> int:
    """Write it; the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("give the folder of a finished fit\n")
        return 2
    found = save_ensemble(Path(arguments[0]), FOLDER, "calibrated", 2)
    sys.stdout.write(f"{found.size} members of {len(found.values) + len(found.tumour)} parameters\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
