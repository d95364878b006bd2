"""ADAM10 and ADAM17: what cuts HER2 and sets ligands free; aderbasib and batimastat hold them, APMA drives them.

sheddase_now = (shed_activity + APMA) * ADAM_open      ADAM_open = 1 / (1 + sum of drug / Ki)
"""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    left = open_share(m, "ADAM", ("aderbasib", "batimastat"))
    apma = m.drug("APMA")
    driven = m["APMA_gain"] * apma / (apma + m["K_APMA"])
    m.derived("sheddase_now", (m["shed_activity"] + driven) * left, "1")


SHEDDASE = Mechanism(name="sheddase", evidence=("R01", "TX20"), rules=rules)
