"""Compiled networks on disk: what is read back is what was compiled, and nothing else is ever used."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from tests.reference.networks import decay, document, signalling, two_compartments

from her2sim.network import Network, compiled, from_document
from her2sim.network.compiled import program_of
from her2sim.network.program import Matrix, Program, compile_program


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HER2SIM_CACHE", str(tmp_path))
    return tmp_path / "networks"


def switched() -> Network:
    """Pieces in time and state, and an event: every array of a compiled network is in use."""
    plain = document(
        {"A": "1", "B": "1"},
        {"k": (0.7, "1/h"), "late": (5.0, "h")},
        [([], ["A"], "pulse"), (["A"], ["B"], "k")],
        assignments={"pulse": ("piecewise(k*time, time < late and not A > 3, k*A)", "1/h")},
        initial={"A": 0.5},
    )
    return from_document(
        plain | {"events": [{"name": "wash", "trigger": "B > 1", "changes": [[1, "A/2"]], "at_start": False}]}
    )


def parts(program: Program) -> dict[str, object]:
    found: dict[str, object] = {}
    for item in fields(program):
        value = getattr(program, item.name)
        if isinstance(value, Matrix):
            found |= {f"{item.name}.{part.name}": getattr(value, part.name) for part in fields(Matrix)}
        else:
            found[item.name] = value
    return found


def assert_same(left: Program, right: Program) -> None:
    one, other = parts(left), parts(right)
    assert one.keys() == other.keys()
    for name, value in one.items():
        assert np.asarray(value).dtype == np.asarray(other[name]).dtype, name
        np.testing.assert_array_equal(value, other[name], err_msg=name)


def no_compiler(network: Network) -> Program:
    raise AssertionError(f"{network.name} was compiled again")


@pytest.mark.parametrize("make", [decay, two_compartments, signalling, switched])
def test_what_is_read_back_equals_what_was_compiled(make, monkeypatch: pytest.MonkeyPatch):
    network = make()
    program_of(network)
    monkeypatch.setattr(compiled, "compile_program", no_compiler)
    assert_same(program_of(network), compile_program(network))


def test_the_folder_that_was_named_is_used(folder: Path):
    program_of(decay())
    assert len(list(folder.glob("*.npz"))) == 1


@pytest.mark.parametrize("damage", ["cut", "emptied", "flipped", "text"])
def test_a_damaged_file_is_compiled_anew_and_mended(folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch):
    network = signalling()
    program_of(network)
    (path,) = folder.glob("*.npz")
    good = path.read_bytes()
    middle = len(good) // 2
    flipped = good[:middle] + bytes([good[middle] ^ 0xFF]) + good[middle + 1 :]
    path.write_bytes({"cut": good[:middle], "emptied": b"", "flipped": flipped, "text": b"not ours"}[damage])
    assert_same(program_of(network), compile_program(network))
    monkeypatch.setattr(compiled, "compile_program", no_compiler)
    assert_same(program_of(network), compile_program(network))


def test_a_file_of_another_network_under_this_name_is_not_used(folder: Path):
    program_of(decay())
    (other,) = folder.glob("*.npz")
    program_of(signalling())
    (path,) = set(folder.glob("*.npz")) - {other}
    path.write_bytes(other.read_bytes())
    assert_same(program_of(signalling()), compile_program(signalling()))


def test_other_code_makes_another_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    program_of(decay())
    monkeypatch.setattr(compiled, "_code", lambda: "0" * 16)
    program_of(decay())
    assert len(list(folder.glob("*.npz"))) == 2


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("HER2SIM_CACHE", str(blocked))
    assert_same(program_of(decay()), compile_program(decay()))
