"""How a study says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, steps done, and steps in all."""


def silent(text: str, done: int, total: int) -> None:
    """Say nothing."""
    del text, done, total
