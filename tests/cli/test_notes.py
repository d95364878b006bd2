"""Where a note of the engine goes while a command works."""

import json
import logging

import pytest

from her2sim.cli.progress import progress


def say(*, quiet: bool = False, log_json: bool = False) -> None:
    with progress(lambda event, **fields: None, quiet=quiet, log_json=log_json):
        logging.getLogger("her2sim").warning("compiling")


def test_a_note_is_a_json_line_among_json_lines(capsys: pytest.CaptureFixture[str]):
    say(log_json=True)
    assert json.loads(capsys.readouterr().err) == {"event": "note", "text": "compiling"}


def test_a_quiet_command_says_nothing(capsys: pytest.CaptureFixture[str]):
    say(quiet=True)
    assert capsys.readouterr().err == ""


def test_nothing_stays_behind_when_the_command_is_done():
    say(log_json=True)
    assert logging.getLogger("her2sim").handlers == []
