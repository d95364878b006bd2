"""A study as files: a case each, `rejected.csv`, and `ignored.csv` with every row and value that was not used."""

from __future__ import annotations

from pathlib import Path

import yaml

from her2sim.case.genomics.cohort import Study
from her2sim.case.genomics.problems import Remark, StudyError
from her2sim.case.genomics.rejected import csv_of, write_rejected


def ignored_csv(study: Study) -> str:
    """The text of `ignored.csv`: what was not used, where it stands and why."""
    return csv_of(Remark, study.ignored)


def write_cases(study: Study, folder: str | Path, *, only_positive: bool = False) -> tuple[Path, ...]:
    """Write the cases of a study and what was not used, and return the files of the cases.

    Args:
        folder: is made if it is not there; no file in it is overwritten.
        only_positive: leave out tumours that are not HER2-positive.

    Raises:
        StudyError: a file is there already, or the folder cannot be written.
    """
    target = Path(folder)
    names = [name for name, one in study.samples.items() if one.her2 == "positive" or not only_positive]
    paths = [target / f"{name}.yaml" for name in names]
    for path in (*paths, target / "rejected.csv", target / "ignored.csv"):
        if path.exists():
            raise StudyError("the file is there already.", file=str(path), expected="a new folder")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, path in zip(names, paths, strict=True):
            text = yaml.safe_dump(study.samples[name].data, sort_keys=False, allow_unicode=True, width=120)
            path.write_text(text, encoding="utf-8")
        (target / "ignored.csv").write_text(ignored_csv(study), encoding="utf-8")
    except OSError as error:
        raise StudyError(f"the folder cannot be written: {error}.", file=str(target)) from None
    write_rejected(study, target / "rejected.csv")
    return tuple(paths)
