"""Inhibitors of PI3K: alpelisib, inavolisib, taselisib on p110-alpha; buparlisib, pictilisib, omipalisib on both.

free enzyme = 1 / (1 + sum of drug / Ki)      wild-type and mutant p110-alpha alike

p110-beta carries the signal where PTEN is lost: there an inhibitor of p110-alpha alone leaves more (pi3k_akt.py).
"""

from her2sim.biology.kit import Draft, Mechanism, open_share

ALPHA = ("alpelisib", "inavolisib", "taselisib", "buparlisib", "pictilisib", "omipalisib")
BETA = ("alpelisib", "taselisib", "buparlisib", "pictilisib", "omipalisib")


def rules(m: Draft) -> None:
    open_share(m, "PIK3CA", ALPHA)
    open_share(m, "PIK3CB", BETA)


PI3K_INHIBITORS = Mechanism(name="pi3k_inhibitors", evidence=("TX08",), rules=rules)
