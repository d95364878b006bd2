"""How kernels are compiled and where the machine code is kept.

Numba's own cache looks only at the file a function stands in, so code compiled from an older version of another file
would be used; here the folder's name is a fingerprint of all files that kernels are made of.
"""

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
from numba.core import event

from her2sim.engine.vector import WIDTH
from her2sim.network.cache import cache_folder, fingerprint

Function = Callable[..., Any]

NOTE = "her2sim: compiling the simulation engine for this machine (once; about 20 s)"
_NOTE_AFTER_S = 1.5
_LOCK = threading.RLock()


@lru_cache(maxsize=1)
def _say() -> None:
    """Once a process; the log prints warnings to stderr unless a program chose otherwise."""
    logging.getLogger("her2sim").warning(NOTE)


class _FirstPass(event.Listener):
    """Starts a timer when the compiler starts to work; code that is read from the cache does not make it work."""

    def __init__(self, timer: threading.Timer) -> None:
        self._timer = timer

    def on_start(self, event: Any) -> None:
        if self._timer.ident is None:
            self._timer.start()

    def on_end(self, event: Any) -> None:
        pass


@contextmanager
def announced() -> Generator[None]:
    """Say on stderr, through the log "her2sim", when compiling within the block takes long; one thread at a time."""
    timer = threading.Timer(_NOTE_AFTER_S, _say)
    timer.daemon = True
    with _LOCK, event.install_listener("numba:run_pass", _FirstPass(timer)):
        try:
            yield
        finally:
            timer.cancel()


def make_ready(kernel: Any) -> None:
    """Compile a kernel, or load it from the cache, before it is called."""
    kernel.compile((numba.types.int64,))


@lru_cache(maxsize=1)
def code_folder() -> Path:
    """Folder of the machine code of this version of the kernels."""
    here = Path(__file__).parent
    tapes = here.parent / "network" / "tapes.py"
    return cache_folder("kernels", fingerprint([*here.glob("*.py"), tapes], numba.__version__, str(WIDTH)))


def _cached(decorate: Callable[[Function], Any], function: Function) -> Any:
    """Apply a decorator of Numba with its cache in our folder."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(code_folder())
    try:
        return decorate(function)
    finally:
        numba.config.CACHE_DIR = before


def inner(function: Function) -> Any:
    """Compile a function that only kernels call; on first use."""
    return _cached(numba.njit(nogil=True, cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True), function)


def entry(function: Function) -> Any:
    """Compile a kernel that Python calls with the address of a layout; on first use."""
    return _cached(numba.njit(nogil=True, cache=True), function)


def unit(function: Function, numbers: int) -> Any:
    """Compile a function of 64-bit integers that is called through its address; now."""
    signature = numba.types.void(*[numba.types.int64] * numbers)
    return _cached(numba.cfunc(signature, nopython=True, cache=True), function)
