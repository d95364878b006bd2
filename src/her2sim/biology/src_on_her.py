"""SRC raises the kinases of HER2 and EGFR: it phosphorylates Y877 and Y845 of their kinase loops (R14).

HER_by_SRC = (1 + HER_gain_SRC * SRC_active) / (1 + HER_gain_SRC * SRC_usual) --> every HER2 and EGFR kinase
(signals.py)

SRC binds HER2 by the motif about Y877, phosphorylated or not (Marcotte 2009, doi:10.1128/MCB.01731-08); cells with more
active SRC have more phosphorylated EGFR, HER2 and HER3 (Zhang 2011, doi:10.1038/nm.2309). The gain is a guess.
"""

from her2sim.biology.kit import Draft, Mechanism, lift


def rules(m: Draft) -> None:
    src = m.monomer("SRC", s=("i", "a"))
    m.observable("SRC_a", src(s="a"))
    m.derived("SRC_active", m["SRC_a"] / m["SRC_copies"], "1")
    m.derived("HER_by_SRC", lift(m, "HER_gain_SRC", "SRC_active", "SRC_usual"), "1")


SRC_ON_HER = Mechanism(name="src_on_her", evidence=("R14",), rules=rules)
