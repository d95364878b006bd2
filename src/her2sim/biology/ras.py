"""Receptors load RAS through SOS; ERK and SPRY hold SOS back.

    SOS(a) <-> SOS(i)     off: ERK(pp)          RAS(D) --SOS at receptors--> RAS(T) --NF1, RASA1--> RAS(D)

A RAS hotspot or NF1 loss keeps the share `RAS_basal` loaded whatever the receptors do.
"""

from her2sim.biology.kit import Draft, Mechanism, conversion


def rules(m: Draft) -> None:
    sos, ras = m.monomer("SOS", s=("a", "i")), m.monomer("RAS", s=("D", "T"))
    spry = m.monomer("SPRY", s=("f",))
    m.observable("SOS_a", sos(s="a"))
    m.observable("RAS_T", ras(s="T"))
    m.observable("SPRY_amount", spry(s="f"))
    m.derived("SOS_active", m["SOS_a"] / m["SOS_copies"], "1")
    loaded = m["RAS_T"] / m["RAS_copies"]
    m.derived("RAS_GTP", loaded + m["RAS_basal"] * (1 - loaded), "1")
    at_receptor = m["drive_RAS"] / (m["drive_RAS"] + m["K_RAS"])
    brake = 1 + m["SPRY_amount"] / m["K_SPRY"]
    load = m.derived("RAS_loading", m["k_RAS_exchange"] + m["k_RAS_SOS"] * m["SOS_active"] * at_receptor / brake, "1/h")
    conversion(m, "switch_RAS", "RAS", ("D", "T"), (load, "k_RAS_GAP"))
    m.initial(sos(s="a"), "SOS_copies")
    m.initial(ras(s="D"), "RAS_copies")


RAS = Mechanism(name="ras", evidence=("MOA11", "P07"), needs=("signals",), rules=rules)
