"""FOXO enters the nucleus when AKT falls and brings the receptors back: HER3 and IGF-1R most, EGFR and MET less.

    AKT: FOXO(n) --> FOXO(c)        FOXO(n) --> mRNA of ERBB3, ERBB4, IGF1R, EGFR, MET --> synthesis (turnover.py)

Transcripts are relative: 1 at the usual nuclear share `FOXO_usual` of an untreated HER2-amplified cell.
"""

from her2sim.biology.kit import Draft, Mechanism, conversion, lift

_TARGETS = ("ERBB3", "ERBB4", "IGF1R", "EGFR", "MET")


def rules(m: Draft) -> None:
    foxo = m.monomer("FOXO", s=("n", "c"))
    for target in _TARGETS:
        message = m.monomer(f"mRNA_{target}_species", unit="1", s=("f",))
        m.observable(f"mRNA_{target}", message(s="f"))
    amount = m.observable("FOXO_n", foxo(s="n"))
    m.derived("FOXO_nuclear", amount / m["FOXO_copies"], "1")
    m.initial(foxo(s="n"), "FOXO_copies")


FOXO = Mechanism(
    name="foxo",
    evidence=("P05",),
    rules=rules,
    reductions=("One FOXO stands for FOXO1 and FOXO3.",),
)


def _drive(m: Draft) -> None:
    export = m.derived("FOXO_export", m["gain_FOXO"] * m["k_FOXO_import"] * m["AKT_active"], "1/h")
    conversion(m, "switch_FOXO", "FOXO", ("n", "c"), (export, "k_FOXO_import"))
    for target in _TARGETS:
        message = m[f"mRNA_{target}_species"]
        level = lift(m, f"FOXO_gain_{target}", "FOXO_nuclear", "FOXO_usual")
        rate = m.derived(f"transcription_{target}", m["k_decay_mRNA"] * level, "1/h")
        m.rule(f"transcribe_{target}", None >> message(s="f"), rate)
        m.rule(f"decay_mRNA_{target}", message(s="f") >> None, "k_decay_mRNA")


FOXO_FEEDBACK = Mechanism(name="foxo_feedback", evidence=("P05",), needs=("foxo", "pi3k_akt"), rules=_drive)
