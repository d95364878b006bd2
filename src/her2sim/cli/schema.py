"""`her2sim schema`: the JSON Schema of what her2sim reads."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Kind(StrEnum):
    """The files that have a schema."""

    CASE = "case"
    REGIMEN = "regimen"


def schema(kind: Annotated[Kind, typer.Argument(help="Which file.")]) -> None:
    """Print the JSON Schema of a case or regimen file, for editors and forms."""
    if kind is Kind.CASE:
        from her2sim.case.schema import Case as Document
    else:
        from her2sim.pharmacology.regimen_file import RegimenFile as Document
    typer.echo(json.dumps(Document.model_json_schema(by_alias=True), indent=2))
