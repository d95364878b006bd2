"""G1/S: cyclin D frees E2F from RB and soaks up p27; p27 that is left stops cyclin E; cyclin E finishes RB.

    ERK, 4E-BP1, ER --> cyclin D --GSK3--> 0         cyclin D + p27 <-> complex (still phosphorylates RB, in part)
    FOXO --> p27(n) --AKT--> p27(c)               cyclin E + p27(n) <-> complex (inactive)
    p27 --SKP2, marked by CDK2--> 0               RB(u) --cyclin D--> RB(p) --cyclin E--> RB(pp)
    E2F + RB(u) <-> complex;  E2F --> cyclin E

`division_drive` is the rate of division, relative: growth * x / (x + K). x = CDK2 activity * free E2F: entry into S,
far from all-or-none because the cells of a population differ and pass the restriction point one after the other.
growth = 1 - share * (1 - S6K/(S6K + K)): cells that do not grow divide late, whatever their cyclins do.
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern, lift


def _cyclin_e(m: Draft) -> None:
    cyce = m.monomer("CycE", b=())
    m.observable("CCNE1", cyce())
    m.observable("CycE_free", cyce(b=None))
    m.derived("CDK2_active", m["CycE_free"] / m["CCNE1_copies"] * m["CDK2_open"], "1")


CYCLIN_E = Mechanism(name="cyclin_e", evidence=("R17",), needs=("cdk2_inhibitors",), rules=_cyclin_e)


def _cyclins(m: Draft) -> None:
    cycd, cyce, p27 = m["CycD"], m["CycE"], m["P27"]
    erk = m["pERK"] / (m["pERK"] + m["K_CCND1_ERK"])
    mtor = m["CCND1_by_4EBP1"] * m["p4EBP1"] + m["CCND1_by_S6K"] * m["pS6"]
    drive = m["CCND1_by_ERK"] * erk + mtor + m["CCND1_by_ER"] * m["ER_active"]
    drive = (drive + m["CCND1_basal"]) * m["HER4_on_CCND1"]
    scale = m["CCND1_copies"] * m["CCND1_level"] * m["k_deg_CCND1"]
    m.rule("make_CycD", None >> cycd(b=None), m.derived("synthesis_CCND1", scale * drive, "molecule/h"))
    lose = m.derived("degradation_CCND1", m["k_deg_CCND1"] * (1 + m["CCND1_GSK3"] * m["GSK3_active"]), "1/h")
    free_e2f = m["E2F_free"] / m["E2F_copies"]
    scale = m["CCNE1_copies"] * m["CCNE1_level"] * m["k_deg_CCNE1"]
    rate = scale * (m["CCNE1_basal"] + (1 - m["CCNE1_basal"]) * free_e2f)
    m.rule("make_CycE", None >> cyce(b=None), m.derived("synthesis_CCNE1", rate, "molecule/h"))
    for cyclin, name, loss in ((cycd, "CycD", lose), (cyce, "CycE", m["k_deg_CCNE1"])):
        on = m.derived(f"on_{name}_p27", m["koff_cyclin_p27"] / m[f"Kd_{name}_p27"], "1/molecule/h")
        bound = cyclin(b=1) % p27(b=1, s="n")
        m.both(f"bind_{name}_p27", cyclin(b=None) + p27(b=None, s="n") | bound, on, "koff_cyclin_p27")
        m.rule(f"degrade_{name}", cyclin(b=None) >> None, loss)
        m.rule(f"degrade_{name}_with_p27", bound >> p27(b=None, s="n"), loss)


def _p27(m: Draft) -> None:
    p27 = m["P27"]
    m.observable("p27_nuclear", p27(s="n"))
    m.observable("p27_total", p27())
    level = lift(m, "FOXO_gain_CDKN1B", "FOXO_nuclear", "FOXO_usual")
    rate = m.derived("synthesis_CDKN1B", m["p27_copies"] * m["CDKN1B_level"] * m["k_deg_p27"] * level, "molecule/h")
    m.rule("make_p27", None >> p27(b=None, s="n"), rate)
    skp2 = 1 - m["p27_by_SKP2"] + m["p27_by_SKP2"] * m["SKP2"] * m["p27_marked"]
    lose = m.derived("degradation_p27", m["k_deg_p27"] * skp2, "1/h")
    for name, cyclin in (("CycD", m["CycD"]), ("CycE", m["CycE"])):
        m.rule(f"degrade_p27_in_{name}", cyclin(b=1) % p27(b=1, s="n") >> cyclin(b=None), lose)
    m.rule("degrade_p27_n", p27(b=None, s="n") >> None, lose)
    m.rule("degrade_p27_c", p27(b=None, s="c") >> None, "k_deg_p27_cytoplasmic")
    by_kinases = (
        m["gain_p27_AKT"] * m["k_p27_import"] * m["AKT_active"]
        + m["gain_p27_SRC"] * m["k_p27_import"] * m["SRC_active"]
    )
    export = m.derived("p27_export", by_kinases + m["gain_p27_JAB1"] * m["k_p27_import"] * m["JAB1"], "1/h")
    m.both("move_p27", p27(b=None, s="n") | p27(b=None, s="c"), export, "k_p27_import")


def _rb(m: Draft) -> None:
    rb, e2f = m["RB"], m["E2F"]
    first = m.derived("RB_first", m["gain_RB_CycD"] * m["k_RB_back"] * m["CDK46_active"], "1/h")
    second = m.derived("RB_second", m["gain_RB_CycE"] * m["k_RB_back"] * m["CDK2_active"], "1/h")
    m.both("RB_p", rb(s="u", e=None) | rb(s="p", e=None), first, "k_RB_back")
    m.both("RB_pp", rb(s="p", e=None) | rb(s="pp", e=None), second, "k_RB_back")
    freed: Pattern = rb(s="p", e=None) + e2f(e=None)
    m.rule("RB_p_frees_E2F", rb(s="u", e=1) % e2f(e=1) >> freed, first)
    on = m.derived("on_RB_E2F", m["koff_RB_E2F"] / m["Kd_RB_E2F"], "1/molecule/h")
    m.both("bind_RB_E2F", rb(s="u", e=None) + e2f(e=None) | rb(s="u", e=1) % e2f(e=1), on, "koff_RB_E2F")
    m.observable("RB_pp_amount", rb(s="pp"))
    m.derived("RB_phospho", m["RB_pp_amount"] / m["RB_copies"], "1")
    m.initial(rb(s="u", e=None), m.derived("RB_total", m["RB_copies"] * m["RB1_level"], "molecule"))
    m.initial(e2f(e=None), "E2F_copies")


def rules(m: Draft) -> None:
    m.monomer("P27", b=(), s=("n", "c"))
    m.derived("p27_copies", m["p27_over_CCNE1"] * m["CCNE1_copies"], "molecule")
    m.derived("E2F_copies", m["E2F_over_RB"] * m["RB_copies"], "molecule")
    m.monomer("RB", s=("u", "p", "pp"), e=())
    m.monomer("E2F", e=())
    m.observable("E2F_free", m["E2F"](e=None))
    _cyclins(m)
    _p27(m)
    _rb(m)
    passing = m["CDK2_active"] * m["E2F_free"] / m["E2F_copies"]
    growing = m["S6K_active"] / (m["S6K_active"] + m["K_growth_S6K"])
    growth = m.derived("growth_drive", 1 - m["growth_by_S6K"] * (1 - growing), "1")
    m.derived("division_drive", growth * passing / (passing + m["K_division"]), "1")


G1S = Mechanism(
    name="g1s",
    evidence=("MOA04", "R15", "P02"),
    needs=(
        "erk",
        "mtor",
        "foxo_feedback",
        "src_pten",
        "cdk46",
        "cyclin_e",
        "skp2",
        "ppm1h",
        "jab1",
        "her4",
        "estrogen_receptor",
    ),
    rules=rules,
    reductions=(
        "A cell population's mean: no oscillation; CDK4/6 and CDK2 are in excess of their cyclins.",
        "Cyclin A, CDC25, CDT1 and p21 are left out.",
    ),
)
