"""VEGF output: translation under mTORC1 makes HIF1A, HIF1A makes VEGFA (MOA08).

4E-BP1 --> HIF1A --> VEGFA --> tumour room (capacity of the vessels)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    hif, vegf = m.monomer("HIF1A", unit="1", s=("f",)), m.monomer("VEGFA", unit="1", s=("f",))
    level = m.observable("HIF1A_level", hif(s="f"))
    m.observable("VEGF", vegf(s="f"))
    translated = m["translation_basal"] + (1 - m["translation_basal"]) * m["p4EBP1"]
    m.rule("make_HIF1A", None >> hif(s="f"), m.derived("synthesis_HIF1A", m["k_deg_HIF1A"] * translated, "1/h"))
    m.rule("degrade_HIF1A", hif(s="f") >> None, "k_deg_HIF1A")
    rate = m["k_clear_VEGFA"] * (m["VEGFA_basal"] + (1 - m["VEGFA_basal"]) * level)
    m.rule("make_VEGFA", None >> vegf(s="f"), m.derived("secretion_VEGFA", rate, "1/h"))
    m.rule("clear_VEGFA", vegf(s="f") >> None, "k_clear_VEGFA")


ANGIOGENESIS = Mechanism(name="angiogenesis", evidence=("MOA08",), needs=("mtor", "apoptosis"), rules=rules)
