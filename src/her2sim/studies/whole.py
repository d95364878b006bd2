"""A file that is there whole or not at all, whatever stops the program."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and then put it there; no two threads may write the same one."""
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    part.replace(path)


def write_arrays(path: Path, **arrays: Any) -> None:
    """The same for arrays of numbers or of text, compressed (`numpy.load` reads them)."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_whole(path, buffer.getvalue())
