"""ECD shedding: ADAM10/17 cut surface HER2; an antibody on the stem hides the cut site, pertuzumab does not.

    HER2          --k_shed * sheddase_now------------>  p95 (648-CTF) + ECD
    HER2:Tras     --shed_block * k_shed * activity--->  p95 + ECD            (the antibody leaves with the ECD)
    ECD --k_clear_ECD--> 0

Not here: CTF611, made by alternative translation start (`p95_translation.py`), which no antibody stops.
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    her2, ecd = m["HER2"], m.monomer("SolubleHER2", s=("f",))
    p95 = m["P95"]
    bare = m.derived("k_shed_now", m["k_shed"] * m["sheddase_now"], "1/h")
    bound = m.derived("k_shed_bound", m["shed_block"] * bare, "1/h")
    product = p95(d=None, k="s") + ecd(s="f")
    for name, t, mask, rate in (
        ("open", "n", "n", bare),
        ("masked", "n", "y", bare),
        ("trastuzumab_b", "b", "n", bound),
        ("trastuzumab_x", "x", "n", bound),
    ):
        m.rule(f"shed_{name}", her2(d=None, t=t, m=mask) >> product, rate)
        pair = her2(d=1, t=t, m=mask) % her2(d=1)
        m.rule(f"shed_{name}_from_HER2_HER2", pair >> product + her2(d=None), rate)
    m.rule("clear_ECD", ecd(s="f") >> None, "k_clear_ECD")
    m.observable("ECD", ecd(s="f"))


SHEDDING = Mechanism(
    name="shedding",
    evidence=("MOA06", "R01"),
    needs=("receptors", "p95", "sheddase"),
    rules=rules,
    reductions=("Monomers and HER2 homodimers are cut; HER2 in another dimer is cut after it parts.",),
)
