"""JAB1 (COPS5) carries p27 out of the nucleus and to its end; SRC, through STAT3, makes more of it (R16).

JAB1 (relative) = COPS5_level * (1 - by_SRC + by_SRC * SRC_active / SRC_usual) --> export of p27 (g1s.py)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    carrier = m.monomer("JAB1carrier", unit="1", s=("f",))
    m.observable("JAB1", carrier(s="f"))
    by_src = 1 - m["JAB1_by_SRC"] + m["JAB1_by_SRC"] * m["SRC_active"] / m["SRC_usual"]
    rate = m.derived("synthesis_JAB1", m["k_deg_JAB1"] * m["COPS5_level"] * by_src, "1/h")
    m.rule("make_JAB1", None >> carrier(s="f"), rate)
    m.rule("lose_JAB1", carrier(s="f") >> None, "k_deg_JAB1")


JAB1 = Mechanism(name="jab1", evidence=("R16",), needs=("src_pten",), rules=rules)
