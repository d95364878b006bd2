"""What docs/biology.md shows of a mechanism's file: its diagram, evidence, reductions and numbers, as shipped."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

from IPython.display import Markdown

import her2sim
from her2sim.cli.model import reductions
from her2sim.evidence import STATUS_MARKS, load_evidence
from her2sim.network import load_network

BIOLOGY = Path(her2sim.__file__).parent / "biology"


@cache
def _modules() -> dict:
    return {module.name: module for module in load_network().modules}


def describe(name: str, file: str = "") -> Markdown:
    """The part of the page that is read from the files."""
    diagram = ast.get_docstring(ast.parse((BIOLOGY / f"{file or name}.py").read_text("utf-8"))) or ""
    module = _modules()[name]
    parts = [f"```text\n{diagram}\n```"]
    facts = [
        f"evidence {', '.join(f'`{key}`' for key in module.evidence)}",
        f"{len(module.rules)} rules",
        _numbers(name),
    ]
    parts.append("; ".join(fact for fact in facts if fact) + ".")
    parts += [f"- {text}" for text in reductions()[name]]
    return Markdown("\n\n".join(parts[:2]) + "\n\n" + "\n".join(parts[2:]))


def _numbers(name: str) -> str:
    inside = _modules()[name].parameters
    records = [load_evidence().parameters[key] for key in inside if key in load_evidence().parameters]
    counts = Counter(STATUS_MARKS[record.status] for record in records)
    told = ", ".join(f"{count} {mark}" for mark, count in sorted(counts.items()))
    return f"numbers first used here: {len(records)} ({told})" if records else "no number used here first"


def where() -> Markdown:
    """Statement of the review -> file, from the evidence ids the modules name."""
    evidence = load_evidence()
    rows = ["| statement | what it says | file |", "|---|---|---|"]
    statements = {**evidence.mechanisms, **evidence.therapies}
    for key in sorted({key for module in _modules().values() for key in module.evidence}):
        homes = ", ".join(f"`{module.name}`" for module in _modules().values() if key in module.evidence)
        rows.append(f"| `{key}` | {statements[key].name} | {homes} |")
    return Markdown("\n".join(rows))
