"""What docs/biology.md shows of a mechanism's file: its diagram, evidence, reductions and numbers, as shipped."""

import ast
from collections import Counter
from functools import cache

from IPython.display import Markdown
from scripts.homes import PACKAGE, module_files

from her2sim.cli.model import reductions
from her2sim.evidence import STATUS_MARKS, load_evidence
from her2sim.evidence.priors import Choice
from her2sim.network import load_network


@cache
def _modules() -> dict:
    return {module.name: module for module in load_network().modules}


def describe(*names: str) -> Markdown:
    """The part of the page that is read from the files: each file's diagram once, then what its modules state."""
    parts: list[str] = []
    for file in dict.fromkeys(module_files()[name] for name in names):
        inside = [name for name in names if module_files()[name] == file]
        diagram = ast.get_docstring(ast.parse((PACKAGE / "biology" / f"{file}.py").read_text("utf-8"))) or ""
        stated = [f"- {text}" for name in inside for text in reductions()[name]]
        parts += [f"```text\n{diagram}\n```", "\n".join(map(_facts, inside)), "\n".join(stated)]
    return Markdown("\n\n".join(part for part in parts if part))


def _facts(name: str) -> str:
    module = _modules()[name]
    facts = (
        f"evidence {', '.join(f'`{key}`' for key in module.evidence)}",
        f"{len(module.rules)} rules",
        _numbers(name),
    )
    return f"`{name}`: {'; '.join(facts)}."


def _numbers(name: str) -> str:
    inside = _modules()[name].parameters
    records = [load_evidence().parameters[key] for key in inside if key in load_evidence().parameters]
    counts = Counter(STATUS_MARKS[record.status] for record in records)
    told = ", ".join(f"{count} {mark}" for mark, count in sorted(counts.items()))
    return f"numbers first used here: {len(records)} ({told})" if records else "no number used here first"


def variants() -> Markdown:
    """Where the literature disagrees about structure: the parameters that pick one, with their weights."""
    rows = ["| parameter | values (weight) | what they mean | file |", "|---|---|---|---|"]
    inside = {parameter.name for parameter in load_network().parameters}
    for name, record in sorted(load_evidence().parameters.items()):
        if isinstance(record.prior, Choice):
            pairs = zip(record.prior.values, record.prior.shares, strict=True)
            told = ", ".join(f"{value:g} ({share:.0%})" for value, share in pairs)
            room = "biology" if name in inside else "tumour"
            rows.append(f"| `{name}` | {told} | {record.note} | `{room}/{record.mechanism}.py` |")
    return Markdown("\n".join(rows))
