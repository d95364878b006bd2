"""p95 by alternative translation: a share of ERBB2 messages is read from Met611 on; no antibody stops it.

0 --CTF611_fraction * synthesis of ERBB2--> p95 (611-CTF)
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    rate = m.derived("synthesis_CTF611", m["synthesis_ERBB2"] * m["CTF611_fraction"], "molecule/h")
    m.rule("make_CTF611", None >> m["P95"](d=None, k="i"), rate)


P95_TRANSLATION = Mechanism(name="p95_translation", evidence=("R02",), needs=("p95", "turnover"), rules=rules)
