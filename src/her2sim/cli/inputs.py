"""What the user names on the command line, turned into a case, a list of regimens and a run directory."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from her2sim.errors import CaseError, RegimenError

if TYPE_CHECKING:
    from her2sim.case.schema import Case

_SOURCE = "command line"


def resolve_case(source: str, fields: Sequence[str]) -> Case:
    """The case a command speaks of.

    Args:
        source: a file, the name of a shipped case, or '-'.
        fields: KEY=VALUE, only with '-'; none of them means that a YAML text comes from stdin.

    Raises:
        CaseError: there is no such case, or it cannot be used.
    """
    from her2sim.case.reader import case_from_dict, parse_case, read_case

    if source != "-":
        if fields:
            raise CaseError(
                "fields are given beside a case file.", file=_SOURCE, expected="'-' instead of the file", got=fields[0]
            )
        return read_case(source)
    if fields:
        return case_from_dict(inline_case(fields), _SOURCE)
    return parse_case(sys.stdin.read(), "<stdin>")


def inline_case(fields: Sequence[str]) -> dict[str, Any]:
    """A case as a mapping, from fields such as 'HER2_IHC=3+', 'PIK3CA=p.H1047R', 'copy_number.MET=amplification'.

    Raises:
        CaseError: a field has no value, stands twice, or is a gene whose value is no protein change.
    """
    from her2sim.case.schema import SCHEMA

    case: dict[str, Any] = {"schema": SCHEMA, "name": "inline case"}
    for text in fields:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not key or not value:
            raise CaseError("a field has no value.", file=_SOURCE, expected="KEY=VALUE, e.g. HER2_IHC=3+", got=text)
        _put(case, key, value)
    return case


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


def _put(case: dict[str, Any], key: str, value: str) -> None:
    home, _, name = key.rpartition(".")
    if not home:
        home = _home_of(name)
    if not home and _is_gene(name):
        _put_mutation(case, name, value)
        return
    group: dict[str, Any] = case.setdefault(home, {}) if home else case
    if name in group and name != "name":
        raise CaseError(f"{key} is given twice.", file=_SOURCE, expected="every field once", got=value)
    group[name] = value


def _put_mutation(case: dict[str, Any], gene: str, value: str) -> None:
    if not (value.lower().startswith("p.") or value.lower() in {"wt", "wild type"}):
        raise CaseError(
            f"{gene} alone means a mutation, and {value!r} is no protein change.",
            file=_SOURCE,
            expected=f"{gene}=p.H1047R or {gene}=wt; for anything else say which: copy_number.{gene}=..., "
            f"protein.{gene}=..., rna.{gene}=..." + (", PTEN_IHC=..." if gene.upper() == "PTEN" else ""),
            got=value,
        )
    case.setdefault("mutations", []).append(f"{gene} {value}")


def _home_of(name: str) -> str:
    """The group of the case that has a field of this name; '' for one at the top or unknown."""
    from pydantic import BaseModel

    from her2sim.case.schema import Case

    for group, field in Case.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel) and name in kind.model_fields:
            return group
    return ""


def _is_gene(name: str) -> bool:
    from her2sim.case.genes import gene_table

    return gene_table().find(name) is not None
