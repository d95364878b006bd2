"""Tucatinib, a reversible inhibitor of HER2's kinase that spares EGFR: at balance with the medium.

free kinase = 1 / (1 + drug / Ki)      EGFR only at concentrations no patient reaches
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    drug = m.drug("tucatinib")
    on_erbb2 = drug / (m["Ki_tucatinib_ERBB2"] * m["ERBB2_fold_tucatinib"])
    m.derived("tucatinib_ERBB2_free", 1 / (1 + on_erbb2), "1")
    m.derived("tucatinib_EGFR_free", 1 / (1 + drug / m["Ki_tucatinib_EGFR"]), "1")


TUCATINIB = Mechanism(name="tucatinib", evidence=("TX05",), rules=rules)
