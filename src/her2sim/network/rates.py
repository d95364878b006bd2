"""Rates of change and their Jacobian, compiled once per network and bound to one parameter vector at a time.

Mass action runs on index arrays; assignments run as generated straight-line code (`lowering`); the Jacobian is exact
and sparse, with the chain rule carried through assignments to the species behind every observable:

    dx/dt = S f,   f_r = factor_r k_r(z) prod(reactants),   z = R x          (z: observables and species read)
    J     = S [df/dx with k fixed]  +  sum over rates j, roots m of  (S f/k)_j  (dk_j/dz_m)  R_m

Reference twin: tests/reference/rates_twin.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from her2sim.network.check import state_dependent
from her2sim.network.expression import Expression, names
from her2sim.network.form import Floats, Network
from her2sim.network.lowering import Lowered, Made, compile_arrays, compile_scalar
from her2sim.network.structure import Dynamics, Structure, build_structure

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RateLaws:
    """A network made ready for simulation; holds nothing of any one parameter vector."""

    network: Network
    structure: Structure
    make_values: Callable[[Sequence[float]], Made]
    make_slopes: Callable[[Sequence[float]], Made]
    make_initial: Callable[[Sequence[float]], Made]
    initial_places: Ints


class Rate(Protocol):
    """dx/dt at state x (S,) and time t, written to out (S,)."""

    def __call__(self, x: Floats, out: Floats, t: float = 0.0) -> bool: ...


class Jacobian(Protocol):
    """Entries of d(dx/dt)/dx at state x (S,) and time t, shape (nnz,)."""

    def __call__(self, x: Floats, t: float = 0.0) -> Floats: ...


@dataclass(frozen=True)
class BoundRates:
    """Rates of one parameter vector. Values that cannot be computed are NaN or infinite, never raised.

    rate(x, out, t=0): fills out (S,) with dx/dt per hour; returns whether every rate law could be computed.
    jacobian(x, t=0): entries of d(dx/dt)/dx in the column order of `pattern`, shape (nnz,).
    pattern: (row indices, column pointers) of the Jacobian, compressed by column; the diagonal is always in it.
    initial: (S,) initial amounts.
    """

    rate: Rate
    jacobian: Jacobian
    pattern: tuple[NDArray[np.int32], NDArray[np.int32]]
    initial: Floats


@lru_cache(maxsize=16)
def compile_rates(network: Network) -> RateLaws:
    """Make a network ready for simulation: index arrays, generated code, Jacobian pattern."""
    moving = state_dependent(network)
    rates = tuple(dict.fromkeys(reaction.rate for reaction in network.reactions))
    dynamic = tuple(name for name in rates if name in moving)
    lowered = lower_assignments(network, set(rates))
    gradients = {name: lowered.gradient(name) for name in dynamic}
    pairs = [(j, lowered.roots.index(root)) for j, name in enumerate(dynamic) for root in gradients[name]]
    values = [lowered.symbols[name] for name in dynamic]
    slopes = [slope for name in dynamic for slope in gradients[name].values()]
    constant = [name for name in rates if name not in moving]
    fixed = [lowered.symbols[name] for name in constant]
    structure = build_structure(network, Dynamics(constant, dynamic, lowered.roots, pairs))
    start = lower_assignments(
        network,
        {name for _, value in network.initial for name in names(value)},
        [(f"#{place}", value) for place, value in network.initial],
    )
    return RateLaws(
        network=network,
        structure=structure,
        make_values=compile_scalar(lowered.source(values, fixed)),
        make_slopes=compile_scalar(lowered.source([*values, *slopes])),
        make_initial=compile_scalar(start.source((), [start.symbols[f"#{place}"] for place, _ in network.initial])),
        initial_places=np.array([place for place, _ in network.initial], dtype=np.int64),
    )


def lower_assignments(network: Network, wanted: set[str], extra: Sequence[tuple[str, Expression]] = ()) -> Lowered:
    """Lower the wanted assignments and all they depend on, with the state they read as roots."""
    expressions = {item.name: item.expression for item in network.assignments}
    needed = wanted & expressions.keys()
    for item in reversed(network.assignments):
        if item.name in needed:
            needed |= names(item.expression) & expressions.keys()
    chosen = [(item.name, item.expression) for item in network.assignments if item.name in needed]
    read = {name for _, expression in chosen for name in names(expression)}
    roots = [item.name for item in (*network.observables, *network.species) if item.name in read]
    return Lowered([item.name for item in network.parameters], roots, [*chosen, *extra])


def bind(laws: RateLaws, parameters: Floats) -> BoundRates:
    """Rates of one parameter vector.

    Args:
        parameters: shape (P,), in the order of the network's parameters.
    """
    structure = laws.structure
    listed = [float(value) for value in parameters]
    try:
        fixed, values = laws.make_values(listed)
        _, slopes = laws.make_slopes(listed)
        initial = _initial(laws, listed)
    except (ArithmeticError, ValueError):
        return _nowhere(structure)
    fluxes = structure.fluxes
    constants = fluxes.factor.copy()
    constants[fluxes.fixed] *= np.array(fixed, dtype=float)[fluxes.fixed_rates]
    return BoundRates(
        rate=_rate_function(structure, constants, values),
        jacobian=_jacobian_function(structure, constants, slopes),
        pattern=(structure.slopes.rows, structure.slopes.pointers),
        initial=initial,
    )


def _initial(laws: RateLaws, parameters: list[float]) -> Floats:
    initial = np.zeros(len(laws.network.species))
    initial[laws.initial_places] = laws.make_initial(parameters)[0]
    return initial


def _nowhere(structure: Structure) -> BoundRates:
    """Rates of a parameter vector for which a constant cannot be computed (e.g. a division by zero)."""

    def rate(x: Floats, out: Floats, t: float = 0.0) -> bool:
        out.fill(np.nan)
        return False

    rows, pointers = structure.slopes.rows, structure.slopes.pointers
    entries = np.full(len(rows), np.nan)
    return BoundRates(rate, lambda x, t=0.0: entries, (rows, pointers), np.full(structure.count, np.nan))


Values = Callable[..., tuple[Any, ...]]


def _rate_function(structure: Structure, constants: Floats, values: Values) -> Rate:
    extended = np.ones(structure.count + 1)  # the last place stands for "no reactant"
    fluxes, net, roots = structure.fluxes, structure.net, structure.roots
    state, (first, second, *more) = extended[:-1], fluxes.reactants
    flux, other, factor = np.empty(len(constants)), np.empty(len(constants)), constants.copy()
    moving, which, scale = fluxes.moving, fluxes.moving_rates, fluxes.factor[fluxes.moving]

    def rate(x: Floats, out: Floats, t: float = 0.0) -> bool:
        state[:] = x
        try:
            if len(moving):
                factor[moving] = scale * np.array(values((roots @ x).tolist(), t))[which]
        except (ArithmeticError, ValueError):
            out.fill(np.nan)
            return False
        extended.take(first, out=flux, mode="clip")
        extended.take(second, out=other, mode="clip")
        np.multiply(flux, other, out=flux)
        for column in more:
            np.multiply(flux, extended[column], out=flux)
        np.multiply(flux, factor, out=flux)
        out[:] = net @ flux
        return True

    return rate


def _jacobian_function(structure: Structure, constants: Floats, slopes: Values) -> Jacobian:
    extended = np.ones(structure.count + 1)
    fluxes, parts, roots, dynamic = structure.fluxes, structure.slopes, structure.roots, structure.dynamic_count
    state, factor, partials = extended[:-1], constants.copy(), len(parts.reaction)
    moving, which, scale = fluxes.moving, fluxes.moving_rates, fluxes.factor[fluxes.moving]
    reactants = fluxes.reactants[:, moving]

    def jacobian(x: Floats, t: float = 0.0) -> Floats:
        state[:] = x
        weights = np.empty(parts.gather.shape[1])
        try:
            if len(moving):
                found = np.array(slopes((roots @ x).tolist(), t))
                factor[moving] = scale * found[:dynamic][which]
                groups = parts.by_rate @ (scale * extended[reactants].prod(axis=0))
                weights[partials:] = groups[parts.pair_left] * found[dynamic:][parts.pair_right]
        except (ArithmeticError, ValueError):
            return np.full(len(parts.rows), np.nan)
        weights[:partials] = factor[parts.reaction] * extended[parts.others].prod(axis=0)
        return parts.gather @ weights

    return jacobian


class Readout(Protocol):
    """Values (T, O) of outputs at states (T, S) and times (T,)."""

    def __call__(self, parameters: Floats, states: Floats, times: Floats | None = None) -> Floats: ...


@lru_cache(maxsize=64)
def readout_function(network: Network, outputs: tuple[str, ...]) -> Readout:
    """A function (parameters (P,), states (T, S), times (T,)) -> values (T, O) of observables, species, assignments.

    Without times, what depends on time is NaN.
    """
    from scipy.sparse import csr_array  # pyright: ignore[reportMissingTypeStubs]

    lowered = lower_assignments(network, set(outputs))
    extra = [name for name in outputs if name not in lowered.symbols]
    roots: Any = csr_array(root_matrix(network, (*lowered.roots, *extra)))
    symbols = [lowered.symbols.get(name, "(0.0)") for name in outputs]
    make = compile_arrays(lowered.source(symbols))
    direct = {name: len(lowered.roots) + place for place, name in enumerate(extra)}

    def read(parameters: Floats, states: Floats, times: Floats | None = None) -> Floats:
        z: Floats = roots @ states.T
        values = np.empty((len(states), len(outputs)))
        with np.errstate(all="ignore"):
            computed = make(list(parameters))[1](list(z[: len(lowered.roots)]), np.nan if times is None else times)
        for place, (name, value) in enumerate(zip(outputs, computed, strict=True)):
            values[:, place] = z[direct[name]] if name in direct else value
        return values

    return read


def root_matrix(network: Network, roots: Sequence[str]) -> Any:
    """Sparse matrix (roots, S) that takes a state to the observables and species named."""
    from scipy.sparse import coo_array  # pyright: ignore[reportMissingTypeStubs]

    terms = {item.name: item.terms for item in network.observables}
    terms |= {item.name: ((place, 1.0),) for place, item in enumerate(network.species)}
    entries = [(row, place, weight) for row, name in enumerate(roots) for place, weight in terms[name]]
    if not entries:
        return coo_array((len(roots), len(network.species)))
    row, column, weight = (np.array(part) for part in zip(*entries, strict=True))
    return coo_array((weight.astype(float), (row, column)), shape=(len(roots), len(network.species)))


__all__ = ["BoundRates", "RateLaws", "bind", "compile_rates", "readout_function"]
