"""The catalogue of mechanisms: evidence, parameters with sources, a page, a second look."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.meta.tree import PACKAGE, ROOT

from her2sim.evidence import load_evidence
from her2sim.network import load_network

EVIDENCE = load_evidence()
MODULES = {module.name: module for module in load_network().modules}
_TOOLS = {"__init__", "kit", "catalogue", "build"}
"""files of biology/ that hold no mechanism"""


def _mechanism_files() -> list[Path]:
    found = [path for path in sorted((PACKAGE / "biology").glob("*.py")) if path.stem not in _TOOLS]
    return [path for path in found if "Mechanism(" in path.read_text("utf-8")]


def _names(path: Path) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    built = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Mechanism"]
    values = [keyword.value for call in built for keyword in call.keywords if keyword.arg == "name"]
    return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]


def test_every_mechanism_of_the_source_is_in_the_network() -> None:
    written = {mechanism for path in _mechanism_files() for mechanism in _names(path)}
    assert written == set(MODULES)


def test_a_mechanism_rests_on_evidence_that_exists() -> None:
    known = {*EVIDENCE.mechanisms, *EVIDENCE.therapies, *EVIDENCE.alterations, *EVIDENCE.references}
    assert [module.name for module in MODULES.values() if not module.evidence] == []
    assert {key for module in MODULES.values() for key in module.evidence} - known == set()


def test_a_parameter_has_a_source_or_says_that_it_is_a_guess() -> None:
    bare = [name for name, item in EVIDENCE.parameters.items() if not item.sources and item.status != "assumption"]
    assert bare == []
    assert [name for name, item in EVIDENCE.parameters.items() if not item.unit] == []


def test_the_documentation_speaks_of_every_mechanism() -> None:
    text = (ROOT / "docs" / "biology.md").read_text("utf-8")
    assert {module for module in MODULES if not re.search(rf"`(?:biology/)?{module}(?:\.py)?`", text)} == set()


def test_every_mechanism_has_a_second_look() -> None:
    looks = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "second_look").glob("*.py")}
    assert set(MODULES) - looks == set()
