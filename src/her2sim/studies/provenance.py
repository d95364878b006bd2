"""Where an answer came from: versions and hashes of the model, the ensemble, the data and the code; the seed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from her2sim import __version__
from her2sim.case import Case
from her2sim.inference import Variant, load_ensemble, variant_shares
from her2sim.network import load_network
from her2sim.pharmacology.schedule import Regimen


def _files(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in folder.iterdir():
        name = f"{prefix}/{item.name}"
        if item.is_dir():
            found += _files(item, name)
        elif item.name.endswith((".yaml", ".csv", ".json")):
            found.append((name, item))
    return found


@lru_cache(maxsize=1)
def evidence_hash() -> str:
    """sha256 over names and contents of the evidence's data files."""
    import hashlib

    digest = hashlib.sha256()
    for name, item in sorted(_files(resources.files("her2sim.evidence") / "data"), key=lambda pair: pair[0]):
        digest.update(name.encode())
        digest.update(item.read_bytes())
    return digest.hexdigest()


def provenance(
    case: Case | None, regimens: Sequence[Regimen], draws: int, seed: int, variants: Sequence[Variant]
) -> dict[str, Any]:
    """The provenance of one answer, ready for `manifest.json`.

    Args:
        case: None for a study of no single case.
        regimens: that were asked.
        draws: number of members or draws.
        seed: of every random number.
        variants: with the shares that the draws used.
    """
    import hashlib

    network, about = load_network(), load_ensemble().about
    record: dict[str, Any] = {
        "code": __version__,
        "model": {"name": network.name, "version": network.version, "sha256": network.content_hash},
        "ensemble": {
            "label": about["label"],
            "members": about["members"],
            "seed": about["seed"],
            "priors": about["priors"],
        },
        "evidence": evidence_hash(),
        "regimens": [regimen.name for regimen in regimens],
        "draws": draws,
        "seed": seed,
        "variants": variant_shares(variants),
    }
    if case is not None:
        text = case.model_dump_json()
        record["case"] = {"name": case.name, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return record
