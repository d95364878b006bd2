"""PIK3CA hotspots: activity that receptors do not give. Whether it still needs them is disputed (X02, X03).

uncoupled (`variant_PIK3CA_coupled` 0): basal * what receptors leave      coupled (1): the receptors' part is larger
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    driven = m["PI3K_receptor_driven"]
    coupled = m["variant_PIK3CA_coupled"]
    alone = m["PIK3CA_basal"] * (1 - driven) * (1 - coupled * (1 - m["PIK3CA_alone_share"]) * (1 - driven))
    m.derived("PI3K_mutant", alone * m["PIK3CA_open"], "1")


PIK3CA_MUTATION = Mechanism(
    name="pik3ca_mutation", evidence=("R12",), needs=("pi3k_receptors", "pi3k_inhibitors"), rules=rules
)
