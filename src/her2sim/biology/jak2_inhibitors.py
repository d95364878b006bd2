"""Ruxolitinib on JAK2, the kinase of the erythropoietin receptor: JAK2_open = 1 / (1 + drug / Ki)."""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "JAK2", ("ruxolitinib",))


JAK2_INHIBITORS = Mechanism(name="jak2_inhibitors", evidence=("R10",), rules=rules)
