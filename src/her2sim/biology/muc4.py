"""MUC4, the mucin that TNF lifts, hides HER2 from antibodies and activates it a little.

TNF --> MUC4 (relative, 1 without TNF)          etanercept binds TNF
odds of being hidden = MUC4 * MUC4_masking / (1 - MUC4_masking)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    mucin = m.monomer("MUC4", unit="1", s=("f",))
    level = m.observable("MUC4_amount", mucin(s="f"))
    tnf = m.derived("TNF_free_nM", m["TNF_nM"] / (1 + m.drug("etanercept") / m["Kd_etanercept"]), "nM")
    drive = 1 + m["MUC4_gain_TNF"] * tnf / (tnf + m["K_TNF"])
    m.rule("make_MUC4", None >> mucin(s="f"), m.derived("synthesis_MUC4", m["k_deg_MUC4"] * drive, "1/h"))
    m.rule("lose_MUC4", mucin(s="f") >> None, "k_deg_MUC4")
    hidden = m["MUC4_masking"]
    m.derived("MUC4_hides", hidden * level / (1 - hidden + hidden * level), "1")
    m.derived("MUC4_activation", 1 + m["MUC4_kinase_gain"] * m["MUC4_hides"], "1")


MUC4 = Mechanism(name="muc4", evidence=("R03", "TX22"), rules=rules)
