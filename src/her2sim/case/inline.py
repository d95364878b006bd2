"""A case typed in one line: `HER2_IHC=3+ FISH_ratio=6.1 ER=neg PTEN=loss PIK3CA=p.H1047R MET=amp HGF=high`.

field of the file        HER2_IHC=3+  Ki67=40  weight_kg=62  kind=cell_line  pathology.ER=90
gene=change              PIK3CA=p.H1047R  PIK3CA=wt
gene=copies, protein     MET=amp  EGFR=high  ERBB2=1.2e6 molecule/cell  (also copy_number.MET=amp, protein.EGFR=high)
ligand=level             HGF=high  NRG1=0.5 nM
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from her2sim.case.fields import COPY_NUMBER
from her2sim.case.genes import gene_table
from her2sim.case.reader import case_from_dict
from her2sim.case.schema import SCHEMA, Blood, Case, Growth, Pathology, Patient, Size
from her2sim.errors import CaseError

SOURCE = "<command line>"
_GROUPS = {"pathology": Pathology, "blood": Blood, "patient": Patient, "size": Size, "growth": Growth}
_BY_GENE = ("protein", "rna", "copy_number", "ligands")
_PLAIN = ("name", "description", "kind", "setting", "accept_conflict")
_LIGANDS = frozenset({"NRG1", "HGF", "IGF1", "EGF", "TGFA", "HBEGF", "AREG", "EREG", "BTC"})
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}
_PTEN_WORDS = frozenset({"loss", "lost", "0", "weak", "normal", "neg", "null", "intact"})
_SCORE_WORDS = frozenset({"neg", "low", "high", "pos", "negative", "positive"})
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "fish_ratio": "pathology.HER2_ISH_ratio",
        "ish_ratio": "pathology.HER2_ISH_ratio",
        "her2_ratio": "pathology.HER2_ISH_ratio",
        "her2_fish_ratio": "pathology.HER2_ISH_ratio",
        "ish_copies": "pathology.HER2_copies",
        "her2_fish_copies": "pathology.HER2_copies",
        "her2": "pathology.HER2_status",
        "ihc": "pathology.HER2_IHC",
        "pr": "pathology.PgR",
        "p95": "pathology.p95HER2",
        "ecd": "blood.HER2_ECD",
        "tils": "pathology.TIL",
        "ha": "pathology.hyaluronan",
        "weight": "patient.weight_kg",
        "diameter": "size.diameter_mm",
    }
)


def parse_inline(words: Sequence[str], name: str = "inline") -> Case:
    """Read a case from words of the form `field=value`.

    Raises:
        CaseError: a word has no '=', a field is not known or given twice, or the case cannot be used.
    """
    if not words:
        raise CaseError("no field is given.", file=SOURCE, expected="field=value, e.g. HER2_IHC=3+")
    data: dict[str, Any] = {"schema": SCHEMA, "name": name}
    for word in words:
        field, equals, value = word.partition("=")
        if not equals or not field.strip() or not value.strip():
            raise CaseError(f"{word[:60]!r} is not a field with a value.", file=SOURCE, expected="field=value")
        _put(data, home_of(field.strip(), value.strip()), value.strip(), field.strip())
    if data.get("kind") == "cell_line":
        data.setdefault("setting", "culture")
    return case_from_dict(data, SOURCE)


def _put(data: dict[str, Any], home: tuple[str, str], value: str, field: str) -> None:
    group, name = home
    if group == "mutations":
        mutations: list[str] = data.setdefault("mutations", [])
        mutations += [f"{name} {change.strip()}" for change in value.split(",")]
        sequenced: list[str] = data.setdefault("genes_sequenced", [])
        if name in sequenced:
            raise _twice(field)
        sequenced.append(name)
        return
    place: dict[str, Any] = data if not group else data.setdefault(group, {})
    if name in place and not (name == "name" and place["name"] == "inline"):
        raise _twice(field)
    place[name] = _FLAGS.get(value.lower(), value) if name in {"accept_conflict", "liver_metastases"} else value


def _twice(field: str) -> CaseError:
    return CaseError(f"{field!r} is given twice.", file=SOURCE, expected="every field once")


def home_of(field: str, value: str) -> tuple[str, str]:
    """Group and name of a field, from its own name, an alias, or a gene; CaseError if it is neither."""
    known = _known_fields()
    dotted = ALIASES.get(field.lower()) or known.get(field.lower())
    if dotted is not None:
        group, _, name = dotted.rpartition(".")
        return group, name
    group, dot, rest = field.partition(".")
    if dot and group in (*_BY_GENE, "mutations"):
        return group, gene_table().find(rest) or rest
    gene = gene_table().find(field)
    if gene is not None:
        return _home_of_gene(gene, value)
    near = difflib.get_close_matches(field.lower(), [*known, *ALIASES], n=1) or [gene_table().nearest(field) or ""]
    raise CaseError(
        f"unknown field or gene {field[:40]!r}.",
        file=SOURCE,
        expected="a field of the case file or a gene",
        got=field[:60],
        hint=known.get(near[0]) or ALIASES.get(near[0]) or near[0] or None,
    )


def _home_of_gene(gene: str, value: str) -> tuple[str, str]:
    """Where a word about a gene belongs: a stain, copies, protein or ligand level, and else a mutation."""
    word = value.lower()
    copies = {word for word, others in COPY_NUMBER.words.items() for word in (word, *others)} - {"normal"}
    homes = (
        ("pathology", gene == "PTEN" and word in _PTEN_WORDS),
        ("pathology", gene in {"MUC4", "CD44"} and word in _SCORE_WORDS),
        ("blood", gene in {"FCGR3A", "FCGR2A", "FCGR2B"}),
        ("ligands", gene in _LIGANDS),
        ("copy_number", word in copies),
        ("protein", word in {"low", "normal", "high", "overexpressed"} or "molecule" in word or "relative" in word),
    )
    group = next((group for group, here in homes if here), "mutations")
    return group, "PTEN_IHC" if group == "pathology" and gene == "PTEN" else gene


def _known_fields() -> dict[str, str]:
    """Lower-case name -> dotted name of every field that is not by gene; both 'er' and 'pathology.er'."""
    fields = {name: name for name in _PLAIN}
    for group, model in _GROUPS.items():
        for name in model.model_fields:
            fields[name.lower()] = f"{group}.{name}"
            fields[f"{group}.{name}".lower()] = f"{group}.{name}"
    return fields
