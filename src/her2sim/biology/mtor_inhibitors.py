"""Everolimus with FKBP12 on mTORC1: S6K is cut off, 4E-BP1 only in part.

MTORC1_open = 1 / (1 + drug / Ki)      S6K_on * MTORC1_open; EBP1_on * (1 - rapalog_on_4EBP1 * (1 - MTORC1_open))
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    left = open_share(m, "MTORC1", ("everolimus",))
    m.derived("MTORC1_on_4EBP1", 1 - m["rapalog_on_4EBP1"] * (1 - left), "1")


MTOR_INHIBITORS = Mechanism(name="mtor_inhibitors", evidence=("TX10",), rules=rules)
