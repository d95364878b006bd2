"""What the user names on the command line, turned into a case, a list of regimens and a run directory."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from her2sim.errors import CaseError, RegimenError

if TYPE_CHECKING:
    from her2sim.case import Case

_SOURCE = "<command line>"


def resolve_case(source: str, fields: Sequence[str]) -> Case:
    """The case a command speaks of.

    Args:
        source: a file, the name of a shipped case, or '-'.
        fields: KEY=VALUE, only with '-'; none of them means that a YAML text comes from stdin.

    Raises:
        CaseError: there is no such case, or it cannot be used.
    """
    from her2sim.case import parse_case, parse_inline, read_case

    if source != "-":
        if fields:
            raise CaseError(
                "fields are given beside a case file.", file=_SOURCE, expected="'-' instead of the file", got=fields[0]
            )
        return read_case(source)
    if fields:
        return parse_inline(fields)
    return parse_case(sys.stdin.read(), "<stdin>")


def regimens_of(text: str) -> tuple[str, ...]:
    """The names in a comma separated list.

    Raises:
        RegimenError: the list is empty.
    """
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not names:
        raise RegimenError("no regimen is named.", file=_SOURCE, expected="e.g. TH,TH+P", hint="her2sim regimen list")
    return names


def run_directory(wanted: Path | None, name: str) -> Path:
    """The directory asked for, or one named after the case under `runs/`."""
    return wanted or Path("runs") / (re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "case")
