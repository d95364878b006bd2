"""PIK3CA hotspots derived again."""

import pytest
from tests.second_look.sources import EVIDENCE, check_choice, evaluate, interval, value


def mutant(driven: float, **given: float) -> float:
    return evaluate("PI3K_mutant", PI3K_receptor_driven=driven, PIK3CA_basal=0.6, **given)


def test_whether_a_mutant_still_needs_receptors_is_open_and_most_reports_say_no() -> None:
    check_choice("variant_PIK3CA_coupled", sides={0.0, 1.0}, contradiction="X03")
    prior = EVIDENCE.parameters["variant_PIK3CA_coupled"].prior
    assert prior.kind == "choice"
    assert dict(zip(prior.values, prior.weights, strict=True))[0.0] > 0.5  # young2013, rexer2014 against obrien2010


def test_uncoupled_it_fills_what_receptors_leave() -> None:
    for driven in (0.0, 0.4, 1.0):
        assert mutant(driven) == pytest.approx(0.6 * (1 - driven))


def test_coupled_it_keeps_a_share_without_any_receptor() -> None:
    alone = mutant(0.0, variant_PIK3CA_coupled=1.0) / mutant(0.0)
    assert alone == pytest.approx(value("PIK3CA_alone_share"))
    assert mutant(0.4, variant_PIK3CA_coupled=1.0) < mutant(0.4)
    assert interval("PIK3CA_alone_share")[1] < 0.6


def test_an_inhibitor_of_alpha_takes_all_of_it() -> None:
    assert mutant(0.4, alpelisib_nM=1e12) == pytest.approx(0.0, abs=1e-6)


def test_the_wild_type_adds_nothing() -> None:
    assert value("PIK3CA_basal") == 0.0
    assert evaluate("PI3K_mutant", PI3K_receptor_driven=0.4) == 0.0
