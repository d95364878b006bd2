"""H2NTF, an N-terminal fragment of HER2: a decoy that holds back little antibody, so only low doses feel it.

free drug = drug / (1 + decoy / (Kd + drug))      exact where the drug is scarce or in excess
"""

from her2sim.biology.kit import Draft, Mechanism

DOMAIN_IV = ("trastuzumab", "margetuximab", "trastuzumab_emtansine", "trastuzumab_deruxtecan")
"""antibodies and conjugates that bind the one epitope with the one affinity"""


def rules(m: Draft) -> None:
    drug = m.derived("domain_IV_nM", sum(m.drug(name) for name in DOMAIN_IV), "nM")
    m.derived("domain_IV_free_nM", drug / (1 + m["H2NTF_nM"] / (m["Kd_trastuzumab"] + drug)), "nM")


H2NTF = Mechanism(
    name="h2ntf",
    evidence=("P09",),
    rules=rules,
    reductions=("The decoy's binding sites do not run out, and it is at balance with the antibody.",),
)
