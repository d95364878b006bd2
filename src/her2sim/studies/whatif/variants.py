"""A variant as it is typed: `PTEN=wt MET=amp`, `@ H+L`, `PTEN=wt @ +L`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from her2sim.errors import CaseError, InputError, RegimenError
from her2sim.pharmacology.regimens import list_regimens
from her2sim.pharmacology.regimens import regimen as find_regimen


@dataclass(frozen=True)
class Variant:
    """Fields of the case to change, and the regimen if it is another one."""

    words: tuple[str, ...] = ()
    """of the case language, `field=value`"""
    regimen: str = ""
    """a regimen in the place of the first one, '+NAME' for one more component, '' for no change"""

    @property
    def name(self) -> str:
        """As it is typed."""
        return " ".join((*self.words, *(("@", self.regimen) if self.regimen else ())))


def read_variant(text: str) -> Variant:
    """Read a variant; words are parted by spaces, and a word without '=' belongs to the value before it.

    Raises:
        CaseError: the text begins with a word that is no `field=value`.
        InputError: the text is empty, or '@' is not followed by a regimen.
    """
    fields, at, regimen = text.partition("@")
    words: list[str] = []
    for part in fields.split():
        if "=" in part:
            words.append(part)
        elif words:
            words[-1] += f" {part}"
        else:
            raise CaseError(
                f"{part[:60]!r} is not a field with a value.", file="variant", expected="field=value, e.g. PTEN=wt"
            )
    if (at and not regimen.strip()) or not (words or at):
        raise InputError(
            "the variant changes nothing.", where="variant", got=text,
            expected="e.g. 'PTEN=wt MET=amp', '@ H+L', 'PTEN=wt @ +L'",
        )  # fmt: skip
    return Variant(tuple(words), regimen.strip())


def regimen_name(base: str, change: str) -> str:
    """Name of a variant's regimen: the base's, another one, or the base with one more component.

    A drug that has its own component may be named by its INN, e.g. '+lapatinib' for '+L'.

    Raises:
        RegimenError: a component is not known, or one of both is a file.
    """
    if not change:
        return base
    added = change.startswith("+")
    if added and (_file(base) or _file(change)):
        raise RegimenError(
            "a regimen file stands for itself: nothing can be added to it, nor it to another regimen.",
            where=f"{base} with {change}", expected="names of the library, or all drugs in one file",
            got=base if _file(base) else change.removeprefix("+"), hint="'@ my-regimen.yaml'",
        )  # fmt: skip
    parts = (
        [_component(part.strip()) for part in change.removeprefix("+").split("+")] if not _file(change) else [change]
    )
    return "+".join(([base] if added else []) + parts)


def _file(text: str) -> bool:
    return text.endswith((".yaml", ".yml"))


def _component(name: str) -> str:
    try:
        find_regimen(name)
    except RegimenError as error:
        if error.hint in list_regimens() and "is a drug" in error.problem:
            return error.hint
        raise
    return name


def variants_of(
    variants: Sequence[Variant | str], together: Sequence[str] = (), drugs: Sequence[str] = ()
) -> tuple[Variant, ...]:
    """The variants of a command: all of `together` and `drugs` make the first, each of `variants` one more."""
    first = (Variant(tuple(together), "+" + "+".join(drugs) if drugs else ""),) if together or drugs else ()
    return (*first, *(read_variant(one) if isinstance(one, str) else one for one in variants))
