import re

import numpy as np
import pytest

from her2sim.evidence import load_evidence
from her2sim.inference import load_ensemble, variant_shares, variants, variants_of
from her2sim.tumour import draw_tumour

EVIDENCE = load_evidence()
WITHOUT_A_CONFLICT = {"variant_adaptive"}
"""a question of mechanism that the collected contradictions do not hold"""


def test_every_disputed_structure_is_a_variant_with_sources_and_weights_that_sum_to_one() -> None:
    found = variants()
    assert {one.name for one in found} == {name for name in EVIDENCE.parameters if name.startswith("variant_")}
    for one in found:
        assert sum(alternative.weight for alternative in one.alternatives) == pytest.approx(1.0)
        assert set(one.sources) <= set(EVIDENCE.references)
        assert one.note
        assert one.contradictions or one.name in WITHOUT_A_CONFLICT


def test_a_contradiction_names_its_variants_with_their_weights_or_says_that_there_is_none() -> None:
    known = {one.name: one for one in variants()}
    for id_, record in EVIDENCE.contradictions.items():
        named = re.findall(r"(variant_\w+): ([^.]*(?:\.\d[^.]*)*)", record.consequence)
        assert named or "No variant" in record.consequence, id_
        for name, text in named:
            for one in known[name].alternatives:
                assert f"{one.value:g} ({one.weight:g})" in text, (id_, name, one)


def test_shares_are_those_of_the_draws() -> None:
    tumour = draw_tumour(np.random.default_rng(1), 200)
    members = load_ensemble().pick(np.random.default_rng(2), 200)
    found = {one.name: one for one in variants_of(load_ensemble().members(members), tumour)}
    myeloid = found["variant_myeloid_share"]
    assert myeloid.room == "tumour"
    assert [one.used for one in myeloid.alternatives] == pytest.approx(
        [np.mean(tumour.variant_myeloid_share == one.value) for one in myeloid.alternatives]
    )
    assert sum(one.used or 0.0 for one in found["variant_HER4"].alternatives) == pytest.approx(1.0)


def test_the_shipped_ensemble_says_nothing_of_the_tumour() -> None:
    for one in variants():
        assert all((alternative.used is None) == (one.room == "tumour") for alternative in one.alternatives)
    assert variant_shares(variants())["variant_PTEN_SRC"]["contradictions"] == ["X01"]
