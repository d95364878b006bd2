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
        from her2sim.case import case_schema as document
    else:
        from her2sim.pharmacology import regimen_schema as document
    typer.echo(json.dumps(document(), indent=2))
