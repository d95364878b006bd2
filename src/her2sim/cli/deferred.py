"""A command group whose module is imported only when one of its commands is looked up, so that `--help` stays fast."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


def deferred(module: str, help_text: str) -> typer.Typer:
    """A typer app that stands for `module.app` and imports it on first use.

    Args:
        module: dotted name of a module with a `typer.Typer` called `app`.
        help_text: one sentence for the list of commands, shown without importing the module.
    """

    class Deferred(TyperGroup):
        """Fills itself from the module when its commands are asked for."""

        def _load(self) -> None:
            if not self.commands:
                self.commands = dict(get_group(import_module(module).app).commands)

        def list_commands(self, ctx: Any) -> list[str]:
            self._load()
            return list(self.commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            self._load()
            return self.commands.get(cmd_name)

    return typer.Typer(cls=Deferred, help=help_text, no_args_is_help=True)
