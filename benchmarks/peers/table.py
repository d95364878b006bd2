"""What was measured, as text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

# geometric means over the models that the engine must reach, and those it aims at
REQUIRED = {"amici integrator": (15.0, 25.0), "roadrunner": (60.0, 100.0)}
_HEAD = ("tool", "rtol", "median error", "95 %", "failed", "sims/s", "sets", "engine is", "at rtol", "compile s", "MB")


def model_text(found: Mapping[str, Any]) -> str:
    """The table of one model."""
    check = found["reference"]["cross-check"]
    second = f", {check['by']} differs by at most {check['differs']:.0e} on {check['sets']}" if check else ""
    head = (
        f"{found['model']}: {found['species']} species, {found['reactions']} reactions,"
        f" {found['parameters']} constants; {found['sets']} sets to {found['horizon']:g}, atol {found['atol']:g}\n"
        f"reference: {found['reference']['by']} on {found['reference']['sets']} sets{second}"
    )
    verdict = all(row["engine"] <= min(row.values()) for row in found["equal_rtol"].values())
    equal = "; ".join(
        f"rtol {rtol}: " + ", ".join(f"{name} {value:.1e}" for name, value in row.items())
        for rtol, row in found["equal_rtol"].items()
    )
    return (
        f"{head}\n{grid([_HEAD, *_rows(found)])}\nmedian error at equal {equal}\n"
        f"engine's is the smallest: {_yes(verdict)}; falls with rtol: {_yes(found['engine_error_falls'])}\n"
    )


def _yes(good: bool) -> str:
    return "yes" if good else "NO"


def _rows(found: Mapping[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, rate in found["per_second"].items():
        tool, *more = name.split()
        engine = tool == "engine"
        error = found["engine_error"][more[0]] if engine else found["error"][tool]
        matched = None if engine else found["matched_rtol"][tool]
        rows.append(
            (
                "engine" if engine else name,
                more[0] if engine else "1e-06",
                f"{error['median']:.1e}",
                f"{error['p95']:.1e}",
                f"{error['failed']}/{error['sets']}",
                f"{rate:.4g}",
                str(found["timed_sets"][name if engine else tool]),
                f"{found['ratio'][name]:.1f} x" if name in found["ratio"] else "",
                "" if matched is None else f"{matched:g}",
                "cached" if math.isnan(found["compile_s"][tool]) else f"{found['compile_s'][tool]:.1f}",
                f"{found['memory_mb'][name if engine else tool]:.0f}",
            )
        )
    return rows


def means_text(models: Sequence[Mapping[str, Any]]) -> str:
    """Geometric means of the ratios over the models."""
    lines: list[str] = []
    names = list(dict.fromkeys(name for found in models for name in found["ratio"]))
    for name in names:
        ratios = [found["ratio"][name] for found in models if name in found["ratio"]]
        mean = math.exp(math.fsum(math.log(ratio) for ratio in ratios) / len(ratios))
        asked = REQUIRED.get(name)
        against = f" (required {asked[0]:g}, goal {asked[1]:g})" if asked else ""
        lines.append(f"engine against {name}: {mean:.1f} x, geometric mean over {len(ratios)} models{against}")
    return "\n".join(lines)


def grid(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns: the first left, the others right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
