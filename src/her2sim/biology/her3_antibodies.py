"""Elgemtumab and patritumab take HER3 out of play: no ligand, no partner, and it is taken up and broken down.

HER3 + antibody <-> HER3:antibody --uptake--> 0      bound or free of NRG1, out of dimers only
"""

from her2sim.biology.kit import Draft, Mechanism

DRUGS = ("elgemtumab", "patritumab")


def rules(m: Draft) -> None:
    her3, held = m["HER3"], m.monomer("HER3held", s=("f",))
    load = sum(m.drug(drug) / m[f"Kd_{drug}"] for drug in DRUGS)
    on = m.derived("on_HER3_antibody", m["koff_HER3_antibody"] * load, "1/h")
    m.both("bind_HER3_antibody", her3(d=None, l="n") | held(s="f"), on, "koff_HER3_antibody")
    m.rule("take_HER3_from_NRG1", her3(d=None, l="h") >> held(s="f"), on)
    m.rule("lose_HER3_with_antibody", held(s="f") >> None, "k_int_ERBB3")
    m.observable("held_ERBB3", held(s="f"))


HER3_ANTIBODIES = Mechanism(
    name="her3_antibodies",
    evidence=("TX18",),
    needs=("receptors",),
    rules=rules,
    reductions=("HER3 that an antibody takes inside does not come back.",),
)
