"""Lapatinib, a reversible inhibitor of the kinases of HER2 and EGFR that leaves slowly: one occupancy per target.

    d occupancy / dt = kon * drug * (1 - occupancy) - koff * occupancy      half-life of the complex >= 300 min

The kinase of p95 is that of HER2 and is hit alike; HER3 has none. `ERBB2_fold_lapatinib` is the loss of affinity of a
HER2 variant (her2_variants.py).

Lapatinib binds the inactive kinase. Neuregulin holds HER2 beside HER3 in the active one, which it binds `fold` weaker
(Novotny 2016, doi:10.1038/nchembio.2171): odds of occupancy there = odds / lapatinib_NRG1_fold.
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    drug = m.drug("lapatinib")
    kinase = m.monomer("Lapatinib", unit="1", target=("ERBB2", "EGFR"))
    for target, fold in (("ERBB2", m["ERBB2_fold_lapatinib"]), ("EGFR", 1)):
        occupied = m.observable(f"lapatinib_{target}", kinase(target=target))
        affinity = m[f"Ki_lapatinib_{target}"] * fold
        on = m.derived(f"on_lapatinib_{target}", m["koff_lapatinib"] / affinity * drug, "1/h")
        gain = m.derived(f"occupy_lapatinib_{target}", on * (1 - occupied), "1/h")
        m.rule(f"bind_lapatinib_{target}", None >> kinase(target=target), gain)
        m.rule(f"unbind_lapatinib_{target}", kinase(target=target) >> None, "koff_lapatinib")
    held = m["lapatinib_ERBB2"]
    m.derived("lapatinib_ERBB2_NRG1", held / (held + m["lapatinib_NRG1_fold"] * (1 - held)), "1")


LAPATINIB = Mechanism(
    name="lapatinib",
    evidence=("TX03",),
    rules=rules,
    reductions=(
        "Occupancy is one average per target, not a site of each receptor; receptor turnover does not free it.",
    ),
)
