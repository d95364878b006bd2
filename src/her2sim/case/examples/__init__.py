"""Cases that ship with the package: cell lines, and one patient for each way to resist trastuzumab."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def list_examples() -> tuple[str, ...]:
    """Names of the shipped cases, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted((name.removesuffix(".yaml") for name in names), key=str.lower))


def example_path(name: str) -> Traversable | None:
    """The file of a shipped case, whatever the case of the name; None if there is none."""
    wanted = _plain(name)
    for known in list_examples():
        if _plain(known) == wanted:
            return files(__name__).joinpath(f"{known}.yaml")
    return None


def _plain(name: str) -> str:
    return name.lower().removesuffix(".yaml").replace("-", "").replace("_", "").replace(" ", "")
