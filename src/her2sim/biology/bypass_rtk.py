"""A bypass receptor of any other kind (FGFR1, AXL): its active share needs neither HER2 nor a ligand of ours.

pRTK = RTK_total * RTK_active_share * RTK_open --> PI3K, RAS, SRC
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    m.derived("pRTK", m["RTK_total"] * m["RTK_active_share"] * m["RTK_open"], "molecule")


BYPASS_RTK = Mechanism(
    name="bypass_rtk",
    evidence=("P13",),
    needs=("fgfr_inhibitors",),
    rules=rules,
    reductions=("One receptor stands for the class; its traffic and its ligands are left out.",),
)
