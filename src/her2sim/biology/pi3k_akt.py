"""PI3K makes PIP3, PTEN takes it away, PIP3 brings AKT to its kinases.

    PIP2 --PI3K--> PIP3 --PTEN, INPP5/SHIP--> PIP2
    AKT: T308 by PDK1 and S473 by mTORC2, both at PIP3; each site loses its phosphate on its own

A PIK3CA hotspot adds activity that needs no receptor (`PIK3CA_basal`, share of the greatest receptor-driven activity);
AKT1 p.E17K binds the membrane without PIP3 (`AKT1_basal`). Alpelisib hits wild type and mutant PI3K-alpha, which is
the share `PIK3CA_share` of the receptor-driven activity; p110-beta and p110-delta are the rest.
"""

from her2sim.biology.kit import Draft, Mechanism


def _lipid(m: Draft) -> None:
    pip = m.monomer("PIP", s=("p2", "p3"))
    m.observable("PIP3_amount", pip(s="p3"))
    m.derived("PIP3", m["PIP3_amount"] / m["PIP_total"], "1")
    drive = m["drive_PI3K"] + m["w_PI3K_RAS"] * m["RAS_GTP"] * m["RAS_copies"]
    driven = m.derived("PI3K_receptor_driven", drive / (drive + m["K_PI3K"]), "1")
    blocked = m["alpelisib_PIK3CA"]
    mutant = m["PIK3CA_basal"] * (1 - driven) * (1 - blocked)
    m.derived("PI3K_active", driven * (1 - m["PIK3CA_share"] * blocked) + mutant, "1")
    make = m.derived("PIP3_synthesis", m["k_PI3K"] * m["PI3K_active"] + m["k_PIP3_basal"], "1/h")
    lose = m.derived("PIP3_loss", m["k_PTEN"] * m["PTEN_active"] + m["k_SHIP"], "1/h")
    m.both("switch_PIP", pip(s="p2") | pip(s="p3"), make, lose)
    m.initial(pip(s="p2"), "PIP_total")


def _akt(m: Draft) -> None:
    akt = m.monomer("AKT", t=("u", "p"), s=("u", "p"))
    m.observable("AKT_T308_S473", akt(t="p", s="p"))
    m.derived("pAKT", m["AKT_T308_S473"] / m["AKT_copies"], "1")
    membrane = m["PIP3"] + m["AKT1_basal"]
    t308 = m.derived("AKT_T308_on", m["k_T308"] * membrane, "1/h")
    s473 = m.derived("AKT_S473_on", m["k_S473"] * membrane * m["MTORC2_active"], "1/h")
    m.both("AKT_T308", akt(t="u") | akt(t="p"), t308, "k_T308_off")
    m.both("AKT_S473", akt(s="u") | akt(s="p"), s473, "k_S473_off")
    m.initial(akt(t="u", s="u"), "AKT_copies")


def rules(m: Draft) -> None:
    _lipid(m)
    _akt(m)


PI3K_AKT = Mechanism(
    name="pi3k_akt",
    evidence=("MOA02", "R11", "R12", "R13", "TX08"),
    needs=("signals", "src_pten", "pi3k_inhibitor", "mtor_feedback", "ras"),
    rules=rules,
    reductions=("PIP2 and PIP3 share one constant pool; AKT1, AKT2 and AKT3 are one protein.",),
)
