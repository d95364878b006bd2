"""Units at the edge: published values in, model units inside (molecules per cell, nM, hour).

`molecule` is a dimension of its own, so that molecules per cell are never taken for moles; `cell` counts as 1.
"""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _registry() -> Any:  # pint has no complete types
    import pint

    make: Any = pint.UnitRegistry
    registry = make(on_redefinition="ignore")
    registry.define("molecule = [molecule] = molecules")
    registry.define("cell = 1 = cells")
    return registry


@lru_cache(maxsize=1024)
def _quantity(unit: str) -> Any:
    try:
        return _registry().Quantity(1.0, "dimensionless" if unit in {"1", ""} else unit)
    except Exception as error:
        raise ValueError(f"unit {unit!r} is not known: {error}") from error


def dimension_of(unit: str) -> dict[str, float]:
    """Dimension of a unit as exponents by base dimension, e.g. {'[time]': -1.0} for '1/s'; {} for '1'.

    Raises:
        ValueError: the unit cannot be read.
    """
    return {str(name): float(power) for name, power in _quantity(unit).dimensionality.items() if abs(power) > 1e-12}


def same_dimension(first: str, second: str) -> bool:
    """Whether two units measure the same kind of thing.

    Raises:
        ValueError: one of the units cannot be read.
    """
    return dimension_of(first) == dimension_of(second)


def convert(value: float, unit: str, to: str) -> float:
    """A value given in `unit`, in the unit `to`.

    Raises:
        ValueError: a unit cannot be read, or the two differ in dimension.
    """
    target = "dimensionless" if to in {"1", ""} else to
    if not same_dimension(unit, to):
        raise ValueError(f"{unit!r} cannot be expressed in {to!r}")
    return float(value * _quantity(unit).to(target).magnitude)


@lru_cache(maxsize=1024)
def model_unit(unit: str) -> str:
    """The model unit of the same dimension: a product of molecule, nM, h (e.g. '1/nM/h' for '1/M/s').

    Raises:
        ValueError: the dimension is not built from molecules, concentration and time.
    """
    powers = dimension_of(unit)
    substance = powers.pop("[substance]", 0.0)
    length = powers.pop("[length]", 0.0)
    if abs(length + 3 * substance) > 1e-9:
        raise ValueError(f"{unit!r} is not built from molecules per cell, concentration and time")
    parts = {"molecule": powers.pop("[molecule]", 0.0), "nM": substance, "h": powers.pop("[time]", 0.0)}
    if powers:
        raise ValueError(f"{unit!r} is not built from molecules per cell, concentration and time")
    above = [name + (f"**{power:g}" if power != 1 else "") for name, power in parts.items() if power > 0]
    below = [name + (f"**{-power:g}" if power != -1 else "") for name, power in parts.items() if power < 0]
    return "/".join(["*".join(above) or "1", *below])


def to_model(value: float, unit: str) -> float:
    """A published value in model units (molecules per cell, nM, hour).

    Raises:
        ValueError: the unit cannot be read or is not built from these three.
    """
    return convert(value, unit, model_unit(unit))
