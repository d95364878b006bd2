"""The project's own files, for tests that walk the tree; neither environments nor what was built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "her2sim"
_NOT_OURS = {"__pycache__", "_build", "jupyter_execute", "build", "dist", "runs", "node_modules", "shared"}


def files(*endings: str, under: Path = ROOT) -> Iterator[Path]:
    """Files whose name ends in one of `endings`; all if none is given."""
    for path in sorted(under.iterdir()):
        hidden = path.name.startswith(".") and path.name not in {".ci", ".pre-commit-config.yaml", ".gitignore"}
        if hidden or path.name in _NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from files(*endings, under=path)
        elif not endings or path.name.endswith(endings):
            yield path


def name(path: Path) -> str:
    """Path from the root of the project, for messages and test ids."""
    return path.relative_to(ROOT).as_posix()
