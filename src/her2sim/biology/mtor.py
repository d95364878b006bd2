"""AKT, ERK and CDK4/6 lift TSC2's brake on mTORC1, which drives S6K, S6 and 4E-BP1; AKT also silences GSK3.

AKT, ERK, CDK4/6 --| TSC2(a) --| RHEB(T) --> MTORC1(a) --> S6K(p) --> S6(p)
                                     MTORC1(a) --> EBP1(p): translation of cyclin D1, MCL1, HIF1A
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern, conversion


def _share(m: Draft, name: str, pattern: Pattern, copies: str) -> Pattern:
    """Share of a molecule in the state that the pattern names."""
    amount = m.observable(f"{name}_amount", pattern)
    return m.derived(name, amount / m[copies], "1")


def rules(m: Draft) -> None:
    names = {
        "TSC2": ("a", "p"),
        "RHEB": ("D", "T"),
        "MTORC1": ("i", "a"),
        "S6": ("u", "p"),
        "EBP1": ("u", "p"),
        "GSK3": ("a", "i"),
    }
    for name, states in names.items():
        m.monomer(name, s=states)
        m.initial(m[name](s=states[0]), f"{name}_copies")
    tsc2 = _share(m, "TSC2_active", m["TSC2"](s="a"), "TSC2_copies")
    rheb = _share(m, "RHEB_GTP", m["RHEB"](s="T"), "RHEB_copies")
    mtorc1 = _share(m, "MTORC1_active", m["MTORC1"](s="a"), "MTORC1_copies")
    _share(m, "pS6", m["S6"](s="p"), "S6_copies")
    _share(m, "p4EBP1", m["EBP1"](s="p"), "EBP1_copies")
    _share(m, "GSK3_active", m["GSK3"](s="a"), "GSK3_copies")
    m.derived("TSC2_phospho", 1 - tsc2, "1")
    off = m.derived(
        "TSC2_off",
        m["gain_TSC2_AKT"] * m["k_TSC2_back"] * m["AKT_active"]
        + m["gain_TSC2_ERK"] * m["k_TSC2_back"] * m["pERK"]
        + m["gain_TSC2_CDK46"] * m["k_TSC2_back"] * m["CDK46_active"],
        "1/h",
    )
    conversion(m, "switch_TSC2", "TSC2", ("a", "p"), (off, "k_TSC2_back"))
    gap = m.derived("RHEB_GAP", m["gain_RHEB"] * m["k_RHEB_on"] * tsc2, "1/h")
    conversion(m, "switch_RHEB", "RHEB", ("D", "T"), ("k_RHEB_on", gap))
    conversion(
        m,
        "switch_MTORC1",
        "MTORC1",
        ("i", "a"),
        (m.derived("MTORC1_on", m["gain_MTORC1"] * m["k_MTORC1_off"] * rheb, "1/h"), "k_MTORC1_off"),
    )
    conversion(
        m,
        "switch_S6K",
        "S6K",
        ("u", "p"),
        (m.derived("S6K_on", m["gain_S6K"] * m["k_S6K_off"] * mtorc1 * m["MTORC1_open"], "1/h"), "k_S6K_off"),
    )
    conversion(
        m,
        "switch_S6",
        "S6",
        ("u", "p"),
        (m.derived("S6_on", m["gain_S6"] * m["k_S6_off"] * m["S6K_active"], "1/h"), "k_S6_off"),
    )
    conversion(
        m,
        "switch_EBP1",
        "EBP1",
        ("u", "p"),
        (m.derived("EBP1_on", m["gain_EBP1"] * m["k_EBP1_off"] * mtorc1 * m["MTORC1_on_4EBP1"], "1/h"), "k_EBP1_off"),
    )
    conversion(
        m,
        "switch_GSK3",
        "GSK3",
        ("a", "i"),
        (m.derived("GSK3_off", m["gain_GSK3"] * m["k_GSK3_back"] * m["AKT_active"], "1/h"), "k_GSK3_back"),
    )


MTOR = Mechanism(
    name="mtor",
    evidence=("MOA02", "P02"),
    needs=("mtor_feedback", "pi3k_akt", "erk", "cdk46", "mtor_inhibitors"),
    rules=rules,
    reductions=("Cascades are switches of single molecules; enzyme-substrate complexes are left out.",),
)
