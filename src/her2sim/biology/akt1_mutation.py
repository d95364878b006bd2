"""AKT1 p.E17K, or AKT amplified: AKT at the membrane without PIP3 (R13).

AKT_membrane = PIP3 + AKT1_basal      both in shares of full PIP3
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    m.derived("AKT_membrane", m["PIP3"] + m["AKT1_basal"], "1")


AKT1_MUTATION = Mechanism(name="akt1_mutation", evidence=("R13",), needs=("pi3k_lipids",), rules=rules)
