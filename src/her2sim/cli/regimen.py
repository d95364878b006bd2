"""`her2sim regimen`: the library of regimens, and the doses of one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from her2sim.cli import options

app = typer.Typer(help="List the regimens and show their doses.", no_args_is_help=True)


@app.command("list")
def list_(json_out: options.Json = False, no_color: options.NoColor = False) -> None:
    """List the names a regimen can have; names can be joined by '+'."""
    from rich.console import Console
    from rich.table import Table

    from her2sim.pharmacology.regimens import list_regimens

    known = list_regimens()
    if json_out:
        typer.echo(json.dumps(known, indent=2))
        return
    table = Table("name", "what it is")
    for name, text in known.items():
        table.add_row(name, text)
    Console(no_color=no_color, highlight=False).print(table)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A name such as TH+P, or a regimen file (.yaml).")],
    json_out: options.Json = False,
    no_color: options.NoColor = False,
) -> None:
    """Show drugs, doses and dose days of one regimen."""
    from rich.console import Console
    from rich.table import Table

    from her2sim.pharmacology.regimens import regimen

    found = regimen(name)
    days = {drug: found.dose_days(drug) for drug in found.drugs}
    if json_out:
        typer.echo(json.dumps({**asdict(found), "dose_days": days}, indent=2))
        return
    console = Console(no_color=no_color, highlight=False)
    console.print(f"[bold]{found.name}[/]  {found.description}; {found.duration_d / 7:g} weeks")
    table = Table("drug", "route", "dose", "first dose", "every", "days")
    for course in found.courses:
        load = f"{course.load:g} {course.unit}" if course.load is not None else "the same"
        given = [f"{day:g}" for day in course.days(found.duration_d)]
        shown = ", ".join(given) if len(given) <= 10 else f"{', '.join(given[:3])} ... {given[-1]} ({len(given)} doses)"
        table.add_row(course.drug, course.route, f"{course.dose:g} {course.unit}", load, course.rhythm, shown)
    console.print(table)
