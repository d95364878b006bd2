"""Writes docs/mechanisms/index.md: every mechanism and therapy of the evidence, and where it is in the package.

    python -m docs.scripts.mechanism_table

Run it again after a change of a module's evidence, rules or parameters, of a claim or of a therapy.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docs.scripts.homes import Home, homes

PAGE = Path(__file__).resolve().parent.parent / "mechanisms" / "index.md"
MOST = 6
"""names in a cell before they are counted"""
_TOP = """\
# Every mechanism and where it is

What the review says of action (`MOA`) and resistance (`R`), what was found later (`P`), therapies (`TX`), and where
each is carried out: files of `src/her2sim`, their rules and numbers, and claims that ask the model about it
([](claims.md)). Written by `python -m docs.scripts.mechanism_table`; a test compares the page with the package.

*Numbers* are the parameters that the modules, mechanisms and drugs behind the named files use, each with unit, source
and prior in `evidence/data/parameters`; one that several use counts for each.
A mechanism without rules is a term of the rate laws of others, or belongs to a room that has no rules.
"""


def _names(items: tuple[str, ...], most: int = MOST) -> str:
    shown = ", ".join(f"`{item}`" for item in items[:most])
    return f"{shown} and {len(items) - most} more" if len(items) > most else shown or "–"


def _mechanisms(rows: list[Home]) -> list[str]:
    lines = ["| id | mechanism | files | rules | numbers | claims | therapies |", f"|{'---|' * 7}"]
    for row in rows:
        cells = (_names(row.files, 12), str(row.rules), str(row.parameters), _names(row.claims), _names(row.others, 12))
        lines.append(f"| `{row.key}` | {row.name} | {' | '.join(cells)} |")
    return lines


def _therapies(rows: list[Home]) -> list[str]:
    lines = [
        "| id | therapy | drugs | files | rules | numbers | claims | mechanisms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            _names(row.drugs, 12),
            _names(row.files, 12),
            str(row.rules),
            str(row.parameters),
            _names(row.claims),
            _names(row.others, 20),
        )
        lines.append(f"| `{row.key}` | {row.name} | {' | '.join(cells)} |")
    return lines


def page() -> str:
    """The page as text."""
    rows = homes()
    parts = [_TOP]
    for prefix, title in (("MOA", "How trastuzumab acts"), ("R", "Resistance, in the review"), ("P", "Found later")):
        found = [row for row in rows if row.key.rstrip("0123456789") == prefix]
        parts += [f"## {title}", "\n".join(_mechanisms(found))]
    parts += ["## Therapies", "\n".join(_therapies([row for row in rows if row.key.startswith("TX")]))]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(homes())} mechanisms and therapies\n")
