"""Loading a network: the artefact shipped with the package, or a JSON file of the same format."""

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from her2sim.errors import NetworkError
from her2sim.network.check import nearest
from her2sim.network.document import from_document
from her2sim.network.form import Network


def load_network(name: str | Path = "her2") -> Network:
    """Load a network by the name of a shipped artefact, or from a path ending in .json.

    Raises:
        NetworkError: there is no such network, or the file is not well formed; names the element.
    """
    if isinstance(name, Path) or name.endswith(".json"):
        path = Path(name)
        if not path.is_file():
            raise NetworkError("there is no such file.", file=str(path), expected="a network in JSON")
        return parse_network(path.read_text(encoding="utf-8"), str(path))
    return _shipped(name)


@lru_cache(maxsize=4)
def _shipped(name: str) -> Network:
    folder = files("her2sim.network") / "data"
    choices = sorted(item.name.removesuffix(".json") for item in folder.iterdir() if item.name.endswith(".json"))
    if name not in choices:
        raise NetworkError(
            f"there is no network {name!r}.", expected=", ".join(choices), got=name, hint=nearest(name, choices)
        )
    return parse_network((folder / f"{name}.json").read_text(encoding="utf-8"), f"{name}.json")


def parse_network(text: str, source: str = "network") -> Network:
    """Read a network from JSON text.

    Raises:
        NetworkError: the text is no JSON or no well-formed network; names the element.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise NetworkError("the file is not JSON.", file=source, where=str(error)) from error
    return from_document(document, source)
