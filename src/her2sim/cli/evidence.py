"""`her2sim evidence`: what the model holds on a gene, a mechanism, a drug, a parameter, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli.console import wide_console
from her2sim.cli.options import Json, NoColor

if TYPE_CHECKING:
    from rich.console import Console

    from her2sim.evidence import (
        AlterationRecord,
        CellLineRecord,
        ContradictionRecord,
        DrugRecord,
        Evidence,
        Found,
        MechanismRecord,
        ParameterRecord,
        PopulationRecord,
        PublishedValue,
        QuantityRecord,
        TherapyRecord,
    )

app = typer.Typer(no_args_is_help=True, help="Show what the model holds on a gene, mechanism or drug, with citations.")

_ROWS = 25
"""Records of a kind that are shown unless all are asked for."""


@app.command()
def show(
    term: Annotated[str, typer.Argument(help="Gene (any name), drug, mechanism, parameter, reference key or a word.")],
    full: Annotated[bool, typer.Option("--full", help=f"Every record, not {_ROWS} of a kind.")] = False,
    as_json: Json = False,
    no_color: NoColor = False,
) -> None:
    """Show everything held on a term: mechanisms, therapies, alterations, numbers, conflicts, citations."""
    from her2sim.errors import EvidenceError
    from her2sim.evidence import find, load_evidence, suggestions

    evidence = load_evidence()
    found = find(evidence, term)
    if not found:
        near = suggestions(evidence, term)
        raise EvidenceError(
            "nothing is held under this term.",
            file="evidence",
            expected="a gene, drug, mechanism, parameter, reference key or a word in a record",
            got=term,
            hint=near or "her2sim evidence list",
        )
    if as_json:
        typer.echo(json.dumps(_as_json(found), indent=2, ensure_ascii=False))
        return
    _print_found(wide_console(no_color), found, full)


@app.command("list")
def list_records(
    kind: Annotated[str | None, typer.Argument(help="Kind of record. [default: count all kinds]")] = None,
    as_json: Json = False,
    no_color: NoColor = False,
) -> None:
    """List the kinds of record, or the records of one kind, with how they are known."""
    from her2sim.evidence import load_evidence

    evidence = load_evidence()
    if kind is None:
        counts = _counts(evidence)
        _table_or_json(counts, as_json, no_color, "Records by kind and by how they are known")
        return
    records = evidence.table(_known_kind(kind))
    rows = [{"id": key, "name": _name(record), "status": _status(record)} for key, record in records.items()]
    _table_or_json(rows, as_json, no_color, f"{kind}: {len(rows)} records")


@app.command("schema")
def json_schema(kind: Annotated[str, typer.Argument(help="Kind of record, e.g. mechanisms.")]) -> None:
    """Print the JSON Schema of one kind of record."""
    from her2sim.evidence import KINDS

    typer.echo(json.dumps(KINDS[_known_kind(kind)].model_json_schema(), indent=2))


def _known_kind(kind: str) -> str:
    from her2sim.evidence import KINDS

    if kind not in KINDS:
        raise typer.BadParameter(f"'{kind}' is no kind of record; choose from {', '.join(KINDS)}")
    return kind


def _as_json(found: Found) -> dict[str, Any]:
    return {
        "term": found.term,
        "title": found.title,
        "records": {kind: [record.model_dump() for record in records] for kind, records in found.records.items()},
        "references": [reference.model_dump() for reference in found.references],
    }


def _counts(evidence: Evidence) -> list[dict[str, Any]]:
    from her2sim.evidence import KINDS, STATUS_MARKS

    rows: list[dict[str, Any]] = []
    for kind in KINDS:
        seen = [_status(record) for record in evidence.table(kind).values()]
        rows.append({"kind": kind, "records": len(seen), **{status: seen.count(status) for status in STATUS_MARKS}})
    return rows


def _name(record: Any) -> str:
    for field in ("name", "topic", "cite", "quantity", "change", "id"):
        if text := getattr(record, field, ""):
            return str(text)
    return ""


def _status(record: Any) -> str:
    return str(getattr(record, "status", ""))


def _table_or_json(rows: list[dict[str, Any]], as_json: bool, no_color: bool, title: str) -> None:
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    _print_table(wide_console(no_color), title, list(rows[0]) if rows else [], [list(row.values()) for row in rows])


def _print_table(console: Console, title: str, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for column in header:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table)


def _print_found(console: Console, found: Found, full: bool) -> None:
    from rich.rule import Rule
    from rich.text import Text

    from her2sim.evidence import STATUS_MARKS, STATUS_MEANINGS
    from her2sim.evidence.wording import citation

    console.print(Rule(Text(found.title, style="bold"), align="left"))
    printers = _printers()
    for kind, print_kind in printers.items():
        if kind in found.records:
            records = found.records[kind]
            console.print()
            print_kind(console, records if full else records[:_ROWS])
            if len(records) > _ROWS and not full:
                console.print(f"  and {len(records) - _ROWS} more; --full shows them", style="dim")
    for kind in found.records:
        if kind not in printers and kind != "references":
            names = [[_name(record), _status(record)] for record in found.records[kind]]
            _print_table(console, kind.capitalize(), ["name", "status"], names)
    _print_table(console, "References", ["key", "citation"], [[r.key, citation(r)] for r in found.references])
    console.print(Text("How it is known", style="bold"))
    for status, meaning in STATUS_MEANINGS.items():
        console.print(Text(f"  {STATUS_MARKS[status]}: {meaning}", style="dim"), soft_wrap=True)


def _printers() -> Mapping[str, Callable[[Console, Any], None]]:
    """Kind of record -> what prints it, in the order of the page."""
    return {
        "genes": _genes,
        "mechanisms": _mechanisms,
        "therapies": _therapies,
        "alterations": _alterations,
        "parameters": _parameters,
        "published": _published,
        "quantities": _quantities,
        "growth": _growth,
        "population": _population,
        "cell_lines": _cell_lines,
        "contradictions": _contradictions,
        "drugs": _drugs,
        "profile": _profile,
    }


def _genes(console: Console, genes: tuple[Any, ...]) -> None:
    from her2sim.evidence.wording import mark

    for gene in genes:
        names = ", ".join((*gene.aliases, *gene.previous)) or "none"
        ids = ", ".join(part for part in (gene.hgnc, gene.uniprot) if part) or "no identifiers"
        console.print(f"{gene.symbol}: {gene.name}. Also: {names}. {ids} ({mark(gene.status)})", soft_wrap=True)


def _mechanisms(console: Console, mechanisms: tuple[MechanismRecord, ...]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from her2sim.evidence.wording import mark

    console.print(Text("Mechanisms", style="bold"))
    for record in mechanisms:
        head = f"{record.id}  {record.name}  [{record.kind}, {record.group}]  {mark(record.status)}"
        console.print(Text(head, style="bold cyan"), soft_wrap=True)
        lines = [record.summary, _support(record)]
        if record.contested:
            lines.append(f"Contested: {record.contested}")
        if record.quantity:
            lines.append(f"Moves: {record.quantity}")
        if record.trigger:
            lines.append(f"Seen as: {record.trigger}")
        if record.hook:
            lines.append(f"In the model: {record.hook}")
        for finding in record.findings:
            keys = f" [{', '.join(finding.references)}]" if finding.references else ""
            lines.append(f"- {finding.text}{keys} ({mark(finding.status)})")
        lines.append(f"References: {', '.join(record.references) or 'none'}")
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 4)))


def _support(record: MechanismRecord) -> str:
    clinical = "not studied, or not known here" if record.clinical == "none" else record.clinical
    return f"Support: in the laboratory {record.strength}; in patients {clinical}"


def _therapies(console: Console, therapies: tuple[TherapyRecord, ...]) -> None:
    from her2sim.evidence.wording import mark

    rows = [
        [r.id, r.name, r.target, "; ".join(r.fails_when), mark(r.status), ", ".join(r.references)] for r in therapies
    ]
    _print_table(console, "Therapies", ["id", "name", "target", "fails with", "known", "references"], rows)


def _alterations(console: Console, alterations: tuple[AlterationRecord, ...]) -> None:
    from her2sim.evidence.wording import mark, shift

    rows: list[list[str]] = []
    for record in alterations:
        moves = "; ".join(shift(name, move) for name, move in record.quantities.items())
        missing = f"not modelled: {record.not_modelled}" if record.not_modelled else ""
        effect = "\n".join(part for part in (moves, missing) if part)
        rows.append([record.id, record.effect, effect, mark(record.status), ", ".join(record.references)])
    header = ["alteration", "effect", "moves (95 % range)", "known", "references"]
    _print_table(console, "Alterations", header, rows)


def _parameters(console: Console, parameters: tuple[ParameterRecord, ...]) -> None:
    from her2sim.evidence.priors import describe
    from her2sim.evidence.wording import mark, number

    rows: list[list[str]] = []
    for record in parameters:
        prior = describe(record.prior, record.unit)
        value = number(record.value, record.unit)
        sources = ", ".join(record.sources) or "none"
        rows.append([record.name, record.mechanism, value, prior, mark(record.status), sources, record.note])
    header = ["name", "module", "value", "prior", "known", "sources", "note"]
    _print_table(console, "Model parameters", header, rows)


def _published(console: Console, values: tuple[PublishedValue, ...]) -> None:
    from her2sim.evidence.wording import mark, number

    rows = [
        [r.id, r.quantity, number(r.value, r.unit, r.low, r.high), f"{r.basis}, {r.model}", mark(r.status), r.note]
        for r in values
    ]
    _print_table(console, "In published models", ["id", "quantity", "value", "basis", "known", "note"], rows)


def _quantities(console: Console, quantities: tuple[QuantityRecord, ...]) -> None:
    from her2sim.evidence.wording import mark, number

    rows: list[list[str]] = []
    for record in quantities:
        use = "" if record.usable == "yes" else "do not use. " if record.usable == "no" else "with caution. "
        value = number(record.value, record.unit, record.low, record.high)
        references = ", ".join(record.references)
        rows.append(
            [record.id, record.cell_line, record.quantity, value, mark(record.status), references, use + record.note]
        )
    _print_table(console, "Quantities", ["id", "where", "quantity", "value", "known", "references", "note"], rows)


def _growth(console: Console, facts: tuple[Any, ...]) -> None:
    from her2sim.evidence.wording import mark, number

    rows = [
        [r.quantity, r.setting, number(r.value, r.unit, r.low, r.high), mark(r.status), ", ".join(r.references), r.note]
        for r in facts
    ]
    _print_table(console, "Growth", ["quantity", "setting", "value", "known", "references", "note"], rows)


def _population(console: Console, shares: tuple[PopulationRecord, ...]) -> None:
    from her2sim.evidence.wording import mark, number

    rows: list[list[str]] = []
    for record in shares:
        best = record.recommended
        if best is not None:
            value = number(best.value) or ", ".join(f"{name} {share:g}" for name, share in best.shares.items())
            groups = "; ".join(f"{name} {share:g}" for name, share in best.by.items())
            note = ". ".join(part for part in (groups, best.note) if part)
            rows.append([record.name, "recommended", value, mark(best.status), ", ".join(best.references), note])
        for estimate in record.estimates:
            value = number(estimate.p if estimate.p is not None else estimate.value, "", estimate.low, estimate.high)
            size = f"{value} of {estimate.n}" if estimate.n else value
            references = ", ".join(estimate.references)
            rows.append(["", estimate.setting, size, mark(estimate.status), references, estimate.note])
    header = ["what", "where", "value", "known", "references", "note"]
    _print_table(console, "Prevalence in HER2-positive breast cancer", header, rows)


def _cell_lines(console: Console, lines: tuple[CellLineRecord, ...]) -> None:
    from her2sim.evidence.wording import mark, number, shift

    rows: list[list[str]] = []
    for line in lines:
        time = line.doubling_time
        doubling = number(time.value, time.unit, time.low, time.high)
        rows.append([line.id, "doubling time", doubling, mark(time.status), ", ".join(time.references), time.note])
        for name, move in line.quantities.items():
            rows.append(["", "quantity", shift(name, move), mark(move.status), ", ".join(move.references), move.note])
        for gene, change in line.alterations.items():
            rows.append(
                [
                    "",
                    "alteration",
                    f"{gene} {change.change}",
                    mark(change.status),
                    ", ".join(change.references),
                    change.note,
                ]
            )
    _print_table(console, "Cell lines", ["line", "what", "value (95 % range)", "known", "references", "note"], rows)


def _contradictions(console: Console, conflicts: tuple[ContradictionRecord, ...]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from her2sim.evidence.wording import mark

    console.print(Text("Where the literature disagrees", style="bold"))
    for record in conflicts:
        lines = [
            f"{record.text} ({mark(record.status)})",
            f"In the model: {record.consequence}",
            f"References: {', '.join(record.references) or 'none'}",
        ]
        console.print(Text(f"{record.id}  {record.topic}", style="bold yellow"))
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 4)))


def _drugs(console: Console, drugs: tuple[DrugRecord, ...]) -> None:
    from her2sim.evidence.wording import mark, number

    rows: list[list[str]] = []
    for drug in drugs:
        for target in (*drug.targets, *drug.potency):
            value = number(target.value, target.unit, target.low, target.high)
            rows.append([drug.name, f"{target.measure} {target.target}", value, mark(target.status), "", target.note])
        for regimen in drug.regimens:
            loading = f", loading {regimen.loading:g}" if regimen.loading else ""
            dose = f"{regimen.dose:g} {regimen.unit} every {regimen.every_day:g} d{loading}"
            rows.append([drug.name, f"regimen {regimen.name}", dose, mark(regimen.status), "", regimen.note])
        for model in drug.pk:
            values = ", ".join(f"{name} {p.value:g} {p.unit}" for name, p in model.parameters.items())
            references = ", ".join(model.references)
            rows.append([drug.name, f"PK, {model.name}", values, mark(model.status), references, model.note])
    _print_table(console, "Drugs", ["drug", "what", "value", "known", "references", "note"], rows)


def _profile(console: Console, quantities: tuple[Any, ...]) -> None:
    rows = [[record.name, record.unit, record.meaning] for record in quantities]
    _print_table(console, "Quantities of a tumour's profile", ["name", "unit", "meaning"], rows)
