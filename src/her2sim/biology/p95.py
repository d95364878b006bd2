"""p95HER2: HER2 without the antibody's site, kinase active, in two forms.

k=s  648-CTF, left by shedding (shedding.py); trastuzumab hinders its making
k=i  611-CTF, from translation that starts at Met611 (p95_translation.py); disulphide-linked homodimers

taken in slowly, faster where HSP90 is stopped (hsp90.py): p95 is its client as HER2 is

p95 + HER3 <-> p95:HER3        p95 + HER2 <-> p95:HER2        p95 + p95 <-> p95:p95 (tight for 611-CTF)
"""

from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.trafficking import leaving, single


def _dimers(m: Draft) -> None:
    p95, her2, her3 = m["P95"], m["HER2"], m["HER3"]
    pairs = (
        ("P95_HER3", p95(d=None), her3(d=None), p95(d=1) % her3(d=1)),
        ("P95_HER2", p95(d=None), her2(d=None, t="n", p="n"), p95(d=1) % her2(d=1, t="n", p="n")),
        ("P95_P95_648", p95(d=None, k="s"), p95(d=None), p95(d=1, k="s") % p95(d=1)),
        ("P95_P95_611", p95(d=None, k="i"), p95(d=None, k="i"), p95(d=1, k="i") % p95(d=1, k="i")),
    )
    for name, first, second, both in pairs:
        on = m.derived(f"on_{name}", m[f"koff_{name}"] / m[f"Kd_{name}"], "1/molecule/h")
        m.both(f"dimer_{name}", first + second | both, on, f"koff_{name}")


def rules(m: Draft) -> None:
    p95, her2, her3 = m.monomer("P95", d=(), k=("s", "i")), m["HER2"], m["HER3"]
    _dimers(m)
    uptake = m.derived("k_int_p95_now", m["k_int_p95"] * m["HER2_unfolding"], "1/h")
    for k, kind in (("s", "P95s"), ("i", "P95i")):
        single(m, kind, p95(d=None, k=k), uptake)
        leaving(m, f"{kind}_from_HER3", p95(d=1, k=k) % her3(d=1), kind, her3(d=None), uptake)
        leaving(m, f"{kind}_from_HER2", p95(d=1, k=k) % her2(d=1), kind, her2(d=None), uptake)
        leaving(m, f"{kind}_from_P95", p95(d=1, k=k) % p95(d=1), kind, p95(d=None), uptake)
    for mask, kind in (("n", "HER2"), ("y", "HER2m")):
        taken = her2(d=1, t="n", p="n", m=mask) % p95(d=1)
        leaving(m, f"{kind}_from_P95", taken, kind, p95(d=None), "k_int_ERBB2_now")
    leaving(m, "HER3_from_P95", her3(d=1) % p95(d=1), "HER3", p95(d=None), "k_int_ERBB3")
    m.observable("p95_648", p95(k="s"), m["RE"](k="P95s"))
    m.observable("p95_611", p95(k="i"), m["RE"](k="P95i"))
    m.observable("P95_HER3", p95(d=1) % her3(d=1))
    m.observable("P95_HER2", p95(d=1) % her2(d=1))
    m.observable("P95_P95", p95(d=1) % p95(d=1), per="species")


P95 = Mechanism(
    name="p95",
    evidence=("R01", "R02"),
    needs=("receptors", "trafficking"),
    rules=rules,
    reductions=("Dimers of p95 with EGFR, HER4, MET and IGF-1R are left out.",),
)
