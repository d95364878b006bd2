"""Receptors load RAS through SOS; ERK and SPRY hold SOS back.

    SOS(a) <-> SOS(i)     off: ERK(pp)          RAS(D) --SOS at receptors--> RAS(T) --NF1, RASA1--> RAS(D)

What a RAS hotspot or the loss of NF1 does stands in nf1_kras.py.
"""

from her2sim.biology.kit import Draft, Mechanism, conversion, saturation


def rules(m: Draft) -> None:
    sos = m.monomer("SOS", s=("a", "i"))
    spry = m.monomer("SPRY", s=("f",))
    m.observable("SOS_a", sos(s="a"))
    m.observable("SPRY_amount", spry(s="f"))
    m.derived("SOS_active", m["SOS_a"] / m["SOS_copies"], "1")
    at_receptor = saturation(m["drive_RAS"], m["K_RAS"], m["RAS_drive_usual"])
    brake = 1 + m["SPRY_amount"] / m["K_SPRY"]
    load = m.derived(
        "RAS_loading",
        m["k_RAS_exchange"] + m["gain_RAS"] * m["k_RAS_GAP"] * m["SOS_active"] * at_receptor / brake,
        "1/h",
    )
    conversion(m, "switch_RAS", "RAS", ("D", "T"), (load, m["RAS_GAP"]))
    m.initial(sos(s="a"), "SOS_copies")
    m.initial(m["RAS"](s="D"), "RAS_copies")


RAS = Mechanism(name="ras", evidence=("MOA11",), needs=("signals", "nf1_kras"), rules=rules)
