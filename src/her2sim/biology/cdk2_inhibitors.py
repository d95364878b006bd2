"""Tagtociclib holds CDK2: CDK2_open = 1 / (1 + drug / Ki), on RB and on p27 (g1s.py)."""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "CDK2", ("tagtociclib",))


CDK2_INHIBITORS = Mechanism(name="cdk2_inhibitors", evidence=("TX13",), rules=rules)
