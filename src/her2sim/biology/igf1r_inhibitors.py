"""Ganitumab and cixutumumab keep IGF-1 from its receptor and send the receptor inside; IGFBP-3 binds IGF-1 itself.

IGF1_free = IGF1 / (1 + IGFBP3 / Kd)      IGF1R_access = 1 / (1 + sum of antibody / Kd)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    m.derived("IGF1_free_nM", m["IGF1_nM"] / (1 + m.drug("IGFBP3") / m["Kd_IGFBP3_IGF1"]), "nM")
    load = m.drug("ganitumab") / m["Kd_ganitumab"] + m.drug("cixutumumab") / m["Kd_cixutumumab"]
    access = m.derived("IGF1R_access", 1 / (1 + load), "1")
    m.derived("IGF1R_uptake_gain", 1 + m["IGF1R_uptake_by_antibody"] * (1 - access), "1")


IGF1R_INHIBITORS = Mechanism(name="igf1r_inhibitors", evidence=("TX16",), rules=rules)
