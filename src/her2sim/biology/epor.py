"""EpoR: erythropoietin given for anaemia wakes JAK2, which wakes SRC, which takes PTEN from the membrane (R10).

EPOR(i) + EPO --JAK2--> EPOR(a) --> SRC, RAS      ruxolitinib holds JAK2
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    epor = m.monomer("EPOR", s=("i", "a"))
    m.observable("pEPOR", epor(s="a"))
    bound = m["EPO_nM"] / (m["EPO_nM"] + m["Kd_EPO"])
    on = m.derived("EPOR_on", m["gain_EPOR"] * m["k_EPOR_off"] * bound * m["JAK2_open"], "1/h")
    m.both("switch_EPOR", epor(s="i") | epor(s="a"), on, "k_EPOR_off")
    m.initial(epor(s="i"), "EPOR_total")


EPOR = Mechanism(name="epor", evidence=("R10",), needs=("jak2_inhibitors",), rules=rules)
