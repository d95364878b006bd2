"""Capivasertib and ipatasertib hold the kinase of AKT, not its phosphorylation: pAKT may rise while its targets fall.

AKT_active = pAKT * AKT_open (pi3k_akt.py); AKT_open = 1 / (1 + sum of drug / Ki)
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "AKT", ("capivasertib", "ipatasertib"))


AKT_INHIBITORS = Mechanism(name="akt_inhibitors", evidence=("TX09",), rules=rules)
