"""Trastuzumab on domain IV of HER2: one arm, then the second on a neighbour; bivalency is pooled.

    HER2(t=n) + drug <-> HER2(t=b)                     kon, koff of one arm; drug: what a decoy leaves (h2ntf.py)
    HER2(t=b) + HER2(t=n) <-> HER2(t=x) + HER2(t=x)    the second arm; either arm may let go

What binding does follows elsewhere from where domain IV must be free: no ligand-free HER2:HER3 (receptors.py), less
shedding (shedding.py), a little more uptake (trafficking.py), less SRC drive (src_pten.py), opsonisation (tumour room).
Two receptors held by one antibody phosphorylate each other in part, so that phospho-HER2 does not fall (MOA13).
Masked HER2 is out of reach (masking.py); p95 has no site (p95.py). Margetuximab, T-DM1 and T-DXd bind
the same epitope alike; what sets them apart is in the tumour room.
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    her2 = m["HER2"]
    drug = m["domain_IV_free_nM"]
    on = m.derived("on_trastuzumab", m["kon_trastuzumab"] * drug, "1/h")
    off = m.derived("off_trastuzumab", m["kon_trastuzumab"] * m["Kd_trastuzumab"], "1/h")
    free, one = her2(d=None, t="n", m="n"), her2(d=None, t="b", m="n")
    m.both("bind_trastuzumab", free | one, on, off)
    m.rule("cross_link", one + free >> her2(d=None, t="x", m="n") + her2(d=None, t="x", m="n"), "k_crosslink")
    m.rule("release_arm", her2(d=None, t="x", m="n") >> one, off)
    m.rule("release_neighbour", her2(d=None, t="x", m="n") >> free, off)
    m.observable("trastuzumab_one_arm", her2(t="b"))
    m.observable("trastuzumab_two_arms", her2(t="x"))
    m.observable("cross_linked_ERBB2", her2(d=None, t="x"))
    m.derived("bound_trastuzumab", m["trastuzumab_one_arm"] + 0.5 * m["trastuzumab_two_arms"], "molecule")


TRASTUZUMAB = Mechanism(
    name="trastuzumab",
    evidence=("MOA01", "MOA05", "MOA06", "MOA13", "TX01", "TX06", "TX07", "TX25"),
    needs=("receptors", "h2ntf"),
    rules=rules,
    reductions=(
        "Bivalency is pooled: which two receptors an antibody holds is not tracked.",
        "Monomers bind antibody; a dimer that allows it binds after it parts.",
    ),
)
