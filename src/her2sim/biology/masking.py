"""Masking: MUC4 and CD44-bound hyaluronan hide HER2 from antibodies, not from kinase inhibitors.

newly made HER2 --masked_share--> HER2(m=y)    no antibody binds it; it dimerises and signals like any other
masked_share = 1 - (1 - hidden by MUC4) * (1 - hidden by hyaluronan)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    m.derived("masked_share", 1 - (1 - m["MUC4_hides"]) * (1 - m["CD44_hides"]), "1")
    m.observable("masked_ERBB2", m["HER2"](m="y"))


MASKING = Mechanism(
    name="masking",
    evidence=("R03", "R04"),
    needs=("receptors", "muc4", "hyaluronan"),
    rules=rules,
    reductions=("A masked receptor stays masked for its life and is closed to antibodies altogether.",),
)
