"""What is said when the engine is compiled, and when nothing is said."""

import logging
import time

import pytest
from tests.reference.networks import decay

from her2sim.engine import compiling, simulate
from her2sim.engine.compiling import NOTE, announced


@pytest.fixture(autouse=True)
def unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    compiling._say.cache_clear()
    monkeypatch.setattr(compiling, "_NOTE_AFTER_S", 0.01)


def compile_something() -> None:
    """A function that no cache holds; the wait at its end outlasts the patience above however fast the machine."""
    import numba

    numba.njit(lambda x: x + 1)(1)
    time.sleep(0.2)


def test_long_compiling_is_announced_once(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            with announced():
                compile_something()
    assert caplog.messages == [NOTE]


def test_a_wait_without_compiling_is_not_announced(caplog: pytest.LogCaptureFixture):
    with announced():
        time.sleep(0.2)  # far beyond the patience above
    assert caplog.messages == []


def test_a_simulation_with_compiled_kernels_is_silent(caplog: pytest.LogCaptureFixture):
    simulate(decay(), {}, [1.0])
    compiling._say.cache_clear()
    caplog.clear()
    simulate(decay(), {}, [1.0])
    assert caplog.messages == []


def test_without_a_log_of_their_own_users_read_it_on_stderr():
    import subprocess
    import sys

    code = f"import logging; logging.getLogger('her2sim').warning({NOTE!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr.strip()) == ("", NOTE)
