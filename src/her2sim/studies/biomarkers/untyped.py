"""Parts of SciPy, which has no types, as `Any`."""

from __future__ import annotations

from typing import Any

import scipy.special as _special  # pyright: ignore[reportMissingTypeStubs]
import scipy.stats as _stats  # pyright: ignore[reportMissingTypeStubs]

special: Any = _special
stats: Any = _stats
