"""RAF, MEK, ERK, and what ERK brings up to end its own signal: DUSP and SPRY.

RAS(T) --> RAF(a) --> MEK(p, pp) --> ERK(p, pp)
ERK(pp) --> RAF off, SOS off, DUSP and SPRY made; DUSP takes ERK's phosphates; AKT slows RAF
What ERK does to the receptors stands in erk_on_her.py.
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern, conversion


def _double(m: Draft, name: str, on: Pattern, off: Pattern) -> None:
    """Two phosphorylations in turn, u -> p -> pp, and back."""
    for first, second in (("u", "p"), ("p", "pp")):
        conversion(m, f"switch_{name}_{second}", name, (first, second), (on, off))


def _cascade(m: Draft) -> None:
    raf, mek = m.monomer("RAF", s=("i", "a")), m.monomer("MEK", s=("u", "p", "pp"))
    m.observable("RAF_a", raf(s="a"))
    m.observable("MEK_pp", mek(s="pp"))
    m.derived("RAF_active", m["RAF_a"] / m["RAF_copies"], "1")
    m.derived("pMEK", m["MEK_pp"] / m["MEK_copies"], "1")
    on = m.derived(
        "RAF_on", m["gain_RAF"] * m["k_RAF_off"] * m["RAS_GTP"] / (1 + m["RAF_brake_AKT"] * m["AKT_active"]), "1/h"
    )
    off = m.derived("RAF_off", m["k_RAF_off"] * (1 + m["RAF_brake_ERK"] * m["pERK"]), "1/h")
    conversion(m, "switch_RAF", "RAF", ("i", "a"), (on, off))
    _double(m, "MEK", m.derived("MEK_on", m["gain_MEK"] * m["k_MEK_off"] * m["RAF_active"], "1/h"), "k_MEK_off")
    dusp = m.observable("DUSP_amount", m["DUSP"](s="f"))
    lose = m.derived("ERK_off", m["k_ERK_off"] * (1 + dusp / m["K_DUSP"]), "1/h")
    _double(m, "ERK", m.derived("ERK_on", m["gain_ERK"] * m["k_ERK_off"] * m["pMEK"] * m["MEK_open"], "1/h"), lose)
    m.initial(raf(s="i"), "RAF_copies")
    m.initial(mek(s="u"), "MEK_copies")
    m.initial(m["ERK"](s="u"), "ERK_copies")


def _feedback(m: Draft) -> None:
    stop = m.derived("SOS_stop", m["gain_SOS"] * m["k_SOS_back"] * m["pERK"], "1/h")
    conversion(m, "switch_SOS", "SOS", ("a", "i"), (stop, "k_SOS_back"))
    for name in ("DUSP", "SPRY"):
        message = m[f"mRNA_{name}_species"]
        amount = m.observable(f"mRNA_{name}", message(s="f"))
        transcription = m.derived(f"transcription_{name}", m["k_decay_mRNA_fast"] * m["pERK"], "1/h")
        translation = m.derived(
            f"translation_{name}", m[f"{name}_copies"] * m[f"k_decay_{name}"] * amount, "molecule/h"
        )
        m.rule(f"transcribe_{name}", None >> message(s="f"), transcription)
        m.rule(f"decay_mRNA_{name}", message(s="f") >> None, "k_decay_mRNA_fast")
        m.rule(f"make_{name}", None >> m[name](s="f"), translation)
        m.rule(f"decay_{name}", m[name](s="f") >> None, f"k_decay_{name}")


def rules(m: Draft) -> None:
    m.monomer("DUSP", s=("f",))
    for name in ("DUSP", "SPRY"):
        m.monomer(f"mRNA_{name}_species", unit="1", s=("f",))
    _cascade(m)
    _feedback(m)


ERK = Mechanism(
    name="erk", evidence=("MOA11", "P07"), needs=("erk_on_her", "ras", "pi3k_akt", "mek_inhibitors"), rules=rules
)
