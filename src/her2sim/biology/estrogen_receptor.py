"""The oestrogen receptor: a way to cyclin D1 and survival of its own, which opens when HER2 is held (P06).

FOXO --> ER; ER with oestradiol --> cyclin D1, survivin      fulvestrant: ER off and gone; letrozole: no oestradiol
"""

from her2sim.biology.kit import Draft, Mechanism, lift


def rules(m: Draft) -> None:
    er = m.monomer("ER", unit="1", s=("f",))
    amount = m.observable("ER_amount", er(s="f"))
    left = 1 / (1 + m.drug("fulvestrant") / m["Ki_fulvestrant"])
    oestradiol = 1 / (1 + m.drug("letrozole") / m["Ki_letrozole"])
    lifted = lift(m, "FOXO_gain_ESR1", "FOXO_nuclear", "FOXO_usual")
    rate = m.derived("synthesis_ESR1", m["k_deg_ESR1"] * m["ESR1_level"] * lifted, "1/h")
    lose = m.derived("degradation_ESR1", m["k_deg_ESR1"] * (1 + m["fulvestrant_degrades"] * (1 - left)), "1/h")
    m.rule("make_ER", None >> er(s="f"), rate)
    m.rule("lose_ER", er(s="f") >> None, lose)
    m.derived("ER_active", amount * left * oestradiol, "1")


ESTROGEN_RECEPTOR = Mechanism(
    name="estrogen_receptor",
    evidence=("P06", "TX24"),
    needs=("foxo_feedback",),
    rules=rules,
    reductions=("Oestradiol is at its usual level unless letrozole takes it away; medium with serum holds it.",),
)
