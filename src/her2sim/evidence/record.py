"""What every record of the evidence has in common: frozen, strict, with a status and the keys of its references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "her2sim/evidence/1"

Status = Literal["read", "memory", "derived", "assumption"]
"""read: seen in the source; memory: unverified, to be checked; derived: computed here; assumption: a guess."""

STATUS_MARKS: Mapping[Status, str] = {
    "read": "read",
    "memory": "from memory, unverified",
    "derived": "derived here",
    "assumption": "a guess",
}
"""How a status is shown."""

STATUS_MEANINGS: Mapping[Status, str] = {
    "read": "seen in the source",
    "memory": "recalled, not checked against a source yet",
    "derived": "computed here from other records",
    "assumption": "no source; a wide range stands for what is not known",
}

Text = Annotated[str, Field(min_length=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Fraction = Annotated[float, Field(ge=0, le=1)]
# YAML has lists, not tuples; the parts stay strict
Texts = Annotated[tuple[Text, ...], Field(strict=False)]


class Record(BaseModel):
    """Frozen; no field may be unknown; nothing is converted silently."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Cited(Record):
    """A record that says how it is known and where from."""

    status: Status
    references: Texts = ()


class Finding(Record):
    """One observation, with how it is known."""

    text: Text
    status: Status
    references: Texts = ()


Findings = Annotated[tuple[Finding, ...], Field(strict=False)]
