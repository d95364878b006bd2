"""SKP2 takes p27 to its end, and AKT keeps SKP2 up by holding FOXO: IGF-1 lifts it, trastuzumab lowers it (R15, R06).

SKP2 (relative, 1 at the usual nuclear FOXO) --> degradation of p27 that CDK2 has marked at T187 (ppm1h.py)
"""

from her2sim.biology.kit import Draft, Mechanism, lift


def rules(m: Draft) -> None:
    ligase = m.monomer("SKP2ligase", unit="1", s=("f",))
    m.observable("SKP2", ligase(s="f"))
    level = 1 / lift(m, "FOXO_brake_SKP2", "FOXO_nuclear", "FOXO_usual")
    rate = m.derived("synthesis_SKP2", m["k_deg_SKP2"] * m["SKP2_level"] * level, "1/h")
    m.rule("make_SKP2", None >> ligase(s="f"), rate)
    m.rule("lose_SKP2", ligase(s="f") >> None, "k_deg_SKP2")


SKP2 = Mechanism(name="skp2", evidence=("R15",), needs=("foxo_feedback",), rules=rules)
