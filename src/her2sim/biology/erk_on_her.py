"""ERK holds HER kinases back: it phosphorylates T669 of EGFR and T677 of HER2, beside the membrane (P07).

HER_by_ERK = (1 + HER_brake_ERK * pERK_usual) / (1 + HER_brake_ERK * pERK) --> every HER2 and EGFR kinase (signals.py)

An inhibitor of MEK takes the brake off: HER3 is phosphorylated and AKT wakes, in BT-474 too (Turke 2012,
doi:10.1158/0008-5472.CAN-11-3747; Kawasaki 2016, PMC4987620). The strength is a guess.
"""

from her2sim.biology.kit import Draft, Mechanism, lift


def rules(m: Draft) -> None:
    erk = m.monomer("ERK", s=("u", "p", "pp"))
    m.observable("ERK_pp", erk(s="pp"))
    m.derived("pERK", m["ERK_pp"] / m["ERK_copies"], "1")
    m.derived("HER_by_ERK", 1 / lift(m, "HER_brake_ERK", "pERK", "pERK_usual"), "1")


ERK_ON_HER = Mechanism(name="erk_on_her", evidence=("P07",), rules=rules)
