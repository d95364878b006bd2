"""Cyclin D1 with CDK4/6: phosphorylates RB (g1s.py) and TSC2, so that it feeds mTORC1 as well (P02).

CDK46_active = (free cyclin D + what p27 leaves it) / copies * CDK46_open
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    cycd = m.monomer("CycD", b=())
    m.derived("CCND1_copies", m["CCND1_over_CCNE1"] * m["CCNE1_copies"], "molecule")
    m.observable("CCND1", cycd())
    free = m.observable("CycD_free", cycd(b=None))
    working = free + m["CycD_p27_activity"] * (m["CCND1"] - free)
    m.derived("CDK46_active", working / m["CCND1_copies"] * m["CDK46_open"], "1")


CDK46 = Mechanism(name="cdk46", evidence=("P02",), needs=("cdk46_inhibitors",), rules=rules)
