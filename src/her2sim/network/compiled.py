"""Compiled networks kept on disk, so that a network is compiled once on a machine and not once a process."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from her2sim.network.cache import cache_folder, fingerprint, write_whole
from her2sim.network.form import Network
from her2sim.network.program import FORMAT, Matrix, Program, compile_program

_SOURCES = ("batches", "expression", "graph", "slopes", "signs", "tapes", "program")
"""files of this room that decide what a compiled network looks like"""
_NAME = "of"
_MATRICES = ("rate", "slope", "drift")
_NUMBERS = ("size",)


def program_of(network: Network) -> Program:
    """The compiled form of a network, from the cache where it was compiled before.

    The file's name and its contents carry the network's hash and a fingerprint of the code that compiles. A file that
    is damaged, or of something else, is made anew.

    Raises:
        NetworkError: the network cannot be compiled.
    """
    key = f"{network.content_hash[:32]}-{_code()}"
    path = cache_folder("networks") / f"{key}.npz"
    stored = _read(path, key)
    if stored is not None:
        return stored
    program = compile_program(network)
    write_whole(path, _packed(program, key))
    return program


@lru_cache(maxsize=1)
def _code() -> str:
    here = Path(__file__).parent
    return fingerprint([here / f"{name}.py" for name in _SOURCES], str(FORMAT))


def _packed(program: Program, key: str) -> bytes:
    arrays: dict[str, Any] = {_NAME: np.array(key)}
    for item in fields(Program):
        value = getattr(program, item.name)
        if isinstance(value, Matrix):
            arrays |= {f"{item.name}.{part.name}": getattr(value, part.name) for part in fields(Matrix)}
        else:
            arrays[item.name] = np.asarray(value)
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def _read(path: Path, key: str) -> Program | None:
    """A stored program; None where there is none that can be trusted."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return _unpacked({name: file[name] for name in file.files}, key)
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile):
        return None


def _unpacked(arrays: Mapping[str, Any], key: str) -> Program | None:
    if str(arrays[_NAME]) != key:
        return None
    values: dict[str, Any] = {}
    for item in fields(Program):
        if item.name in _MATRICES:
            values[item.name] = Matrix(**{part.name: arrays[f"{item.name}.{part.name}"] for part in fields(Matrix)})
        else:
            values[item.name] = int(arrays[item.name]) if item.name in _NUMBERS else arrays[item.name]
    return Program(**values)
