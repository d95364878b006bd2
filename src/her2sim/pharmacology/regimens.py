"""Names of regimens: 'TH+P' is docetaxel, trastuzumab and pertuzumab; the library is `data/regimens.yaml`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from her2sim.errors import RegimenError
from her2sim.evidence.reading import nearest
from her2sim.pharmacology.drugs import DRUGS, known_drug
from her2sim.pharmacology.regimen_file import course, read_regimen
from her2sim.pharmacology.schedule import Course, Regimen

Setting = Literal["metastatic", "neoadjuvant"]
WEEKS: Mapping[Setting, float] = {"metastatic": 24.0, "neoadjuvant": 18.0}
"""Default duration of treatment, weeks; neoadjuvant treatment ends in surgery."""


def regimen(text: str, *, setting: Setting = "metastatic", duration_weeks: float | None = None) -> Regimen:
    """The regimen of a name such as 'TH', 'H_qw' or 'H+L', or of a file that ends in .yaml.

    Args:
        text: names joined by '+', or a path.
        setting: picks the default duration of `WEEKS`.
        duration_weeks: weeks of treatment; overrides the default and the file.

    Raises:
        RegimenError: a name is not known, a drug is not modelled or stands twice, or a file is not valid.
    """
    if text.endswith((".yaml", ".yml")):
        return read_regimen(Path(text), default_weeks=WEEKS[setting], duration_weeks=duration_weeks)
    weeks = WEEKS[setting] if duration_weeks is None else duration_weeks
    if not weeks > 0:
        raise RegimenError("treatment must last longer than zero.", where=text, expected="weeks above 0", got=weeks)
    components = _components(text)
    found = [_library()["components"][name] for name in components]
    named = [inn for component in found for inn in {DRUGS[str(entry["drug"])].inn for entry in component["drugs"]}]
    courses = tuple(item for component in found for item in _courses(component, set(named)))
    twice = sorted({inn for inn in named if named.count(inn) > 1})
    if twice:
        raise RegimenError(f"{twice[0]} stands twice in the regimen.", where=text, expected="every drug once", got=text)
    description = "; ".join(str(component["description"]) for component in found)
    return Regimen(text, description, courses, 7.0 * weeks)


def regimens(text: str, *, setting: Setting = "metastatic", duration_weeks: float | None = None) -> tuple[Regimen, ...]:
    """The regimens of a list parted by commas, e.g. 'TH,TH+P'.

    Raises:
        RegimenError: as `regimen`; or the list is empty.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise RegimenError("no regimen is named.", expected="one or more of " + ", ".join(list_regimens()))
    return tuple(regimen(part, setting=setting, duration_weeks=duration_weeks) for part in parts)


def list_regimens() -> dict[str, str]:
    """Every name of the library with its description; names can be joined by '+'."""
    library = _library()
    names = {name: str(item["description"]) for name, item in library["components"].items()}
    return names | {name: str(parts) for name, parts in library["names"].items()}


@lru_cache(maxsize=1)
def _library() -> Mapping[str, Any]:
    import yaml

    path = files("her2sim.pharmacology") / "data" / "regimens.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _components(text: str) -> tuple[str, ...]:
    library = _library()
    names: list[str] = []
    for part in (piece.strip() for piece in text.split("+")):
        spelled = str(library["names"].get(part, part))
        for name in spelled.split("+"):
            if name not in library["components"]:
                raise _unknown(name, text)
            names.append(name)
    return tuple(names)


def _unknown(name: str, text: str) -> RegimenError:
    known = {item.lower(): item for item in list_regimens()}
    drug = _library()["aliases"].get(name.lower(), name.lower())
    if drug in DRUGS:
        hint = next(
            key
            for key, item in _library()["components"].items()
            if any(entry["drug"] == drug for entry in item["drugs"])
        )
        problem = f"{name!r} is a drug; a regimen names its component."
    elif (full := known_drug(name)) is not None:
        hint, problem = None, f"{full} is known to the evidence, but its exposure is not modelled yet."
    else:
        hint, problem = nearest(name.lower(), known), f"{name!r} is no regimen."
        hint = known[hint] if hint else None
    return RegimenError(
        problem, where=f"regimen {text}", expected=", ".join(list_regimens()) + ", joined by '+'", got=name, hint=hint
    )


def _courses(component: Mapping[str, Any], present: set[str]) -> tuple[Course, ...]:
    made = tuple(course(dict(entry)) for entry in component["drugs"])
    for rule in component.get("with", ()):
        if set(rule["drugs"]) <= present:
            return tuple(dataclasses.replace(item, dose=float(rule["dose"])) for item in made)
    return made
