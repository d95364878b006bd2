"""The methods by name, and what an integrator of one lane at a time must offer.

"rodas5p" (of order 5) and "rodas4p2" (of order 4, cheaper where errors of 1e-3 will do) are the batched engine, many
lanes together. The others are peers that it is checked against, one lane at a time, no jumps: `prepare` sets up a lane
once, and what it returns carries the lane over one stretch after another. Doses, outputs, checks and status live
outside (`lane`), so a new integrator is this one function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.solution import Floats
from her2sim.errors import InputError
from her2sim.network.rates import BoundRates

Method = Literal["auto", "rodas5p", "rodas4p2", "cvode", "bdf", "radau"]
METHODS: tuple[Method, ...] = ("auto", "rodas5p", "rodas4p2", "cvode", "bdf", "radau")
BATCHED: Method = "rodas5p"
LOOSE: Method = "rodas4p2"
LOOSE_RTOL = 5e-4
"""what "auto" means: BATCHED, and LOOSE from this tolerance on"""


@dataclass(frozen=True)
class Problem:
    """One lane to integrate: its rates and its tolerances (atol has shape (S,)).

    `signed`: shape (S,), species that may be negative: no amounts, and not kept from it by their own law.
    """

    rates: BoundRates
    rtol: float
    atol: Floats
    signed: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """The states reached: (n, S) at the first n of the times asked for; `reason` says why it stopped early."""

    states: Floats
    reason: str
    rate_evaluations: int
    jacobians: int


# (start_h, state (S,), times (n,) ascending after start_h, inflow (S,) per hour or None) -> Advance
Stepper = Callable[[float, Floats, Floats, Floats | None], Advance]


class Integrator(Protocol):
    """Sets up one lane."""

    def __call__(self, problem: Problem) -> Stepper:
        """Return a function that carries the lane from a state over ascending times."""
        ...


def batched(method: str, rtol: float) -> str | None:
    """The method of the batched engine a name stands for; None for a method of one lane at a time.

    "auto" is of order 5, and of order 4 from rtol 5e-4 on, where it does less work for the same error
    (docs/engine.md).

    Raises:
        InputError: the method is not known or not installed.
    """
    if method not in METHODS:
        raise InputError("the method is not known.", where="method", expected=", ".join(METHODS), got=method)
    if method == "auto":
        return LOOSE if rtol >= LOOSE_RTOL else BATCHED
    if method.startswith("rodas"):
        return method
    choose(method)
    return None


def choose(method: str) -> Integrator:
    """The integrator of one lane at a time for a method.

    Args:
        method: "cvode" (SUNDIALS, through scikit-sundae, if that is installed), "bdf" or "radau" (SciPy). SciPy's VODE
            is never used: 1.17.0 and 1.17.1 ship it broken (scipy#24933).

    Raises:
        InputError: the method is not installed.
    """
    if method == "cvode":
        if find_spec("sksundae") is None:
            raise InputError(
                "CVODE is not installed.", where="method", got=method, hint="pip install scikit-sundae, or method='bdf'"
            )
        from her2sim.engine.cvode import prepare_cvode

        return prepare_cvode
    from her2sim.engine.scipy_methods import prepare_bdf, prepare_radau

    return prepare_radau if method == "radau" else prepare_bdf
