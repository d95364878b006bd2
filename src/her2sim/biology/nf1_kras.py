"""RAS kept loaded: a KRAS hotspot does it whatever the receptors do, loss of NF1 by taking away the brake (P07).

RAS_GTP = loaded + RAS_basal * (1 - loaded)      GAP = k * (1 - NF1_share + NF1_share * NF1_level)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    ras = m.monomer("RAS", s=("D", "T"))
    m.observable("RAS_T", ras(s="T"))
    loaded = m["RAS_T"] / m["RAS_copies"]
    m.derived("RAS_GTP", loaded + m["RAS_basal"] * (1 - loaded), "1")
    brake = 1 - m["NF1_share"] + m["NF1_share"] * m["NF1_level"]
    m.derived("RAS_GAP", m["k_RAS_GAP"] * brake, "1/h")


NF1_KRAS = Mechanism(name="nf1_kras", evidence=("P07",), rules=rules)
