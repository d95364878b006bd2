"""No number with a source goes without a second look."""

from pathlib import Path

from tests.second_look.sources import EVIDENCE

from her2sim.network import load_network


def test_every_sourced_number_of_the_network_is_looked_at_again() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    inside = {parameter.name for parameter in load_network().parameters}
    records = [record for name, record in EVIDENCE.parameters.items() if name in inside]
    sourced = [record.name for record in records if record.status != "assumption"]
    missing = [name for name in sourced if f'"{name}"' not in texts and f"{name}=(" not in texts]
    assert missing == []
