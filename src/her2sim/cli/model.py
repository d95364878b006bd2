"""`her2sim model`: what the shipped network is made of, and what it leaves out."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from rich.console import Console

    from her2sim.inference import Variant
    from her2sim.network import Network

app = typer.Typer(help="Show the network: species, modules, reductions, version.", no_args_is_help=True)


@app.command()
def show(
    module: Annotated[str | None, typer.Argument(help="One module, e.g. shedding.")] = None,
    network: Annotated[
        str, typer.Option(help="Network: her2, or one without a reduction, e.g. her2-crosslink.")
    ] = "her2",
    json_out: options.Json = False,
    no_color: options.NoColor = False,
) -> None:
    """Show size, version, hash, modules and reductions of a shipped network, or one module in full."""
    from rich.console import Console

    from her2sim.network import load_network

    shown = load_network(network)
    document = _describe(shown) if module is None else _describe_module(shown, module)
    if json_out:
        typer.echo(json.dumps(document, indent=2))
        return
    console = Console(no_color=no_color, highlight=False)
    if module is None:
        _print_network(console, document)
    else:
        _print_module(console, document)


@app.command()
def variants(json_out: options.Json = False, no_color: options.NoColor = False) -> None:
    """Show the structures the literature disputes: alternatives, weights, share of the ensemble, sources."""
    from dataclasses import asdict

    from rich.console import Console

    from her2sim.inference import variants as structures

    found = structures()
    if json_out:
        typer.echo(json.dumps([asdict(variant) for variant in found], indent=2))
        return
    console = Console(no_color=no_color, highlight=False)
    _print_variants(console, found)


@app.command()
def ensemble(
    name: Annotated[str, typer.Argument(help="calibrated or prior.")] = "calibrated",
    json_out: options.Json = False,
    no_color: options.NoColor = False,
) -> None:
    """Describe an ensemble: where it comes from, fit by data set, what the data say of each parameter."""
    from rich.console import Console

    from her2sim.cli.summary_fit import print_ensemble
    from her2sim.inference import load_ensemble

    if name not in {"calibrated", "prior"}:
        raise typer.BadParameter(f"{name!r} is no ensemble: calibrated or prior")
    shown = load_ensemble("prior" if name == "prior" else "calibrated")
    if json_out:
        typer.echo(json.dumps(dict(shown.about), indent=2))
        return
    print_ensemble(Console(no_color=no_color, highlight=False), shown)


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", "-o", help="SBML: a file; PEtab: a folder.")],
    form: Annotated[str, typer.Option("--format", help="sbml or petab.")] = "sbml",
    network: Annotated[str, typer.Option(help="Network, as for `show`; PEtab: her2.")] = "her2",
    data: Annotated[
        str, typer.Option("--data", help="PEtab: comma separated data sets of the registry.")
    ] = "pasmopy_erbb",
) -> None:
    """Write the model as SBML, or with signalling data of the registry as a PEtab v1 problem."""
    from her2sim.network import load_network

    shown = load_network(network)
    if form == "sbml":
        from her2sim.exchange.sbml import write_sbml

        write_sbml(shown, out)
        typer.echo(f"model: {out}")
    elif form == "petab":
        _export_petab(shown, tuple(word.strip() for word in data.split(",") if word.strip()), out)
    else:
        raise typer.BadParameter(f"{form!r} is no format: sbml or petab")


def _export_petab(network: Network, data: tuple[str, ...], out: Path) -> None:
    from her2sim.exchange.export import exportable, own_data_of, registry_measurements, told, write_left_out
    from her2sim.exchange.petab import PetabError, write_petab

    kept, left = exportable(registry_measurements(data), network)
    if not kept:
        reasons = "; ".join(told(left))
        raise PetabError(f"nothing of these data can be written: {reasons}.", where="--data", got=", ".join(data))
    path = write_petab(own_data_of(kept, network), network, out)
    table = write_left_out(left, out)
    typer.echo(f"problem: {path}  {len(kept)} measurements")
    if table:
        typer.echo(f"left out: {len(left)} measurements, in {table}")
        for line in told(left):
            typer.echo(f"  {line}")


def reductions(network: str = "her2") -> dict[str, tuple[str, ...]]:
    """The simplifications that each module of a shipped network states of itself; none of another network."""
    shipped = files("her2sim.network") / "data" / f"{network}.json"
    if not shipped.is_file():
        return {}
    document = json.loads(shipped.read_text("utf-8"))
    return {module["name"]: tuple(module.get("reductions", ())) for module in document["modules"]}


def _describe(network: Network) -> dict[str, Any]:
    return {
        "name": network.name,
        "version": network.version,
        "sha256": network.content_hash,
        "species": len(network.species),
        "reactions": len(network.reactions),
        "parameters": len(network.parameters),
        "readouts": list(network.readouts),
        "inputs": list(network.inputs),
        "conserved": [total.name for total in network.conserved],
        "modules": [
            {
                "name": item.name,
                "rules": len(item.rules),
                "parameters": len(item.parameters),
                "evidence": list(item.evidence),
            }
            for item in network.modules
        ],
        "reductions": reductions(network.name),
    }


def _describe_module(network: Network, name: str) -> dict[str, Any]:
    from her2sim.errors import NetworkError

    known = {item.name: item for item in network.modules}
    if name not in known:
        raise NetworkError(f"the network has no module {name!r}.", expected=", ".join(known), got=name)
    module, index = known[name], network.parameter_index
    used = [network.parameters[index[parameter]] for parameter in module.parameters if parameter in index]
    return {
        "name": module.name,
        "evidence": list(module.evidence),
        "rules": list(module.rules),
        "reductions": list(reductions(network.name).get(name, ())),
        "parameters": [{"name": item.name, "value": item.value, "unit": item.unit} for item in used],
    }


def _print_network(console: Console, document: dict[str, Any]) -> None:
    from rich.table import Table

    size = f"{document['species']} species, {document['reactions']} reactions, {document['parameters']} parameters"
    console.print(f"[bold]{document['name']} {document['version']}[/]  {size}")
    console.print(f"sha256  {document['sha256']}", soft_wrap=True)
    console.print(f"inputs  {', '.join(document['inputs'])}\n")
    modules = Table("module", "rules", "parameters", "evidence", title="Modules", title_justify="left")
    for item in document["modules"]:
        modules.add_row(item["name"], str(item["rules"]), str(item["parameters"]), " ".join(item["evidence"]))
    console.print(modules)
    simplified = Table("module", "simplification", title="Reductions", title_justify="left")
    for name, texts in document["reductions"].items():
        for text in texts:
            simplified.add_row(name, text)
    console.print(simplified)


def _print_module(console: Console, document: dict[str, Any]) -> None:
    from rich.table import Table

    console.print(f"[bold]{document['name']}[/]  evidence {' '.join(document['evidence'])}")
    console.print(f"rules  {', '.join(document['rules'])}\n")
    for text in document["reductions"]:
        console.print(f"reduction  {text}")
    table = Table("parameter", "value", "unit")
    for item in document["parameters"]:
        table.add_row(item["name"], f"{item['value']:.4g}", item["unit"])
    console.print(table)


def _print_variants(console: Console, found: tuple[Variant, ...]) -> None:
    from rich.table import Table

    table = Table(title="Variants", title_justify="left")
    table.add_column("variant", no_wrap=True)
    for heading in ("conflict", "value: weight, ensemble", "what it is", "sources"):
        table.add_column(heading)
    for variant in found:
        parts = [
            f"{one.value:g}: {one.weight:.0%}" + ("" if one.used is None else f", {one.used:.0%}")
            for one in variant.alternatives
        ]
        conflict = " ".join(variant.contradictions or variant.evidence)
        table.add_row(variant.name, conflict, "\n".join(parts), variant.note, " ".join(variant.sources))
    console.print(table)
    console.print(
        "Variants of the tumour are drawn by their weights; her2sim evidence show X05 tells a conflict in full."
    )
