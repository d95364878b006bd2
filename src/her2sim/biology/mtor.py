"""AKT, ERK and CDK4/6 lift TSC2's brake on mTORC1, which drives S6K, S6 and 4E-BP1; AKT also silences GSK3.

AKT, ERK, CDK4/6 --| TSC2(a) --| RHEB(T) --> MTORC1(a) --> S6K(p) --> S6(p)
                                     MTORC1(a) --> EBP1(p): translation of cyclin D1, MCL1, HIF1A
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern, conversion


def _share(m: Draft, name: str, pattern: Pattern, copies: str) -> None:
    """Share of a molecule in the state that the pattern names."""
    amount = m.observable(f"{name}_amount", pattern)
    m.derived(name, amount / m[copies], "1")


def rules(m: Draft) -> None:
    _molecules(m)
    _mtorc1(m)
    _targets(m)


def _molecules(m: Draft) -> None:
    states = {"TSC2": "ap", "RHEB": "DT", "MTORC1": "ia", "S6": "up", "EBP1": "up", "GSK3": "ai"}
    for name, letters in states.items():
        m.monomer(name, s=tuple(letters))
        m.initial(m[name](s=letters[0]), f"{name}_copies")
    _share(m, "TSC2_active", m["TSC2"](s="a"), "TSC2_copies")
    _share(m, "RHEB_GTP", m["RHEB"](s="T"), "RHEB_copies")
    _share(m, "MTORC1_active", m["MTORC1"](s="a"), "MTORC1_copies")
    _share(m, "pS6", m["S6"](s="p"), "S6_copies")
    _share(m, "p4EBP1", m["EBP1"](s="p"), "EBP1_copies")
    _share(m, "GSK3_active", m["GSK3"](s="a"), "GSK3_copies")
    m.derived("TSC2_phospho", 1 - m["TSC2_active"], "1")


def _mtorc1(m: Draft) -> None:
    by_akt = m["gain_TSC2_AKT"] * m["k_TSC2_back"] * m["AKT_active"]
    by_erk = m["gain_TSC2_ERK"] * m["k_TSC2_back"] * m["pERK"]
    by_cdk46 = m["gain_TSC2_CDK46"] * m["k_TSC2_back"] * m["CDK46_active"]
    off = m.derived("TSC2_off", by_akt + by_erk + by_cdk46, "1/h")
    conversion(m, "switch_TSC2", "TSC2", ("a", "p"), (off, "k_TSC2_back"))
    gap = m.derived("RHEB_GAP", m["gain_RHEB"] * m["k_RHEB_on"] * m["TSC2_active"], "1/h")
    conversion(m, "switch_RHEB", "RHEB", ("D", "T"), ("k_RHEB_on", gap))
    on = m.derived("MTORC1_on", m["gain_MTORC1"] * m["k_MTORC1_off"] * m["RHEB_GTP"], "1/h")
    conversion(m, "switch_MTORC1", "MTORC1", ("i", "a"), (on, "k_MTORC1_off"))


def _targets(m: Draft) -> None:
    mtorc1 = m["MTORC1_active"]
    on = m.derived("S6K_on", m["gain_S6K"] * m["k_S6K_off"] * mtorc1 * m["MTORC1_on_S6K"], "1/h")
    conversion(m, "switch_S6K", "S6K", ("u", "p"), (on, "k_S6K_off"))
    on = m.derived("S6_on", m["gain_S6"] * m["k_S6_off"] * m["S6K_active"], "1/h")
    conversion(m, "switch_S6", "S6", ("u", "p"), (on, "k_S6_off"))
    on = m.derived("EBP1_on", m["gain_EBP1"] * m["k_EBP1_off"] * mtorc1 * m["MTORC1_on_4EBP1"], "1/h")
    conversion(m, "switch_EBP1", "EBP1", ("u", "p"), (on, "k_EBP1_off"))
    off = m.derived("GSK3_off", m["gain_GSK3"] * m["k_GSK3_back"] * m["AKT_active"], "1/h")
    conversion(m, "switch_GSK3", "GSK3", ("a", "i"), (off, "k_GSK3_back"))


MTOR = Mechanism(
    name="mtor",
    evidence=("MOA02", "P02"),
    needs=("mtor_feedback", "pi3k_akt", "erk", "cdk46", "mtor_inhibitors"),
    rules=rules,
    reductions=("Cascades are switches of single molecules; enzyme-substrate complexes are left out.",),
)
