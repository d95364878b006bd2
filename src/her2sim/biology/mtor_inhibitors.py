"""Everolimus with FKBP12 on mTORC1: S6K is cut off, 4E-BP1 only in part. Omipalisib on the kinase of both complexes.

MTORC1_open = 1 / (1 + everolimus / Ki)      MTOR_open = 1 / (1 + omipalisib / Ki)
S6K_on * MTORC1_open * MTOR_open      EBP1_on * (1 - rapalog_on_4EBP1 * (1 - MTORC1_open)) * MTOR_open
MTORC2 to S473 of AKT * MTOR_open (pi3k_akt.py)
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    left = open_share(m, "MTORC1", ("everolimus",))
    kinase = open_share(m, "MTOR", ("omipalisib",))
    m.derived("MTORC1_on_S6K", left * kinase, "1")
    m.derived("MTORC1_on_4EBP1", (1 - m["rapalog_on_4EBP1"] * (1 - left)) * kinase, "1")


MTOR_INHIBITORS = Mechanism(name="mtor_inhibitors", evidence=("TX10",), rules=rules)
