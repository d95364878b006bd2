"""YAML as plain data, with the line of every field; only the plain part of YAML is read.

Refused: tags, anchors and aliases, duplicate keys, several documents, depth over 20, more than 1 MB. Words stay words:
`no` and `on` are text, and only `true`, `false`, `null` and decimal numbers are anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from her2sim.case.problems import Path, where
from her2sim.errors import CaseError

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Marked:
    """Data of a YAML file and the line, counted from 1, of every field in it."""

    data: Any
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int | None:
        """Line of the field, or of the nearest field around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read_yaml(content: bytes, file: str) -> Marked:
    """Read one YAML document.

    Args:
        content: the bytes of the file, UTF-8.
        file: its name, for errors.

    Raises:
        CaseError: the bytes are too many, are not UTF-8 or not YAML, or use a part of YAML that is refused.
    """
    text = _decode(content, file)
    try:
        _refuse_tricks(text, file)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = "" if mark is None else f":{mark.line + 1}"
        raise CaseError(f"this is not YAML: {error.problem or error.context}.", file=file + line) from None
    except yaml.YAMLError as error:
        raise CaseError(f"this is not YAML: {' '.join(str(error).split())}.", file=file) from None
    if node is None:
        raise CaseError("the file is empty.", file=file, expected="a case", hint="her2sim case new > case.yaml")
    lines: dict[Path, int] = {}
    return Marked(_construct(node, (), lines, file), lines)


def _decode(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        raise CaseError(f"the file has {len(content)} bytes.", file=file, expected=f"at most {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CaseError("this is not UTF-8 text.", file=f"{file}:{line}", expected="a text file in UTF-8") from None


def _refuse_tricks(text: str, file: str) -> None:
    """Walk the events before anything is built, so that neither depth nor references can blow up."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        place = f"{file}:{_line(event.start_mark)}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise CaseError("YAML anchors and aliases (& and *) are not read.", file=place, expected="plain values")
        if getattr(event, "tag", None) is not None:
            raise CaseError(
                "YAML tags (!) are not read.", file=place, expected="plain values", got=str(getattr(event, "tag", ""))
            )
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise CaseError("the file holds more than one document.", file=place, expected="one case a file")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise CaseError(f"fields are nested deeper than {MAX_DEPTH}.", file=place, expected="a case")


def _line(mark: Any) -> int:
    return int(mark.line) + 1


def _construct(node: Any, path: Path, lines: dict[Path, int], file: str) -> Any:
    lines.setdefault(path, _line(node.start_mark))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = _line(key_node.start_mark)
        if not isinstance(key_node, yaml.ScalarNode):
            raise CaseError("a field name must be a word.", file=f"{file}:{line}", where=where(path))
        key = str(key_node.value)
        if key in mapping:
            first = lines[(*path, key)]
            raise CaseError(
                f"{key!r} is given twice, first in line {first}.",
                file=f"{file}:{line}",
                where=where((*path, key)),
                expected="every field once",
            )
        lines[(*path, key)] = line
        mapping[key] = _construct(value_node, (*path, key), lines, file)
    return mapping


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style is not None:  # quoted or block text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) and len(text) < 100 else text
