"""One claim at the bench: its arms as conditions, and how a readout is taken in one cell or a panel of cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.verify.conditions import Condition
from her2sim.studies.verify.form import ArmForm
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.problems import CannotAskError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """A small change of one parameter, for sensitivities."""

    parameter: str
    factor: float
    arm: str | None = None
    """only this arm feels it; None for all"""


@dataclass(frozen=True, eq=False)
class Bench:
    """One claim at the bench."""

    lab: Lab
    arms: Mapping[str, tuple[Condition, ...] | CannotAskError]
    forms: Mapping[str, ArmForm]
    step: Step | None = None

    def stepped(self, step: Step) -> Bench:
        """The same with one parameter changed."""
        return replace(self, step=step)

    def conditions(self, arm: str) -> tuple[Condition, ...]:
        """The conditions of an arm, one a cell.

        Raises:
            CannotAskError: the model does not hold something the arm names.
        """
        found = self.arms[arm]
        if isinstance(found, CannotAskError):
            raise CannotAskError(f"arm {arm}: {found.reason}", unknown=found.unknown, hint=found.hint)
        if self.step is None or self.step.arm not in {None, arm}:
            return found
        return tuple(condition.stepped(self.step.parameter, self.step.factor) for condition in found)

    def each(self, arm: str, take: Callable[[Condition], Floats]) -> Floats:
        """A reading of every cell of an arm: (N,), or (N, C) for a panel."""
        values = [take(condition) for condition in self.conditions(arm)]
        return np.stack(values, axis=1) if self.forms[arm].cells else values[0]

    def matched(self, arms: tuple[str, ...], take: Callable[[tuple[Condition, ...]], Floats]) -> Floats:
        """A reading of several arms, cell by cell; an arm with one cell stands beside every cell of a panel.

        Raises:
            CannotAskError: two panels differ in their number of cells.
        """
        groups = [self.conditions(arm) for arm in arms]
        count = max(len(group) for group in groups)
        if any(len(group) not in {1, count} for group in groups):
            raise CannotAskError(f"the panels of {' and '.join(arms)} differ in their number of cells", unknown=True)
        values = [take(tuple(group[cell % len(group)] for group in groups)) for cell in range(count)]
        return np.stack(values, axis=1) if any(self.forms[arm].cells for arm in arms) else values[0]
