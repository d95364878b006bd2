"""The examples of docs/claims.md are files that can be asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from her2sim.studies.verify import ask, parse_claims
from her2sim.studies.verify.formula_functions import FUNCTIONS
from her2sim.studies.verify.kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "claims.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_there_are_ten_examples_and_the_file_of_the_start() -> None:
    assert len(EXAMPLES) == 11


@pytest.mark.parametrize("text", EXAMPLES, ids=[re.findall(r"id: (\S+)", text)[0] for text in EXAMPLES])
def test_an_example_can_be_asked(text: str) -> None:
    answer = ask(parse_claims(text, "docs/claims.md"), members=3)
    for result in answer.results:
        assert result.outcome != "not evaluable" or result.claim.needs == "trial", result.reason
        assert result.n_failed == 0


def test_the_page_names_every_kind_of_readout_and_every_function() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in PAGE] == []
    assert [name for name in FUNCTIONS if not re.search(rf"\b{name}\b", PAGE)] == []
