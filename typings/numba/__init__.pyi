# Only what her2sim calls. Kernels read as Any: their types are Numba's, not Python's.
from collections.abc import Callable
from typing import Any

from numba.core import types as types

__version__: str
config: Any

def njit(
    *,
    nogil: bool = False,
    cache: bool = False,
    no_cpython_wrapper: bool = False,
    no_cfunc_wrapper: bool = False,
) -> Callable[[Callable[..., Any]], Any]: ...
def cfunc(signature: Any, *, nopython: bool = False, cache: bool = False) -> Callable[[Callable[..., Any]], Any]: ...
