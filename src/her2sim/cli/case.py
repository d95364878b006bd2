"""`her2sim case`: write, check, show and list cases."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options
from her2sim.cli.case_import import import_
from her2sim.cli.console import wide_console

if TYPE_CHECKING:
    from her2sim.case import Case, Profile

app = typer.Typer(help="Write, check and list tumour profiles.", no_args_is_help=True)
app.command("import")(import_)

Source = Annotated[str, typer.Argument(help="A case file, the name of a shipped case, or '-' for stdin or fields.")]
Fields = Annotated[list[str] | None, typer.Argument(help="With '-': fields such as HER2_IHC=3+ PTEN=loss.")]


@app.command()
def new(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write instead of stdout.")] = None,
) -> None:
    """Print a case with every group of fields, to be edited."""
    from importlib.resources import files

    text = files("her2sim.case.data").joinpath("template.yaml").read_text(encoding="utf-8")
    if out is None:
        typer.echo(text, nl=False)
        return
    if out.exists():
        raise _exists(out)
    out.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {out}", err=True)


@app.command()
def check(
    sources: Annotated[list[str], typer.Argument(help="Case files or names of shipped cases; '-' for stdin.")],
    quiet: options.Quiet = False,
) -> None:
    """Check cases: every problem with its line, and what the model will set aside."""
    from her2sim.case import understand
    from her2sim.errors import CaseError

    failed = 0
    for source in sources:
        try:
            case = _resolve(source, None)
        except CaseError as error:
            failed = error.exit_code
            typer.echo(str(error), err=True)
            continue
        if not quiet:
            typer.echo(_summary(case, understand(case)))
    if failed:
        raise typer.Exit(failed)


@app.command()
def show(
    source: Source, fields: Fields = None, json_out: options.Json = False, no_color: options.NoColor = False
) -> None:
    """Show what the model understands of a case: field, quantity, range, source."""
    from her2sim.case import understand

    case = _resolve(source, fields)
    profile = understand(case)
    if json_out:
        typer.echo(json.dumps(_as_json(profile), indent=2, ensure_ascii=False))
        return
    _print_profile(profile, no_color)
    typer.echo(_summary(case, profile))


@app.command("list")
def list_(json_out: options.Json = False, no_color: options.NoColor = False) -> None:
    """List the shipped cases."""
    from rich.console import Console
    from rich.table import Table

    from her2sim.case import list_examples, read_case

    cases = [read_case(name) for name in list_examples()]
    if json_out:
        rows = [{"name": one.name, "kind": one.kind, "description": one.description} for one in cases]
        typer.echo(json.dumps(rows, indent=2))
        return
    table = Table("name", "kind", "what it is")
    for one in cases:
        table.add_row(one.name, one.kind.replace("_", " "), one.description)
    Console(no_color=no_color, highlight=False).print(table)


@app.command()
def examples(
    folder: Annotated[Path, typer.Argument(help="Folder to copy them to; made if it is not there.")],
) -> None:
    """Copy the shipped cases into a folder, to be changed there."""
    from her2sim.case.examples import example_path, list_examples

    folder.mkdir(parents=True, exist_ok=True)
    targets = {name: folder / f"{name}.yaml" for name in list_examples()}
    for target in targets.values():
        if target.exists():
            raise _exists(target)
    for name, target in targets.items():
        source = example_path(name)
        if source is not None:
            target.write_bytes(source.read_bytes())
    typer.echo(f"wrote {len(targets)} cases to {folder}", err=True)


def _resolve(source: str, fields: list[str] | None) -> Case:
    from her2sim.case import parse_case, parse_inline, read_case
    from her2sim.errors import CaseError

    if source != "-":
        if fields:
            raise CaseError("fields are given beside a case.", expected="'-' instead of the case", got=fields[0])
        return read_case(source)
    return parse_inline(fields) if fields else parse_case(sys.stdin.buffer.read(), "<stdin>")


def _exists(path: Path) -> Exception:
    from her2sim.errors import InputError

    return InputError("the file is there already.", file=str(path), expected="a new file")


def _summary(case: Case, profile: Profile) -> str:
    lines = [
        f"{case.name}: usable; completeness {profile.completeness:.0%}; domain {profile.domain.grade}"
        f" ({'; '.join(profile.domain.reasons)})"
    ]
    lines += [f"  carries {one.id} {one.name}: {one.seen} ({one.field})" for one in profile.mechanisms]
    lines += [f"  {one.kind}: {one.field}: {one.text}" for one in profile.notices]
    return "\n".join(lines)


def _print_profile(profile: Profile, no_color: bool) -> None:
    """What was reported first: field, quantity, distribution and source; then what is drawn from the population."""
    from rich.table import Table
    from rich.text import Text

    from her2sim.case.distributions import spread

    table = Table(box=None, pad_edge=False)
    for name in ("field", "quantity", "distribution", "median (95 % range)", "known", "sources, note"):
        table.add_column(name, overflow="fold")
    for one in sorted(profile.quantities, key=lambda one: not one.known):
        low, high = spread(one.distribution)
        interval = f" ({low:.3g} to {high:.3g})" if high > low else " (as given)"
        unit = f" {one.unit}" if one.unit != "1" else ""
        told = f"{one.field}: {one.seen}" if one.known else "population"
        source = ". ".join(part for part in (", ".join(one.references), one.note) if part)
        kind = type(one.distribution).__name__
        cells = (told, one.name, kind, f"{one.distribution.median:.3g}{interval}{unit}", one.status, source)
        table.add_row(*(Text(cell) for cell in cells))
    wide_console(no_color).print(table)


def _as_json(profile: Profile) -> dict[str, Any]:
    from dataclasses import asdict

    from her2sim.case.distributions import spread

    quantities = [
        {
            **{key: value for key, value in asdict(one).items() if key != "distribution"},
            "median": one.distribution.median,
            "interval95": spread(one.distribution),
            "distribution": type(one.distribution).__name__,
        }
        for one in profile.quantities
    ]
    return {
        "case": profile.case,
        "completeness": profile.completeness,
        "domain": asdict(profile.domain),
        "mechanisms": [asdict(one) for one in profile.mechanisms],
        "notices": [asdict(one) for one in profile.notices],
        "quantities": quantities,
    }
