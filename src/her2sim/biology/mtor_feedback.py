"""What S6K gives back: it closes IRS1 to PI3K and slows mTORC2.

S6K(p) --> IRS1(o -> x)        S6K(p) --> MTORC2(a -> i)
"""

from her2sim.biology.kit import Draft, Mechanism, conversion


def rules(m: Draft) -> None:
    irs1, mtorc2 = m.monomer("IRS1", s=("o", "x")), m.monomer("MTORC2", s=("a", "i"))
    s6k = m.monomer("S6K", s=("u", "p"))
    m.observable("S6K_p", s6k(s="p"))
    m.observable("IRS1_o", irs1(s="o"))
    m.observable("MTORC2_a", mtorc2(s="a"))
    m.derived("S6K_active", m["S6K_p"] / m["S6K_copies"], "1")
    m.derived("IRS1_open", m["IRS1_o"] / m["IRS1_copies"], "1")
    m.derived("MTORC2_active", m["MTORC2_a"] / m["MTORC2_copies"], "1")
    close = m.derived("IRS1_closing", m["gain_IRS1"] * m["k_IRS1_back"] * m["S6K_active"], "1/h")
    slow = m.derived("MTORC2_slowing", m["gain_MTORC2"] * m["k_MTORC2_back"] * m["S6K_active"], "1/h")
    conversion(m, "switch_IRS1", "IRS1", ("o", "x"), (close, "k_IRS1_back"))
    conversion(m, "switch_MTORC2", "MTORC2", ("a", "i"), (slow, "k_MTORC2_back"))
    m.initial(irs1(s="o"), "IRS1_copies")
    m.initial(mtorc2(s="a"), "MTORC2_copies")
    m.initial(s6k(s="u"), "S6K_copies")


MTOR_FEEDBACK = Mechanism(name="mtor_feedback", evidence=("MOA02",), rules=rules)
