"""PI3K makes PIP3, PTEN takes it away, PIP3 brings AKT to its kinases.

    PIP2 --PI3K--> PIP3 --PTEN, INPP5/SHIP--> PIP2
    AKT: T308 by PDK1 and S473 by mTORC2, both at PIP3; each site loses its phosphate on its own
    AKT_active = pAKT * what inhibitors leave (akt_inhibitors.py) * what HSP90 keeps (hsp90.py)

p110-alpha carries the share `PIK3CA_share` of the activity; p110-beta carries the rest, and more of it where PTEN is
lost (R11). What p110-beta takes over there answers to RAC1 in its share `PIK3CB_by_RAC1`, and no inhibitor of a
receptor takes that away (Fritsch 2013, doi:10.1016/j.cell.2013.04.031; Cizmecioglu 2016, doi:10.7554/eLife.17635). What
a hotspot adds stands in pik3ca_mutation.py, what p.E17K adds in akt1_mutation.py.
"""

from her2sim.biology.kit import Draft, Mechanism


def _receptors(m: Draft) -> None:
    drive = m["drive_PI3K"] + m["w_PI3K_RAS"] * m["RAS_GTP"] * m["RAS_copies"]
    m.derived("PI3K_receptor_driven", drive / (drive + m["K_PI3K"]), "1")
    m.derived("PI3K_scale", (m["PI3K_drive_usual"] + m["K_PI3K"]) / m["PI3K_drive_usual"], "1")
    kept = m["PTEN_level"] * (1 + m["PIK3CB_at_PTEN"]) / (m["PTEN_level"] + m["PIK3CB_at_PTEN"])
    m.derived("PIK3CA_share_now", m["PIK3CA_share"] * kept / (1 + m["PIK3CA_share"] * (kept - 1)), "1")


PI3K_RECEPTORS = Mechanism(name="pi3k_receptors", evidence=("MOA02", "R11"), needs=("signals", "ras"), rules=_receptors)


def _lipid(m: Draft) -> None:
    pip = m.monomer("PIP", s=("p2", "p3"))
    m.observable("PIP3_amount", pip(s="p3"))
    m.derived("PIP3", m["PIP3_amount"] / m["PIP_total"], "1")
    alpha = m["PIK3CA_share_now"]
    driven = m["PI3K_receptor_driven"]
    usual = m["PI3K_drive_usual"] / (m["PI3K_drive_usual"] + m["K_PI3K"])
    apart = m["PIK3CB_by_RAC1"] * (m["PIK3CA_share"] - alpha)
    beta = (1 - alpha - apart) * driven + apart * usual
    active = alpha * m["PIK3CA_open"] * driven + m["PIK3CB_open"] * beta
    m.derived("PI3K_active", active + m["PI3K_mutant"], "1")
    make = m.derived(
        "PIP3_synthesis", m["gain_PI3K"] * m["k_PTEN"] * m["PI3K_scale"] * m["PI3K_active"] + m["k_PIP3_basal"], "1/h"
    )
    lose = m.derived("PIP3_loss", m["k_PTEN"] * (m["PTEN_active"] + m["SHIP_over_PTEN"]), "1/h")
    m.both("switch_PIP", pip(s="p2") | pip(s="p3"), make, lose)
    m.initial(pip(s="p2"), "PIP_total")


PI3K_LIPIDS = Mechanism(
    name="pi3k_lipids",
    evidence=("MOA02", "R11"),
    needs=("pi3k_receptors", "pik3ca_mutation", "pi3k_inhibitors", "src_pten"),
    rules=_lipid,
    reductions=("PIP2 and PIP3 share one constant pool.",),
)


def rules(m: Draft) -> None:
    akt = m.monomer("AKT", t=("u", "p"), s=("u", "p"))
    m.observable("AKT_T308_S473", akt(t="p", s="p"))
    m.derived("pAKT", m["AKT_T308_S473"] / m["AKT_copies"], "1")
    m.derived("AKT_active", m["pAKT"] * m["AKT_open"] * m["AKT_folded"], "1")
    t308 = m.derived("AKT_T308_on", m["gain_T308"] * m["k_T308_off"] * m["AKT_membrane"], "1/h")
    mtorc2 = m["MTORC2_active"] * m["MTOR_open"]
    s473 = m.derived("AKT_S473_on", m["gain_S473"] * m["k_S473_off"] * m["AKT_membrane"] * mtorc2, "1/h")
    m.both("AKT_T308", akt(t="u") | akt(t="p"), t308, "k_T308_off")
    m.both("AKT_S473", akt(s="u") | akt(s="p"), s473, "k_S473_off")
    m.initial(akt(t="u", s="u"), "AKT_copies")


PI3K_AKT = Mechanism(
    name="pi3k_akt",
    evidence=("MOA02",),
    needs=("pi3k_lipids", "akt1_mutation", "akt_inhibitors", "hsp90", "mtor_feedback", "mtor_inhibitors"),
    rules=rules,
    reductions=("AKT1, AKT2 and AKT3 are one protein.",),
)
