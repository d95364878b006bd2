import subprocess
import sys
import time

HEAVY = ("numpy", "scipy", "pandas", "pyarrow", "matplotlib", "pydantic", "pint", "jinja2", "numba", "yaml")


def test_help_answers_in_half_a_second() -> None:
    times: list[float] = []
    for _ in range(3):
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "her2sim.cli.main", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - begin)
        assert b"predict" in done.stdout
    assert min(times) < 0.5  # the promise of the issue; the best of three, as other work may share the machine


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from her2sim.cli.main import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        f"sys.exit(' '.join(sorted(set({HEAVY!r}) & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
