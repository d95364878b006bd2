"""Trametinib holds MEK: ERK_on * MEK_open (erk.py); MEK_open = 1 / (1 + drug / Ki)."""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "MEK", ("trametinib",))


MEK_INHIBITORS = Mechanism(name="mek_inhibitors", evidence=("TX11",), rules=rules)
