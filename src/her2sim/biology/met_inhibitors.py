"""Crizotinib holds the kinase of MET; onartuzumab keeps HGF from it.

MET_open = 1 / (1 + crizotinib / Ki)      HGF_access = 1 / (1 + onartuzumab / Kd)
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "MET", ("crizotinib",))
    m.derived("HGF_access", 1 / (1 + m.drug("onartuzumab") / m["Kd_onartuzumab"]), "1")


MET_INHIBITORS = Mechanism(name="met_inhibitors", evidence=("TX15",), rules=rules)
