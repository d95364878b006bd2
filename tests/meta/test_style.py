"""The house rules that a machine can check (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import compileall
from pathlib import Path

from tests.meta.tree import PACKAGE, ROOT, files, name

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
CODE = list(files(".py"))
OURS = list(files(".py", under=PACKAGE))


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_a_file_is_no_longer_than_it_may_be() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in CODE}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_a_function_is_no_longer_than_it_may_be() -> None:
    lengths = {
        f"{name(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in CODE
        for node in _functions(path)
    }
    assert {function: length for function, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_the_package_never_imports_itself_as_a_whole() -> None:
    imported = {
        name(path)
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import) and "her2sim" in {alias.name for alias in node.names}
    }
    assert imported == set()


def test_nothing_is_left_open() -> None:
    marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]
    assert {(name(path), mark) for path in OURS for mark in marks if mark in path.read_text("utf-8")} == set()


def test_random_numbers_come_from_a_generator_that_is_given() -> None:
    legacy = ["np.random.seed", "np.random.rand(", "np.random.normal(", "np.random.uniform(", "import random"]
    found = {(name(path), call) for path in OURS for call in legacy if call in path.read_text()}
    assert found == set()


def test_every_file_compiles() -> None:
    assert compileall.compile_dir(ROOT / "src", quiet=2, legacy=False)


def test_every_room_of_the_architecture_exists_and_every_room_is_in_it() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {room for room in rooms if f"`{room}/`" not in text} == set()
