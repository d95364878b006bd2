"""HER2 variants: kinase mutations are an activity and a loss of affinity; HER2 without exon 16 pairs for good.

L755S, T798I, V777L, exon-20 insertions: ERBB2_kinase (signals.py), ERBB2_fold_<drug> (the inhibitors' files)
d16HER2: pairs by disulphide bonds --> SRC, PI3K, RAS      whether trastuzumab parts them from SRC is disputed
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    pairs = 0.5 * m["d16_share"] * m["surface_ERBB2"]
    m.derived("D16_D16", pairs, "molecule")
    held = (m["trastuzumab_one_arm"] + m["trastuzumab_two_arms"]) / (m["surface_ERBB2"] + m["floor_ERBB2"])
    m.derived("D16_coupled", 1 - m["variant_d16_trastuzumab"] * held, "1")


HER2_VARIANTS = Mechanism(
    name="her2_variants",
    evidence=("P01", "P03"),
    needs=("receptors", "trastuzumab"),
    rules=rules,
    reductions=("d16HER2 binds, travels and is cut like HER2; only its pairs are its own.",),
)
