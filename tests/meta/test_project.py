"""The project as others receive it: no trace of a machine, licences, versions, commands that exist."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import pytest
from tests.meta.tree import ROOT, files, name
from typer.testing import CliRunner

from her2sim import __version__
from her2sim.cli.main import app

# in two halves, so that this file does not trip over itself
_HOSTS = ["py" + "pi.org", "files.pythonhosted" + ".org", "registry.npm" + "js", "deb." + "debian"]
_INDEXES = ["--index" + "-url", "--extra-index" + "-url", "--find" + "-links"]
_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home|opt|Users|mnt)/\w")
_TEXT = (
    ".py",
    ".pyi",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".cff",
    ".j2",
    ".css",
    ".json",
    ".csv",
    "Makefile",
    "run",
    ".ipynb",
)


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_no_file_names_a_machine_or_a_registry() -> None:
    found: dict[str, list[str]] = {}
    for path in files(*_TEXT):
        text = path.read_text("utf-8")
        said = [word for word in _HOSTS + _INDEXES if word in text] + _PATHS.findall(text)
        if said:
            found[name(path)] = said
    assert found == {}


def _licence(package: str) -> str:
    about = metadata.metadata(package)
    stated = [about.get("License-Expression") or about.get("License") or ""]
    classifiers = [text for text in about.get_all("Classifier") or [] if text.startswith("License")]
    return " ".join([*stated, *classifiers])


def _installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_no_dependency_at_run_time_is_under_the_gpl(project: dict) -> None:
    names = [re.split(r"[<>=;\[ ]", entry)[0] for entry in project["project"]["dependencies"]]
    present = [package for package in names if _installed(package)]
    assert len(present) >= len(names) - 1  # only scikit-sundae may be absent, on a machine without its wheel
    copyleft = re.compile(r"(?<!L)(?<!Lesser )\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)
    assert {package for package in present if copyleft.search(_licence(package)[:4000])} == set()


def test_versions_agree() -> None:
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_supported_python_is_declared(project: dict) -> None:
    declared = {text.rsplit(" ", 1)[-1] for text in project["project"]["classifiers"] if "Python :: 3." in text}
    assert declared == {"3.11", "3.12", "3.13", "3.14"}
    assert project["project"]["requires-python"] == ">=3.11,<3.15"


def test_every_make_target_the_papers_name_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    for paper in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        named = set(re.findall(r"make ([a-z][a-z-]*)", (ROOT / paper).read_text("utf-8")))
        assert named - targets - {"and"} == set(), paper


def test_every_command_the_readme_names_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"her2sim (predict|demo|doctor|(?:case|evidence|regimen|model) [a-z]+|schema [a-z]+)", text))
    assert len(named) >= 6
    for command in sorted(named):
        words = command.split()
        assert CliRunner().invoke(app, [*words[: 1 if words[0] == "schema" else 2], "--help"]).exit_code == 0, command


def test_links_between_the_papers_lead_somewhere() -> None:
    for paper in (*files(".md", under=ROOT / "docs"), *(path for path in ROOT.glob("*.md"))):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", paper.read_text("utf-8")):
            assert (paper.parent / target).exists(), f"{name(paper)}: {target}"
