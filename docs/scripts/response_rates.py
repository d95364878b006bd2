"""Response rates of the model beside those of trials: `python -m docs.scripts.response_rates` writes the table.

The tumours are HER2 3+ (metastatic) or HER2-positive (neoadjuvant) with everything else from the population, which is
not the population of a trial. Published rates: trials named in the table, with PMID where one is known.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from her2sim.case import parse_inline
from her2sim.studies.arms import Arms

HERE = Path(__file__).resolve().parents[1]
DRAWS = 400
METASTATIC, NEOADJUVANT = "metastatic, HER2 3+", "neoadjuvant, HER2-positive"
CASES = {METASTATIC: ["HER2_IHC=3+"], NEOADJUVANT: ["HER2_status=pos", "setting=neoadjuvant"]}
ROWS = (
    (METASTATIC, "H", 52, "response", 35.0, "H0650g, IHC 3+", "yes"),
    (METASTATIC, "L", 52, "response", 24.0, "EGF20009 (from memory)", "yes"),
    (METASTATIC, "T", 52, "response", 34.0, "M77001", "yes"),
    (METASTATIC, "T-DM1", 52, "response", 64.2, "TDM4450g (from memory)", "yes"),
    (METASTATIC, "TH", 52, "response", 61.0, "M77001", "no"),
    (METASTATIC, "THP", 52, "response", 80.2, "CLEOPATRA (from memory)", "no"),
    (METASTATIC, "T-DXd", 52, "response", 62.0, "DESTINY-Breast01, later lines", "no"),
    (METASTATIC, "X+L", 52, "response", 30.8, "EMILIA, second line (from memory)", "no"),
    (NEOADJUVANT, "H+P", 12, "pcr", 11.2, "NeoSphere", "yes"),
    (NEOADJUVANT, "TH", 12, "pcr", 21.5, "NeoSphere", "no"),
    (NEOADJUVANT, "THP", 12, "pcr", 39.3, "NeoSphere", "no"),
    (NEOADJUVANT, "T+P", 12, "pcr", 17.7, "NeoSphere", "no"),
    (NEOADJUVANT, "H+L", 18, "pcr", 30.0, "PAMELA, breast only", "no"),
)


def main() -> int:
    """Write docs/calibration/response_rates.csv."""
    benches = {name: Arms.of(parse_inline(words, name), DRAWS, 1, 2) for name, words in CASES.items()}
    found: list[list[str]] = []
    for setting, name, weeks, measure, published, trial, used in ROWS:
        arms = benches[setting]
        rate = 100.0 * float(np.nanmean(arms.run(arms.regimen(name, duration_weeks=weeks)).worth[measure]))
        endpoint = "response" if measure == "response" else "pCR"
        found.append([setting, f"{name}, {weeks} weeks", endpoint, f"{rate:.0f}", f"{published:g}", trial, used])
    with (HERE / "calibration" / "response_rates.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["tumours", "regimen", "endpoint", "model, %", "trial, %", "trial", "shares set by it"])
        rows.writerows(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
