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
    CLAIM = "claim"


def schema(kind: Annotated[Kind, typer.Argument(help="Which file.")]) -> None:
    """Print the JSON Schema of a case, regimen or claim file, for editors and forms."""
    if kind is Kind.CASE:
        from her2sim.case.schema import case_json_schema

        document = case_json_schema()
    elif kind is Kind.CLAIM:
        from her2sim.studies.verify.form import claim_json_schema

        document = claim_json_schema()
    else:
        from her2sim.pharmacology.regimen_file import RegimenFile

        document = RegimenFile.model_json_schema(by_alias=True)
    typer.echo(json.dumps(document, indent=2))
