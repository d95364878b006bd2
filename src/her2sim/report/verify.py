"""The report and the files of a verification.

RUN/results.parquet     one row per claim, readout, cell and member; same seed, same bytes
RUN/report.html         the table of claims, one offline file
RUN/manifest.json       provenance, counts and the outcome of every claim
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim import __version__
from her2sim.evidence import load_evidence
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.report import words
from her2sim.report.rundir import Run, sha256_of, write_manifest
from her2sim.report.sources import Source, number_sources
from her2sim.studies.results import RESEARCH_USE
from her2sim.studies.verify import ClaimResult, Verification
from her2sim.studies.verify.form import OwnReference

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class VerificationFiles:
    """Where a finished verification put its files."""

    manifest: Path
    results: Path
    report: Path


@dataclass(frozen=True)
class Module:
    """A module of the network that carries a mechanism."""

    name: str
    rules: tuple[str, ...]


def write_verification(run: Run, answer: Verification) -> VerificationFiles:
    """Write results, report and manifest of a finished verification."""
    files = VerificationFiles(*(run.path / name for name in ("manifest.json", "results.parquet", "report.html")))
    write_results(answer, files.results)
    run.log("written", file=files.results.name)
    render_verification(answer, files.report)
    run.log("written", file=files.report.name)
    write_manifest(run, "complete", _summary(files, answer))
    return files


def results_table(answer: Verification) -> pd.DataFrame:
    """One row per claim, readout, cell and member; a claim without values has one row that says so."""
    import pandas as pd

    parts = [part for result in answer.results for part in _rows(result, answer)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"claim": [], "outcome": []})


def _rows(result: ClaimResult, answer: Verification) -> Iterable[pd.DataFrame]:
    import pandas as pd

    known = [(name, one.values) for name, one in result.readouts.items() if one.values is not None]
    satisfied = np.full(answer.draws, np.nan) if result.satisfied is None else result.satisfied.astype(np.float64)
    head = {"claim": result.claim.id, "outcome": result.outcome}
    if not known:
        nothing = {"readout": "", "cell": -1, "member": -1, "value": np.nan, "satisfied": np.nan}
        yield pd.DataFrame([{**head, **nothing}])
    for name, values in known:
        table = values.reshape(answer.draws, -1)
        for cell in range(table.shape[1]):
            columns = {"member": answer.members, "value": table[:, cell], "satisfied": satisfied}
            yield pd.DataFrame({**head, "readout": name, "cell": cell, **columns})


def write_results(answer: Verification, path: Path) -> None:
    """Write `results_table` as Parquet (zstd); the same table gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(results_table(answer), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd", store_schema=False)


def render_verification(answer: Verification, path: str | Path) -> None:
    """Write the report: every claim with its outcome, numbers, mechanisms, modules and references.

    Args:
        path: the HTML file; an existing one is replaced.
    """
    sources = _sources(answer)
    page = _environment().get_template("verify.html.j2")
    text = page.render(
        version=__version__,
        research_use=RESEARCH_USE,
        css=_css(),
        answer=answer,
        sources=sources,
        keys=_keys,
        mechanisms=load_evidence().mechanisms,
        modules=modules_of(answer),
        groups=_groups(answer),
    )
    Path(path).write_text(text, encoding="utf-8")


def modules_of(answer: Verification) -> dict[str, tuple[Module, ...]]:
    """Modules of the network and their rules, by the mechanism that they stand on."""
    wanted = {mechanism for result in answer.results for mechanism in result.claim.mechanisms}
    modules = load_network().modules
    return {
        mechanism: tuple(Module(one.name, tuple(one.rules)) for one in modules if mechanism in one.evidence)
        for mechanism in sorted(wanted)
    }


def _groups(answer: Verification) -> dict[str, list[ClaimResult]]:
    """Results by category, or by the file they stand in."""
    groups: dict[str, list[ClaimResult]] = {}
    for result in answer.results:
        name = result.claim.category or Path(result.file).stem.replace("_", " ")
        groups.setdefault(name, []).append(result)
    return groups


def _keys(result: ClaimResult) -> list[str]:
    return [one if isinstance(one, str) else _own_key(one) for one in result.claim.references]


def _own_key(reference: OwnReference) -> str:
    return f"own:{reference.cite}"


def _sources(answer: Verification) -> dict[str, Source]:
    """Every reference with its number: those of the evidence, and those that a claim brings itself."""
    keys = [key for result in answer.results for key in _keys(result)]
    keys += [key for result in answer.results for one in result.claim.mechanisms for key in _of_mechanism(one)]
    own = {
        _own_key(one): one for result in answer.results for one in result.claim.references if not isinstance(one, str)
    }
    numbered = number_sources(keys)
    return {key: _with_link(source, own.get(key)) for key, source in numbered.items()}


def _of_mechanism(name: str) -> tuple[str, ...]:
    record = load_evidence().mechanisms.get(name)
    return record.references if record is not None else ()


def _with_link(source: Source, own: OwnReference | None) -> Source:
    if own is None:
        return source
    link = own.link
    return Source(source.number, source.key, own.cite, link, "link" if link else "", "brought by the claim")


def _css() -> Any:
    from importlib.resources import files

    from markupsafe import Markup

    sheets = ("report.css", "verify.css")
    text = "\n".join((files("her2sim.report") / "templates" / name).read_text("utf-8") for name in sheets)
    return Markup(text)  # noqa: S704 - our own style sheets, not a user's text


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    page: Any = Environment(
        loader=PackageLoader("her2sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters.update({one.__name__: one for one in (words.percent, words.plural, words.cell)})
    page.filters["number"] = _number
    return page


def _number(value: float) -> str:
    """A number in three digits; infinity where a dose series did not reach the effect."""
    return "∞" if np.isposinf(value) else "−∞" if np.isneginf(value) else words.quantity(value)


def _summary(files: VerificationFiles, answer: Verification) -> dict[str, Any]:
    return {
        "provenance": dict(answer.provenance),
        "members": answer.draws,
        "seed": answer.seed,
        "ensemble": load_ensemble().label,
        "counts": answer.counts,
        "simulations": {"run": answer.lanes, "failed": answer.failed, "failures": dict(answer.failures)},
        "results": [_outcome(result) for result in answer.results],
        "files": {path.name: sha256_of(path) for path in (files.results, files.report)},
    }


def _outcome(result: ClaimResult) -> Mapping[str, Any]:
    share = None if np.isnan(result.share) else result.share
    return {"claim": result.claim.id, "outcome": result.outcome, "share": share, "failed_members": result.n_failed}
