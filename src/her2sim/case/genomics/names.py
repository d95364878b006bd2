"""Names of samples: which are allowed, and which of a longer barcode is the sample."""

from __future__ import annotations

import re
from collections.abc import Iterable

ALLOWED = "letters, digits, points, underscores and hyphens, at most 100, a letter or a digit first"
NO_NAME = "this is no name of a sample"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_TCGA = re.compile(r"(TCGA-[A-Z0-9]{2}-[A-Z0-9]{4}-[0-9]{2})[A-Z](?:-[A-Z0-9-]*)?", re.IGNORECASE)


def sample_name(barcode: str) -> str:
    """The sample of a barcode: of TCGA the first 15 characters, of others all of it."""
    found = _TCGA.fullmatch(barcode)
    return found.group(1) if found is not None else barcode


def is_name(text: str) -> bool:
    """Whether a sample or a patient may be called so; anything else could be a path or a formula."""
    return _NAME.fullmatch(text) is not None and ".." not in text


def twice(names: Iterable[str]) -> str | None:
    """The first name that comes a second time."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
