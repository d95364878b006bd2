"""MET and its ligand HGF: a bypass that speaks for itself and through HER3.

MET + HGF <-> MET:HGF      MET:HGF + MET:HGF <-> dimer      MET + MET <-> dimer (only where MET is amplified)
MET + HER3 <-> MET:HER3    no antibody on HER2 touches it
"""

from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.trafficking import apart, dimer, leaving, single


def rules(m: Draft) -> None:
    met, her3 = m.monomer("MET", d=(), l=("n", "h")), m["HER3"]
    on = m.derived("on_HGF", m["kon_HGF"] * m["HGF_nM"] * m["HGF_access"], "1/h")
    off = m.derived("off_HGF", m["kon_HGF"] * m["Kd_HGF"], "1/h")
    m.both("bind_HGF", met(d=None, l="n") | met(d=None, l="h"), on, off)
    pairs = (
        ("MET_MET_HGF", met(d=None, l="h"), met(d=None, l="h"), met(d=1, l="h") % met(d=1, l="h")),
        ("MET_MET_free", met(d=None, l="n"), met(d=None, l="n"), met(d=1, l="n") % met(d=1, l="n")),
        ("MET_HER3", met(d=None), her3(d=None), met(d=1) % her3(d=1)),
    )
    for name, first, second, both in pairs:
        on = m.derived(f"on_{name}", m[f"koff_{name}"] / m[f"Kd_{name}"], "1/molecule/h")
        m.both(f"dimer_{name}", first + second | both, on, f"koff_{name}")
    single(m, "MET", met(d=None, l="n"), "k_int_MET")
    m.rule("uptake_MET_bound", met(d=None, l="h") >> m["RE"](k="MET"), "k_int_MET")
    leaving(m, "MET_from_MET", met(d=1, l="n") % met(d=1, l="n"), "MET", met(d=None, l="n"), "k_int_MET")
    leaving(m, "MET_from_HER3", met(d=1) % her3(d=1), "MET", her3(d=None), "k_int_MET")
    leaving(m, "HER3_from_MET", her3(d=1) % met(d=1), "HER3", met(d=None), "k_int_ERBB3")
    dimer(m, "MET_MET", {"n": met(d=1, l="h") % met(d=1, l="h")}, "k_int_MET_MET")
    apart(m, "MET_MET", {"n": met(d=None, l="n") + met(d=None, l="n")})
    m.observable("MET_MET", met(d=1) % met(d=1), per="species")
    m.observable("MET_HER3", met(d=1) % her3(d=1))
    m.observable("surface_MET", met())


MET = Mechanism(
    name="met",
    evidence=("R05",),
    needs=("receptors", "trafficking", "met_inhibitors"),
    rules=rules,
    reductions=("MET:EGFR dimers are left out.",),
)
