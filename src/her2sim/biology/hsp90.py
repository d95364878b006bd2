"""Tanespimycin on HSP90: its clients HER2, p95 and AKT fall apart.

HSP90_blocked = drug / (drug + Ki)      uptake and degradation of HER2 and p95 * (1 + gain * blocked); AKT_folded falls
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    blocked = 1 - open_share(m, "HSP90", ("tanespimycin",))
    m.derived("HER2_unfolding", 1 + m["HSP90_client_gain"] * blocked, "1")
    folded = m.monomer("AKTfolded", unit="1", s=("f",))
    m.observable("AKT_folded", folded(s="f"))
    wanted = m.derived("folding_AKT", m["k_turnover_AKT"] * (1 - m["HSP90_AKT_share"] * blocked), "1/h")
    m.rule("fold_AKT", None >> folded(s="f"), wanted)
    m.rule("lose_AKT", folded(s="f") >> None, "k_turnover_AKT")
    m.initial(folded(s="f"), "AKT_folded_start")


HSP90 = Mechanism(name="hsp90", evidence=("TX23",), rules=rules)
