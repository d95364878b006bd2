"""Where a mechanism or therapy of the evidence lives: files of the package, claims about it, what it is tied to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import her2sim
from her2sim.evidence import load_evidence
from her2sim.network import load_network
from her2sim.studies.verify import read_claims
from her2sim.tumour.catalogue import TUMOUR_MECHANISMS

PACKAGE = Path(her2sim.__file__).parent
ELSEWHERE: Mapping[str, str] = {
    "P11": "case/data/mapping.yaml",  # the subtype is no rule: ER, receptor counts and ki67 of the case stand for it
    "R21": "inference/data/acquired.yaml",  # a clone that has lost HER2
    "P04": "case/data/mapping.yaml",  # a clone with little HER2 from the start, by its share
}
"""what neither a module of the network, nor of the tumour room, nor a drug holds, or not alone"""


@dataclass(frozen=True)
class Home:
    """One statement of the review, or one therapy, and where it is carried out."""

    key: str
    name: str
    files: tuple[str, ...]
    """relative to the package, each once"""
    rules: int
    """of the network modules that rest on it"""
    parameters: int
    """named or first used by these modules, of the tumour room's mechanisms, and of the drugs' pharmacokinetics"""
    claims: tuple[str, ...]
    others: tuple[str, ...]
    """of a mechanism the therapies, of a therapy the mechanisms that it is tied to"""
    drugs: tuple[str, ...] = ()


@cache
def module_files() -> Mapping[str, str]:
    """Module of the network -> file of `biology/` that writes it."""
    found: dict[str, str] = {}
    for path in sorted((PACKAGE / "biology").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Mechanism":
                names = [keyword.value for keyword in node.keywords if keyword.arg == "name"]
                found |= {str(one.value): path.stem for one in names if isinstance(one, ast.Constant)}
    return found


@cache
def named_parameters() -> Mapping[str, frozenset[str]]:
    """Module of the network -> parameters that the function of its rules names, whoever used them first."""
    known = set(load_evidence().parameters)
    found: dict[str, frozenset[str]] = {}
    for path in sorted((PACKAGE / "biology").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Mechanism":
                given = {keyword.arg: keyword.value for keyword in node.keywords}
                name, rules = given.get("name"), given.get("rules")
                if isinstance(name, ast.Constant) and isinstance(rules, ast.Name):
                    found[str(name.value)] = frozenset(_words(rules.id, functions)) & known
    return found


def _words(start: str, functions: Mapping[str, ast.FunctionDef]) -> set[str]:
    """Texts in a function and in those of its file that it calls."""
    words: set[str] = set()
    waiting, seen = [start], set[str]()
    while waiting:
        name = waiting.pop()
        if name in functions and name not in seen:
            seen.add(name)
            nodes = list(ast.walk(functions[name]))
            words |= {one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            waiting += [one.id for one in nodes if isinstance(one, ast.Name)]
    return words


def homes() -> tuple[Home, ...]:
    """Every mechanism, then every therapy, in the order of their ids."""
    evidence = load_evidence()
    keys = [*sorted(evidence.mechanisms, key=_order), *sorted(evidence.therapies)]
    return tuple(_home(key) for key in keys)


def _order(key: str) -> tuple[int, str]:
    return ("MOA", "R", "P").index(key.rstrip("0123456789")), key


def _home(key: str) -> Home:
    evidence = load_evidence()
    modules = [module for module in load_network().modules if key in module.evidence]
    tumour = [mechanism for mechanism in TUMOUR_MECHANISMS if key in mechanism.evidence]
    kinetics = sorted({record.mechanism for record in evidence.parameters.values() if key in record.evidence})
    drugs = [name for name in kinetics if name.startswith("pk_")]
    used = {name for module in modules for name in module.parameters}
    used |= {name for module in modules for name in named_parameters().get(module.name, ())}
    used |= {name for mechanism in tumour for name in mechanism.parameters}
    used |= {record.name for record in evidence.parameters.values() if record.mechanism in drugs}
    therapy = evidence.therapies.get(key)
    return Home(
        key=key,
        name=therapy.name if therapy else evidence.mechanisms[key].name,
        files=tuple(dict.fromkeys([*_files(key, [m.name for m in modules], [m.name for m in tumour], drugs)])),
        rules=sum(len(module.rules) for module in modules),
        parameters=len(used & set(evidence.parameters)),
        claims=claims_by_key().get(key, ()),
        others=tuple(dict.fromkeys([*therapy.acts_by, *therapy.overcomes])) if therapy else _therapies(key),
        drugs=therapy.drugs if therapy else (),
    )


def _files(key: str, modules: list[str], tumour: list[str], drugs: list[str]) -> Iterator[str]:
    yield from (f"biology/{module_files()[name]}.py" for name in modules)
    yield from (f"tumour/{name}.py" for name in tumour)
    for name in drugs:
        own = PACKAGE / "pharmacology" / f"{name.removeprefix('pk_')}.py"
        yield f"pharmacology/{own.name}" if own.exists() else f"evidence/data/parameters/{name}.yaml"
    if key in ELSEWHERE:
        yield ELSEWHERE[key]


def _therapies(key: str) -> tuple[str, ...]:
    evidence = load_evidence()
    own = evidence.mechanisms[key].overcome_by
    others = [one.id for one in evidence.therapies.values() if key in one.overcomes or key in one.acts_by]
    return tuple(sorted({*own, *others}))


@cache
def claims_by_key() -> Mapping[str, tuple[str, ...]]:
    """Mechanism or therapy -> the shipped claims that name it."""
    found: dict[str, list[str]] = {}
    for read in read_claims():
        for key in (*read.claim.mechanisms, *read.claim.therapies):
            found.setdefault(key, []).append(read.claim.id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}
