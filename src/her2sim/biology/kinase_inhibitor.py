"""Lapatinib, a reversible inhibitor of the kinases of HER2 and EGFR: one occupancy per target, mean-field.

    d occupancy / dt = kon * drug * (1 - occupancy) - koff * occupancy      slow off-rate, half-life >= 300 min

The kinase of p95 is that of HER2 and is hit alike; HER3 has none.
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    drug = m.input("lapatinib_nM", "nM")
    kinase = m.monomer("Lapatinib", unit="1", target=("ERBB2", "EGFR"))
    for target in ("ERBB2", "EGFR"):
        occupied = m.observable(f"lapatinib_{target}", kinase(target=target))
        on = m.derived(f"on_lapatinib_{target}", m["koff_lapatinib"] / m[f"Ki_lapatinib_{target}"] * drug, "1/h")
        gain = m.derived(f"occupy_lapatinib_{target}", on * (1 - occupied), "1/h")
        m.rule(f"bind_lapatinib_{target}", None >> kinase(target=target), gain)
        m.rule(f"unbind_lapatinib_{target}", kinase(target=target) >> None, "koff_lapatinib")


KINASE_INHIBITOR = Mechanism(
    name="kinase_inhibitor",
    evidence=("TX03",),
    rules=rules,
    reductions=(
        "Occupancy is one average per target, not a site of each receptor; receptor turnover does not free it.",
    ),
)
