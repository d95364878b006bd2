"""The cache on disk: compiled networks and compiled kernels, under a name that changes with whatever they came from.

`HER2SIM_CACHE` names the folder; without it, the user's cache directory of the platform. What cannot be read is made
anew; what cannot be written is not kept.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path


def cache_folder(*parts: str) -> Path:
    """A folder of the cache, made if need be; a temporary one where the cache cannot be written."""
    folder = _root().joinpath(*parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if writable:
        return folder
    return Path(tempfile.mkdtemp(prefix="her2sim-cache-"))


def _root() -> Path:
    given = os.environ.get("HER2SIM_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "her2sim" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "her2sim"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "her2sim"


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """First 16 hexadecimal digits of the sha256 of some files' contents and some texts."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for text in more:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of the cache so that nobody ever sees half of it; a disk that is full or read-only is no error."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError:
        return
