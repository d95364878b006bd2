"""Dasatinib and saracatinib keep SRC from activating itself: SRC_on * SRC_open (src_pten.py).

SRC_open = 1 / (1 + sum of drug / Ki)
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "SRC", ("dasatinib", "saracatinib"))


SRC_INHIBITORS = Mechanism(name="src_inhibitors", evidence=("TX14",), rules=rules)
