"""Synthesis of the receptors; FOXO lifts the transcripts of HER3, IGF-1R, MET and EGFR (foxo.py).

0 --> EGFR, HER2, HER3, HER4, MET, IGF1R at the surface
HER2 is made open, masked (masking.py) or, from Met611, as p95 (p95_translation.py)
"""

from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.trafficking import synthesis


def rules(m: Draft) -> None:
    her2 = m["HER2"]
    total = synthesis(m, "ERBB2", "k_int_ERBB2")
    full_length = 1 - m["CTF611_fraction"]
    opened = m.derived("synthesis_ERBB2_open", total * full_length * (1 - m["masked_share"]), "molecule/h")
    masked = m.derived("synthesis_ERBB2_masked", total * full_length * m["masked_share"], "molecule/h")
    m.rule("make_HER2_open", None >> her2(d=None, t="n", p="n", m="n"), opened)
    m.rule("make_HER2_masked", None >> her2(d=None, t="n", p="n", m="y"), masked)
    m.initial(her2(d=None, t="n", p="n", m="n"), "ERBB2_total")
    for name, symbol, transcript in (
        ("EGFR", "EGFR", "mRNA_EGFR"),
        ("HER3", "ERBB3", "mRNA_ERBB3"),
        ("HER4", "ERBB4", "mRNA_ERBB4"),
        ("MET", "MET", "mRNA_MET"),
        ("IGF1R", "IGF1R", "mRNA_IGF1R"),
    ):
        rate = synthesis(m, symbol, f"k_int_{symbol}", m[transcript])
        m.rule(f"make_{name}", None >> m[name](d=None, l="n"), rate)
        m.initial(m[name](d=None, l="n"), f"{symbol}_total")


TURNOVER = Mechanism(
    name="turnover",
    evidence=("P05",),
    needs=("receptors", "trafficking", "masking", "met", "igf1r", "foxo"),
    rules=rules,
)
