"""Erdafitinib on FGFR1, which stands for every receptor of the bypass class: RTK_open = 1 / (1 + drug / Ki)."""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "RTK", ("erdafitinib",))


FGFR_INHIBITORS = Mechanism(name="fgfr_inhibitors", evidence=("P13",), rules=rules)
