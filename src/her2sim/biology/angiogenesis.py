"""VEGF and thrombospondin: translation under mTORC1 makes HIF1A, HIF1A makes VEGFA; FOXO lifts THBS1 (MOA08).

4E-BP1 --> HIF1A --> VEGFA --> tumour room (capacity of the vessels)      bevacizumab binds VEGFA (TX26)
FOXO --> THBS1, which holds vessels back
"""

from her2sim.biology.kit import Draft, Mechanism, lift


def rules(m: Draft) -> None:
    hif, vegf = m.monomer("HIF1A", unit="1", s=("f",)), m.monomer("VEGFA", unit="1", s=("f",))
    level = m.observable("HIF1A_level", hif(s="f"))
    made = m.observable("VEGF_secreted", vegf(s="f"))
    m.derived("VEGF", made / (1 + m.drug("bevacizumab") / m["Kd_bevacizumab"]), "1")
    translated = m["translation_basal"] + (1 - m["translation_basal"]) * m["p4EBP1"]
    m.rule("make_HIF1A", None >> hif(s="f"), m.derived("synthesis_HIF1A", m["k_deg_HIF1A"] * translated, "1/h"))
    m.rule("degrade_HIF1A", hif(s="f") >> None, "k_deg_HIF1A")
    rate = m["k_clear_VEGFA"] * (m["VEGFA_basal"] + (1 - m["VEGFA_basal"]) * level)
    m.rule("make_VEGFA", None >> vegf(s="f"), m.derived("secretion_VEGFA", rate, "1/h"))
    m.rule("clear_VEGFA", vegf(s="f") >> None, "k_clear_VEGFA")
    thbs1 = m.monomer("Thrombospondin", unit="1", s=("f",))
    m.observable("THBS1", thbs1(s="f"))
    lifted = lift(m, "FOXO_gain_THBS1", "FOXO_nuclear", "FOXO_usual")
    m.rule("make_THBS1", None >> thbs1(s="f"), m.derived("secretion_THBS1", m["k_clear_THBS1"] * lifted, "1/h"))
    m.rule("clear_THBS1", thbs1(s="f") >> None, "k_clear_THBS1")


ANGIOGENESIS = Mechanism(
    name="angiogenesis", evidence=("MOA08", "TX26"), needs=("mtor", "survivin", "foxo_feedback"), rules=rules
)
