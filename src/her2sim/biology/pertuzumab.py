"""Pertuzumab on domain II of HER2, the dimerisation arm.

    HER2(p=n) + drug <-> HER2(p=b)      a HER2 with p=b enters no ligand-driven dimer, none with EGFR (receptors.py)

Pairs of two HER2, which no ligand makes, stay as they are: in cells that make HER2 alone pertuzumab changed neither
their number nor their phosphates (Nami 2019, doi:10.3390/cancers11030375). It does not hide the shedding site (T037),
and it binds beside trastuzumab without changing its affinity (T101).
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    her2 = m["HER2"]
    drug = m.drug("pertuzumab")
    on = m.derived("on_pertuzumab", m["kon_pertuzumab"] * drug, "1/h")
    off = m.derived("off_pertuzumab", m["kon_pertuzumab"] * m["Kd_pertuzumab"], "1/h")
    m.both("bind_pertuzumab", her2(d=None, p="n", m="n") | her2(d=None, p="b", m="n"), on, off)
    m.observable("bound_pertuzumab", her2(p="b"))


PERTUZUMAB = Mechanism(name="pertuzumab", evidence=("TX02",), needs=("receptors",), rules=rules)
