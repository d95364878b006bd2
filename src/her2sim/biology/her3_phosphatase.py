"""The phosphatase of HER3 falls when AKT is held, so pHER3 comes back under a kinase inhibitor (P05).

d level / dt = k * (floor + (1 - floor) * (AKT_active / (AKT_active + K))**2 - level)      HER3's share: signals.py
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    level = m.monomer("HER3phosphatase", unit="1", s=("f",))
    m.observable("HER3_phosphatase", level(s="f"))
    m.initial(level(s="f"), "HER3_phosphatase_start")


HER3_PHOSPHATASE = Mechanism(name="her3_phosphatase", evidence=("P05",), rules=rules)


def _by_akt(m: Draft) -> None:
    level = m["HER3phosphatase"]
    driven = m["AKT_active"] / (m["AKT_active"] + m["K_HER3_phosphatase"])
    wanted = m["HER3_phosphatase_floor"] + (1 - m["HER3_phosphatase_floor"]) * driven**2
    rate = m.derived("making_HER3_phosphatase", m["k_HER3_phosphatase"] * wanted, "1/h")
    m.rule("make_HER3_phosphatase", None >> level(s="f"), rate)
    m.rule("lose_HER3_phosphatase", level(s="f") >> None, "k_HER3_phosphatase")


HER3_PHOSPHATASE_BY_AKT = Mechanism(
    name="her3_phosphatase_by_akt", evidence=("P05",), needs=("her3_phosphatase", "pi3k_akt"), rules=_by_akt
)
