"""Alpelisib, an inhibitor of PI3K-alpha, wild type and mutant alike.

d occupancy / dt = kon * drug * (1 - occupancy) - koff * occupancy
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    drug = m.input("alpelisib_nM", "nM")
    enzyme = m.monomer("Alpelisib", unit="1", target=("PIK3CA",))
    occupied = m.observable("alpelisib_PIK3CA", enzyme(target="PIK3CA"))
    on = m.derived("on_alpelisib", m["koff_alpelisib"] / m["Ki_alpelisib_PIK3CA"] * drug, "1/h")
    gain = m.derived("occupy_alpelisib", on * (1 - occupied), "1/h")
    m.rule("bind_alpelisib", None >> enzyme(target="PIK3CA"), gain)
    m.rule("unbind_alpelisib", enzyme(target="PIK3CA") >> None, "koff_alpelisib")


PI3K_INHIBITOR = Mechanism(name="pi3k_inhibitor", evidence=("TX08",), rules=rules)
