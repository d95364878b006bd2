"""Palbociclib holds CDK4 and CDK6: CDK46_open = 1 / (1 + drug / Ki), on RB and on TSC2 (cdk46.py)."""

from her2sim.biology.kit import Draft, Mechanism, open_share


def rules(m: Draft) -> None:
    open_share(m, "CDK46", ("palbociclib",))


CDK46_INHIBITORS = Mechanism(name="cdk46_inhibitors", evidence=("TX12",), rules=rules)
