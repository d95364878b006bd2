"""The phosphatase of HER3: only where it starts; the rates stand in her3_phosphatase_by_akt."""

from tests.second_look.sources import NETWORK, evaluate, rest, value


def test_where_the_search_starts_does_not_move_the_balance() -> None:
    assert value("HER3_phosphatase_start") == 1.0
    start = {NETWORK.species[place].name for place, _ in NETWORK.initial}
    assert "HER3phosphatase(s~f)" in start
    balance = rest()
    made = evaluate("making_HER3_phosphatase", AKT_active=balance["AKT_active"])
    assert abs(balance["HER3_phosphatase"] - made / value("k_HER3_phosphatase")) < 1e-3


def test_less_phosphatase_is_more_phospho_her3() -> None:
    def share(phosphatase: float) -> float:
        activity = {
            "lapatinib_ERBB2": 0.8,
            "covalent_ERBB2": 0.0,
            "S6K_active": 0.5,
            "MUC4_hides": 0.0,
            "HER_by_ERK": 1.0,
            "HER_by_SRC": 1.0,
        }
        return evaluate("phospho_share_HER3_by_ERBB2", **activity, HER3_phosphatase=phosphatase)

    assert share(0.1) > 1.5 * share(1.0)
