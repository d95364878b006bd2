"""CD44 holds hyaluronan, which hides HER2; hymecromone stops its making, hyaluronidase cuts it.

HAS2 --> HA --hyaluronidase--> 0            odds of being hidden = HA * CD44_masking / (1 - CD44_masking)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    polymer = m.monomer("Hyaluronan", unit="1", s=("f",))
    level = m.observable("hyaluronan", polymer(s="f"))
    made = m["k_turnover_HA"] / (1 + m.drug("hymecromone") / m["Ki_hymecromone"])
    cut = m["k_turnover_HA"] * (1 + m.drug("pegvorhyaluronidase_alfa") / m["K_hyaluronidase"])
    m.rule("make_hyaluronan", None >> polymer(s="f"), m.derived("synthesis_HA", made, "1/h"))
    m.rule("lose_hyaluronan", polymer(s="f") >> None, m.derived("loss_HA", cut, "1/h"))
    hidden = m["CD44_masking"]
    m.derived("CD44_hides", hidden * level / (1 - hidden + hidden * level), "1")


HYALURONAN = Mechanism(name="hyaluronan", evidence=("R04", "TX21"), rules=rules)
