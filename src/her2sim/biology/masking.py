"""Masking: MUC4 and CD44-bound hyaluronan hide HER2 from antibodies, not from kinase inhibitors.

    newly made HER2 --masked_share--> HER2(m=y)    no antibody binds it; it dimerises and signals like any other
    masked_share = 1 - (1 - MUC4_masking) * (1 - CD44_masking)

MUC4 is also reported to bind and activate HER2: its share strengthens HER2's catalytic activity (signals.py).
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    open_share = (1 - m["MUC4_masking"]) * (1 - m["CD44_masking"])
    m.derived("masked_share", 1 - open_share, "1")
    m.derived("MUC4_activation", 1 + m["MUC4_kinase_gain"] * m["MUC4_masking"], "1")
    m.observable("masked_ERBB2", m["HER2"](m="y"))


MASKING = Mechanism(
    name="masking",
    evidence=("R03", "R04"),
    needs=("receptors",),
    rules=rules,
    reductions=("A masked receptor stays masked for its life and is closed to antibodies altogether.",),
)
