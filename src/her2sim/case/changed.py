"""The same case with some fields changed: `PTEN=wt`, `MET=amp`, `HER2_IHC=2+`, `NRG1=unknown`.

field=value      the field is reported so; a field that says the same already is left as it is
GENE=wt          nothing is wrong with the gene: no mutation, and every report of its level is normal
field=unknown    the field, or all that is reported of a gene, goes back to the population

A word on the level of a gene (stain, protein, RNA, copies) takes the place of the other reports of that level, which
would else overrule it. HER2 copies and HER2 protein are separate reports.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from her2sim.case.data import read_data
from her2sim.case.findings import Finding
from her2sim.case.genes import gene_table
from her2sim.case.inline import SOURCE, home_of
from her2sim.case.reader import case_from_dict
from her2sim.case.schema import Case, Mutation
from her2sim.errors import CaseError

_LEVELS = ("protein", "rna", "copy_number")
_STAINS = {"PTEN": ("PTEN_IHC",), "MUC4": ("MUC4",), "CD44": ("CD44",), "ERBB2": ("HER2_IHC", "HER2_H_score")}
_GENE_OF_STAIN = {field: gene for gene, fields in _STAINS.items() for field in fields}
_NORMAL_STAIN = {"PTEN": ("PTEN_IHC", "normal"), "MUC4": ("MUC4", "neg"), "CD44": ("CD44", "neg")}
_WILD = frozenset({"wt", "wild type", "wildtype", "normal"})
_GROUPS = ("size", "pathology", "blood", "patient", "growth")


def change_case(case: Case, words: Sequence[str]) -> Case:
    """A case with the fields of `words` changed, each `field=value`.

    Raises:
        CaseError: a word has no '=', a field is not known or given twice, or the changed case cannot be used.
    """
    data = _fields_of(case)
    seen: dict[tuple[str, str], str] = {}
    for word in words:
        field, equals, value = (part.strip() for part in word.partition("="))
        if not equals or not field or not value:
            raise CaseError(f"{word[:60]!r} is not a field with a value.", file=SOURCE, expected="field=value")
        places = _change(case, data, field, value)
        other = next((seen[place] for place in places if place in seen), None)
        if other is not None:
            raise CaseError(
                f"the same thing is given twice: {other!r} and {word!r}.", file=SOURCE, where=field[:40],
                expected="every field, and every level of a gene, once", got=word[:60], hint="leave one of both out",
            )  # fmt: skip
        seen.update(dict.fromkeys(places, word))
    return _kept(case, case_from_dict(data, SOURCE))


def _fields_of(case: Case) -> dict[str, Any]:
    """The case as a mapping whose groups can be changed; findings stay as they were read."""
    data: dict[str, Any] = {name: getattr(case, name) for name in Case.model_fields if name != "schema_"}
    data["schema"] = case.schema_
    for group in _GROUPS:
        given = _named(getattr(case, group))
        data[group] = {name: value for name, value in given.items() if value is not None and value != ()}
    for group in (*_LEVELS, "ligands"):
        data[group] = dict(data[group])
    return data


def _change(case: Case, data: dict[str, Any], field: str, value: str) -> tuple[tuple[str, str], ...]:
    """Change one field; what it speaks of, so that a second word on it is found."""
    gene = gene_table().find(field) if _is_gene(field, value) else None
    if gene is not None and value.lower() == "unknown":
        _forget(data, gene)
        return tuple((group, gene) for group in ("level", "copies", "mutations", "ligands", "blood"))
    if gene is not None and value.lower() in _WILD and home_of(field, value)[0] not in {"ligands", "blood"}:
        return _restore(case, data, gene, home_of(field, value)[0])
    group, name = home_of(field, value)
    if group == "mutations" and not any(letter.isdigit() for letter in value):
        raise _no_word(field, value)
    if group == "mutations":
        _mutate(data, name, [f"{name} {one.strip()}" for one in value.split(",")])
    elif value.lower() == "unknown":
        (data[group] if group else data).pop(name, None)
        return ((group, name),)
    else:
        _replace_level(data, group, name)
        (data[group] if group else data)[name] = _plain(name, value)
    return _places(group, name)


def _places(group: str, name: str) -> tuple[tuple[str, str], ...]:
    """A field, and what else it speaks of: the level of a gene; size is given in one way only."""
    gene = _GENE_OF_STAIN.get(name) if group == "pathology" else name if group in _LEVELS else None
    if group == "size":
        return (("size", ""), (group, name))
    if gene is None:
        return ((group, name),)
    return ((group, name), ("copies" if gene == "ERBB2" and group == "copy_number" else "level", gene))


def _no_word(field: str, value: str) -> CaseError:
    known = ("wt", "normal", "low", "high", "gain", "amplification", "loss", "deep deletion", "unknown")
    near = difflib.get_close_matches(value.lower(), known, n=1, cutoff=0.4)
    return CaseError(
        f"{value[:40]!r} is no word for a gene.", file=SOURCE, where=field[:40], got=value[:60],
        expected=", ".join(known) + ", a number with its unit, or an HGVS p. change such as p.H1047R",
        hint=f"{field}={near[0]}" if near else None,
    )  # fmt: skip


def _is_gene(field: str, value: str) -> bool:
    """Whether the word speaks of a gene as such, and not of one field of a file."""
    if "." in field or gene_table().find(field) is None:
        return False
    group, name = home_of(field, "wt" if value.lower() == "unknown" else value)
    return group in {*_LEVELS, "mutations", "ligands", "blood"} or name in _GENE_OF_STAIN


def _plain(name: str, value: str) -> Any:
    flags = {"true": True, "yes": True, "false": False, "no": False}
    return flags.get(value.lower(), value) if name in {"accept_conflict", "liver_metastases"} else value


def _replace_level(data: dict[str, Any], group: str, name: str) -> None:
    """Drop the other reports of the level of a gene; size is given in one way only."""
    gene = _GENE_OF_STAIN.get(name) if group == "pathology" else name if group in _LEVELS else None
    if group == "size":
        data["size"] = {}
    if gene is None:
        return
    for other in _LEVELS:
        if other != group and not (gene == "ERBB2" and "copy_number" in {other, group}):
            data[other].pop(gene, None)
    if not (gene == "ERBB2" and group == "copy_number"):
        for stain in _STAINS.get(gene, ()):
            data["pathology"].pop(stain, None)
        data["assays"] = tuple(one for one in data["assays"] if one.gene != gene)


def _restore(case: Case, data: dict[str, Any], gene: str, home: str) -> tuple[tuple[str, str], ...]:
    """No mutation, and every reported level of the gene as in a tumour without the alteration; what that speaks of."""
    if case.mutations is not None or home == "mutations":
        _mutate(data, gene, [f"{gene} wt"])
    if gene == "ERBB2" and home == "mutations":
        return (("mutations", gene),)  # wild type says nothing of how much there is of it
    reported = {group for group in _LEVELS if gene in data[group]}
    for group in _LEVELS:
        data[group].pop(gene, None)
    data["assays"] = tuple(one for one in data["assays"] if one.gene != gene)
    if "copy_number" in reported:
        data["copy_number"][gene] = "neutral"
    if gene in _NORMAL_STAIN:
        stain, word = _NORMAL_STAIN[gene]
        data["pathology"][stain] = word
    elif home == "protein" or reported:
        data["protein"][gene] = "normal"
    return tuple((group, gene) for group in ("mutations", "level", "copies"))


def _mutate(data: dict[str, Any], gene: str, changes: Sequence[str]) -> None:
    """Put these changes in the place of every mutation of the gene."""
    if data["mutations"] is None:
        data["mutations"], data["genes_sequenced"] = (), ()
    others: list[Any] = [one for one in data["mutations"] if not (isinstance(one, Mutation) and one.gene == gene)]
    wild = [one for one in changes if one.lower().endswith((" wt", " normal", " wild type", " wildtype"))]
    silent = wild and data["genes_sequenced"] == "all"  # then a gene without a mutation is wild type
    data["mutations"] = [*others, *([] if silent else [f"{gene} wt"] if wild else changes)]
    if data["genes_sequenced"] != "all":
        data["genes_sequenced"] = [*(one for one in data["genes_sequenced"] if one != gene), gene]


def _forget(data: dict[str, Any], gene: str) -> None:
    """Drop everything that is reported of a gene."""
    for group in (*_LEVELS, "ligands"):
        data[group].pop(gene, None)
    data["blood"].pop(gene, None)
    for stain in _STAINS.get(gene, ()):
        data["pathology"].pop(stain, None)
    data["assays"] = tuple(one for one in data["assays"] if one.gene != gene)
    if data["mutations"] is None:
        return
    data["mutations"] = [one for one in data["mutations"] if not (isinstance(one, Mutation) and one.gene == gene)]
    known = data["genes_sequenced"]
    if known == "all":  # of the others only those matter that the model reads as wild type
        named = [one.gene for one in data["mutations"] if isinstance(one, Mutation)]
        known = tuple(dict.fromkeys((*read_data("variants.yaml")["wild_type"], *named)))
    data["genes_sequenced"] = [one for one in known if one != gene]


def _kept(before: Case, after: Case) -> Case:
    """Findings that say what the case said already are left as they were, with their assay, range and source."""
    update: dict[str, Any] = {}
    for group in ("pathology", "blood", "patient", "size", "growth"):
        old, new = getattr(before, group), getattr(after, group)
        told = _named(old)
        update[group] = new.model_copy(
            update={name: told[name] for name, one in _named(new).items() if _same(told[name], one)}
        )
    for group in (*_LEVELS, "ligands"):
        old, new = getattr(before, group), getattr(after, group)
        update[group] = {gene: old[gene] if _same(old.get(gene), one) else one for gene, one in new.items()}
    pten, before_it = after.pathology.PTEN_IHC, before.pathology.PTEN_IHC
    if pten is not None and before_it is not None and not pten.assay and not _same(before_it, pten):
        named = pten.model_copy(update={"assay": before_it.assay})  # the laboratory reads it by the same assay
        update["pathology"] = update["pathology"].model_copy(update={"PTEN_IHC": named})
    if before.mutations is not None and after.mutations is not None:
        update["mutations"] = _same_mutations(before.mutations, after.mutations)
    return after.model_copy(update=update)


def _named(group: BaseModel) -> dict[str, Any]:
    return {name: getattr(group, name) for name in type(group).model_fields}


def _same(old: Any, new: Any) -> bool:
    return isinstance(old, Finding) and isinstance(new, Finding) and (old.value, old.unit) == (new.value, new.unit)


def _same_mutations(before: tuple[Mutation, ...], after: tuple[Mutation, ...]) -> tuple[Mutation, ...]:
    named = {one.short: one for one in before}
    kept = tuple(named.get(one.short, one) for one in after)
    return before if {one.short for one in kept} == set(named) else kept
