"""Apoptosis: BIM and BAD against BCL2 and MCL1; BIM that is left opens BAX, BAX caspase-3, unless survivin holds it.

FOXO --> BIM --ERK--> 0 (held or not)     AKT, ERK, S6K: BAD(u) --> BAD(p), which binds nothing
4E-BP1 --> MCL1                   BIM + BCL2, BIM + MCL1, BAD + BCL2 <-> complexes
free BIM over that of the usual cell, squared --> BAX(a) --> CASP3(a)     XIAP and survivin (survivin.py) slow caspase-3
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern, conversion, lift


def _amounts(m: Draft) -> None:
    bim, mcl1 = m["BIM"], m["MCL1"]
    level = lift(m, "FOXO_gain_BCL2L11", "FOXO_nuclear", "FOXO_usual")
    rate = m.derived("synthesis_BCL2L11", m["BIM_copies"] * m["k_deg_BIM"] * level, "molecule/h")
    m.rule("make_BIM", None >> bim(b=None), rate)
    lose = m.derived("degradation_BCL2L11", m["k_deg_BIM"] * (1 + m["BIM_by_ERK"] * m["pERK"]), "1/h")
    m.rule("degrade_BIM", bim(b=None) >> None, lose)
    m.rule("degrade_BIM_from_BCL2", bim(b=1) % m["BCL2"](b=1) >> m["BCL2"](b=None), lose)
    m.rule("degrade_BIM_from_MCL1", bim(b=1) % mcl1(b=1) >> mcl1(b=None), lose)
    translated = m["translation_basal"] + (1 - m["translation_basal"]) * m["p4EBP1"]
    rate = m.derived("synthesis_MCL1", m["MCL1_copies"] * m["k_deg_MCL1"] * translated, "molecule/h")
    m.rule("make_MCL1", None >> mcl1(b=None), rate)
    m.rule("degrade_MCL1", mcl1(b=None) >> None, "k_deg_MCL1")
    m.rule("degrade_BIM_MCL1", bim(b=1) % mcl1(b=1) >> bim(b=None), "k_deg_MCL1")


def _binding(m: Draft) -> None:
    bim, bad, bcl2, mcl1 = m["BIM"], m["BAD"], m["BCL2"], m["MCL1"]
    pairs = (
        ("BIM_BCL2", bim(b=None), bcl2(b=None), bim(b=1) % bcl2(b=1)),
        ("BIM_MCL1", bim(b=None), mcl1(b=None), bim(b=1) % mcl1(b=1)),
        ("BAD_BCL2", bad(b=None, s="u"), bcl2(b=None), bad(b=1, s="u") % bcl2(b=1)),
    )
    for name, first, second, both in pairs:
        on = m.derived(f"on_{name}", m["koff_BH3"] / m[f"Kd_{name}"], "1/molecule/h")
        m.both(f"bind_{name}", first + second | both, on, "koff_BH3")
    kinases = (
        m["gain_BAD_AKT"] * m["k_BAD_back"] * m["AKT_active"]
        + m["gain_BAD_ERK"] * m["k_BAD_back"] * m["pERK"]
        + m["gain_BAD_S6K"] * m["k_BAD_back"] * m["S6K_active"]
    )
    rate = m.derived("BAD_phosphorylation", kinases, "1/h")
    m.both("switch_BAD", bad(b=None, s="u") | bad(b=None, s="p"), rate, "k_BAD_back")
    m.initial(bad(b=None, s="u"), "BAD_copies")
    m.initial(bcl2(b=None), m.derived("BCL2_total", m["BCL2_copies"] * m["BCL2_level"], "molecule"))


def _usual_free_bim(m: Draft) -> Pattern:
    """Free BIM of the usual cell: its BIM shared with its BCL2 and MCL1, both in excess."""
    translated = m["translation_basal"] + (1 - m["translation_basal"]) * m["p4EBP1_usual"]
    held = m["BCL2_copies"] / m["Kd_BIM_BCL2"] + m["MCL1_copies"] * translated / m["Kd_BIM_MCL1"]
    total = m["BIM_copies"] / (1 + m["BIM_by_ERK"] * m["pERK_usual"])
    return m.derived("BIM_free_usual", total / (1 + held), "molecule")


def _executioners(m: Draft) -> None:
    bax, casp3 = m.monomer("BAX", s=("i", "a")), m.monomer("CASP3", s=("i", "a"))
    m.observable("BIM_free", m["BIM"](b=None))
    m.observable("BAX_a", bax(s="a"))
    m.observable("CASP3_a", casp3(s="a"))
    m.derived("BAX_active", m["BAX_a"] / m["BAX_copies"], "1")
    m.derived("CASP3_active", m["CASP3_a"] / m["CASP3_copies"], "1")
    freed = (m["BIM_free"] / _usual_free_bim(m)) ** 2
    on = m.derived("BAX_on", m["gain_BAX"] * m["k_BAX_off"] * (m["BAX_basal"] + freed), "1/h")
    conversion(m, "switch_BAX", "BAX", ("i", "a"), (on, "k_BAX_off"))
    on = m.derived("CASP3_on", m["gain_CASP3"] * m["k_CASP3_XIAP"] * m["BAX_active"], "1/h")
    off = m.derived(
        "CASP3_off", m["k_CASP3_XIAP"] * (1 + m["CASP3_by_BIRC5"] * m["BIRC5_amount"] / m["BIRC5_copies"]), "1/h"
    )
    conversion(m, "switch_CASP3", "CASP3", ("i", "a"), (on, off))
    m.initial(bax(s="i"), "BAX_copies")
    m.initial(casp3(s="i"), "CASP3_copies")
    m.derived("death_drive", m["CASP3_active"], "1")


def rules(m: Draft) -> None:
    m.monomer("BIM", b=())
    m.monomer("BAD", b=(), s=("u", "p"))
    m.monomer("BCL2", b=())
    m.monomer("MCL1", b=())
    _amounts(m)
    _binding(m)
    _executioners(m)


APOPTOSIS = Mechanism(
    name="apoptosis",
    evidence=("MOA10",),
    needs=("foxo_feedback", "mtor", "erk", "survivin"),
    rules=rules,
    reductions=(
        "A population's mean: BAX and caspase-3 rise gradually; the all-or-none burst of one cell is not shown.",
    ),
)
