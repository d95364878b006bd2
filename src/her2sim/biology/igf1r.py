"""IGF-1R and IGF-1: a bypass through IRS1, and a partner of HER2 that trastuzumab does not take away.

IGF1R + IGF1 <-> IGF1R:IGF1 (one unit = the covalent receptor pair)
IGF1R:IGF1 + HER2 <-> IGF1R:HER2      needs domain II of HER2 free (pertuzumab hinders it)
"""

from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.trafficking import single, with_her2


def rules(m: Draft) -> None:
    igf1r, her2 = m.monomer("IGF1R", d=(), l=("n", "i")), m["HER2"]
    on = m.derived("on_IGF1", m["kon_IGF1"] * m["IGF1_free_nM"] * m["IGF1R_access"], "1/h")
    off = m.derived("off_IGF1", m["kon_IGF1"] * m["Kd_IGF1"], "1/h")
    m.both("bind_IGF1", igf1r(d=None, l="n") | igf1r(d=None, l="i"), on, off)
    pair = igf1r(d=1, l="i") % her2(d=1, p="n")
    on = m.derived("on_IGF1R_HER2", m["koff_IGF1R_HER2"] / m["Kd_IGF1R_HER2"], "1/molecule/h")
    m.both("dimer_IGF1R_HER2", igf1r(d=None, l="i") + her2(d=None, p="n") | pair, on, "koff_IGF1R_HER2")
    taken = m.derived("k_int_IGF1R_now", m["k_int_IGF1R"] * m["IGF1R_uptake_gain"], "1/h")
    single(m, "IGF1R", igf1r(d=None, l="n"), taken)
    m.rule("uptake_IGF1R_bound", igf1r(d=None, l="i") >> m["RE"](k="IGF1R"), "k_int_IGF1R")
    with_her2(m, "IGF1R_HER2", igf1r(d=1, l="i"), "k_int_IGF1R")
    m.observable("IGF1R_IGF1", igf1r(d=None, l="i"))
    m.observable("IGF1R_HER2", igf1r(d=1) % her2(d=1))
    m.observable("surface_IGF1R", igf1r())
    m.derived("IGF1R_active", m["IGF1R_IGF1"] + m["IGF1R_HER2"], "molecule")


IGF1R = Mechanism(name="igf1r", evidence=("R06",), needs=("receptors", "trafficking", "igf1r_inhibitors"), rules=rules)
