"""EphA2: SRC phosphorylates it, more so where trastuzumab has drawn HER2 together; it speaks to PI3K and RAS.

    EPHA2(i) <-> EPHA2(a)      on: SRC * (1 + gain * HER2 held by both arms of an antibody); off: phosphatases

In cells with little EphA2 this is nothing; in resistant cells with much of it trastuzumab feeds the bypass (R09).
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    epha2 = m.monomer("EPHA2", s=("i", "a"))
    m.observable("pEPHA2", epha2(s="a"))
    m.initial(epha2(s="i"), "EPHA2_total")


EPHA2 = Mechanism(name="epha2", evidence=("R09",), rules=rules)


def _by_src(m: Draft) -> None:
    epha2 = m["EPHA2"]
    held = m["trastuzumab_two_arms"]
    gathered = 1 + m["EPHA2_gain_antibody"] * held / (held + m["K_EPHA2_antibody"])
    access = 1 / (1 + m.drug("anti_EPHA2") / m["Kd_anti_EPHA2"])
    on = m.derived("EPHA2_on", m["gain_EPHA2"] * m["k_EPHA2_off"] * m["SRC_active"] * gathered * access, "1/h")
    m.both("switch_EPHA2", epha2(s="i") | epha2(s="a"), on, "k_EPHA2_off")


EPHA2_BY_SRC = Mechanism(
    name="epha2_by_src", evidence=("R09", "TX19"), needs=("epha2", "src_pten", "trastuzumab"), rules=_by_src
)
