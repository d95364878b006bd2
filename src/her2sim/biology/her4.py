"""HER4: active pairs are cut and send their inner domain to the nucleus; what it does there is disputed (R18).

HER4 pairs --> HER4_ICD --> cyclin D1      up (`variant_HER4` 1) or down (-1); FOXO lifts HER4 (foxo.py)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    domain = m.monomer("HER4ICD", s=("f",))
    amount = m.observable("HER4_ICD", domain(s="f"))
    pairs = m["p_HER2_HER4"] + m["p_HER4_HER4"]
    m.rule("cut_HER4", None >> domain(s="f"), m.derived("cutting_HER4", m["k_cut_HER4"] * pairs, "molecule/h"))
    m.rule("lose_HER4_ICD", domain(s="f") >> None, "k_deg_HER4_ICD")
    heard = amount / (amount + m["K_HER4_ICD"])
    m.derived("HER4_on_CCND1", 1 + m["variant_HER4"] * m["HER4_ICD_effect"] * heard, "1")


HER4 = Mechanism(name="her4", evidence=("R18",), needs=("signals",), rules=rules)
