"""A study folder in cBioPortal's layout: which file is what, who was sequenced, and nothing outside the folder.

Meta files and case lists are `key: value` lines. A file they name must lie in the folder itself; links are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.names import sample_name
from her2sim.case.genomics.problems import Remark, StudyError, short

PARTS = ("patients", "samples", "mutations", "discrete", "log2", "expression", "z", "panels")


@dataclass(frozen=True)
class Part:
    """One data file and what its meta file says of it."""

    kind: str
    """one of `PARTS`"""
    path: Path
    meta: Mapping[str, str]


@dataclass(frozen=True)
class Folder:
    """A study folder, looked through; its tables are not read yet."""

    name: str
    parts: tuple[Part, ...]
    sequenced: frozenset[str] | None
    """samples of the case list; None if there is no such list"""
    panels: Mapping[str, tuple[str, ...]]
    """gene panel -> its genes"""
    remarks: tuple[Remark, ...]

    def of(self, kind: str) -> list[Part]:
        """The parts of one kind."""
        return [part for part in self.parts if part.kind == kind]


def read_folder(folder: Path) -> Folder:
    """Look through a study folder.

    Raises:
        StudyError: no such folder, a file that is named is not there or lies outside, a link, a meta file that is none.
    """
    names = _listing(folder)
    metas = {name: read_meta(inside(folder, name)) for name in names if _is_meta(name)}
    parts, remarks = _parts(folder, names, metas)
    own = next((meta for name, meta in metas.items() if name == "meta_study.txt"), dict[str, str]())
    name = short(own.get("cancer_study_identifier", folder.resolve().name), 100)
    panels = _panel_files(folder, names)
    return Folder(name, tuple(parts), _sequenced(folder, names), panels, tuple(remarks))


def inside(folder: Path, name: str) -> Path:
    """A file of the folder by its name.

    Raises:
        StudyError: the name leads out of the folder or to a link, or there is no such file.
    """
    plain = name.replace("\\", "/").split("/")
    if not name or name.startswith("/") or ":" in name or ".." in plain or "\\" in name or not name.isprintable():
        expected = "the name of a file in the folder"
        raise StudyError("this path leaves the folder.", file=folder.name, expected=expected, got=short(name))
    path = folder / name
    try:
        steps = [step for step in (path, *path.parents) if step != folder and folder in step.parents]
        link, there = any(step.is_symlink() for step in steps), path.is_file()
    except (OSError, ValueError):
        link = there = False
    if link:
        raise StudyError(
            "this is a link; links are not followed.", file=folder.name, expected="a file", got=short(name)
        )
    if not there:
        raise StudyError("there is no such file.", file=folder.name, expected="a file of the folder", got=short(name))
    return path


def read_meta(path: Path) -> dict[str, str]:
    """`key: value` lines of a meta file, a case list or a gene panel.

    Raises:
        StudyError: the file is too large, not UTF-8 or has a line that is not of this form.
    """
    most = int(genomics_data("limits.yaml")["meta_bytes"])
    try:
        with path.open("rb") as stream:
            return parse_meta(stream.read(most + 1), path.name)
    except OSError as error:
        raise StudyError(f"the file cannot be read: {error}.", file=path.name) from None


def parse_meta(raw: bytes, name: str) -> dict[str, str]:
    """The same from the bytes of a file; `name` is its name in errors.

    Raises:
        StudyError: as `read_meta`.
    """
    most = int(genomics_data("limits.yaml")["meta_bytes"])
    if len(raw) > most:
        raise StudyError("the file is too large.", file=name, expected=f"at most {most} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StudyError("the text is not UTF-8.", file=name, expected="UTF-8") from None
    meta: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon or "\x00" in line:
            where, expected = f"line {number}", "key: value"
            raise StudyError(
                "this is no line of a meta file.", file=name, where=where, expected=expected, got=short(line)
            )
        meta.setdefault(key.strip().lower(), value.strip())
    return meta


def _listing(folder: Path) -> list[str]:
    try:
        if not folder.is_dir():
            raise StudyError("there is no such folder.", file=short(str(folder), 200), expected="a study folder")
        names = sorted(path.name for path in folder.iterdir())
    except (OSError, ValueError) as error:
        raise StudyError(f"the folder cannot be read: {error}.", file=short(str(folder), 200)) from None
    most = int(genomics_data("limits.yaml")["files"])
    if len(names) > most:
        raise StudyError(
            "the folder holds too many files.", file=folder.name, expected=f"at most {most}", got=len(names)
        )
    return names


def _is_meta(name: str) -> bool:
    return name.startswith("meta_") and name.endswith(".txt")


def _parts(folder: Path, names: list[str], metas: Mapping[str, Mapping[str, str]]) -> tuple[list[Part], list[Remark]]:
    data = genomics_data("study.yaml")
    kinds = {(one["type"], one["datatype"]): one["part"] for one in data["kinds"]}
    parts: list[Part] = []
    remarks: list[Remark] = []
    told: set[str] = set()
    for meta_name, meta in metas.items():
        file = meta.get("data_filename", "")
        if not file:
            continue
        told.add(file)
        words = (meta.get("genetic_alteration_type", "").upper(), meta.get("datatype", "").upper())
        kind = kinds.get(words)
        if kind is not None:
            parts.append(Part(kind, inside(folder, file), meta))
        else:
            reason = f"{short(' '.join(words)) or 'this kind of data'} is not read"
            remarks.append(Remark("file", short(file), None, reason, field=meta_name, count=0))
    by_name = {file: kind for kind, listed in data["names"].items() for file in listed}
    by_name |= dict.fromkeys(data["expression_names"], "expression")
    for name in names:
        kind = by_name.get(name.removesuffix(".gz"))
        if name in told or not name.startswith("data_"):
            continue
        if kind is not None:
            unit = data["expression_names"].get(name.removesuffix(".gz"), "")
            parts.append(Part(kind, inside(folder, name), {"stable_id": unit}))
        elif not name.startswith(tuple(data["panel_files"])):
            reason = "no meta file speaks of it and its name is not a usual one; not read"
            remarks.append(Remark("file", short(name), None, reason, count=0))
    return parts, remarks


def _sequenced(folder: Path, names: list[str]) -> frozenset[str] | None:
    """Samples of the case list of sequenced tumours."""
    if "case_lists" not in names:
        return None
    lists, rule = folder / "case_lists", genomics_data("study.yaml")["sequenced"]
    if lists.is_symlink():
        raise StudyError(
            "this is a link; links are not followed.", file=folder.name, expected="a folder", got="case_lists"
        )
    found: frozenset[str] | None = None
    for name in _listing(lists):
        meta = read_meta(inside(folder, f"case_lists/{name}")) if name.endswith(".txt") else {}
        ours = name == rule["file"] or meta.get("case_list_category") == rule["category"]
        if ours or meta.get("stable_id", "").endswith(rule["ends"]):
            ids = frozenset(
                sample_name(one.strip()) for one in meta.get("case_list_ids", "").split("\t") if one.strip()
            )
            found = ids | (found or frozenset[str]())
    return found


def _panel_files(folder: Path, names: list[str]) -> dict[str, tuple[str, ...]]:
    starts = tuple(genomics_data("study.yaml")["panel_files"])
    panels: dict[str, tuple[str, ...]] = {}
    for name in names:
        if (
            name.startswith(starts)
            and name.endswith(".txt")
            and name not in genomics_data("study.yaml")["names"]["panels"]
        ):
            meta = read_meta(inside(folder, name))
            genes = meta.get("gene_list", "").split()
            panels[meta.get("stable_id", "")] = tuple(genes)
    return panels
