from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from her2sim.cli.main import app

Call = Callable[..., Result]


@pytest.fixture
def call() -> Call:
    """Run the command line in this process."""

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)

    return invoke


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, Any], None]:
    """Put a function in the place of a study, so that the command is tested and not the model."""

    def replace(module: str, name: str, function: Any) -> None:
        fake = ModuleType(module)
        setattr(fake, name, function)
        monkeypatch.setitem(sys.modules, module, fake)

    return replace
