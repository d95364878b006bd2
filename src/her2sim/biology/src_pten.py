"""SRC and PTEN hold each other down.

    SRC(i) <-> SRC(a)        on: HER2 free of trastuzumab, and other receptors; off: CSK, and active PTEN
    PTEN(a) <-> PTEN(i)      SRC phosphorylates PTEN, which then leaves the membrane (MOA03)

HER2 holds SRC in part whether it is phosphorylated or not (`SRC_scaffold`), so a kinase inhibitor takes less away.
Trastuzumab on HER2 takes SRC from it: SRC falls, PTEN returns to the membrane within the hour. Whether SRC is what
moves PTEN is not settled (X01): without `variant_PTEN_SRC` PTEN stays as phosphorylated as it usually is.
"""

from her2sim.biology.kit import Draft, Mechanism, saturation


def rules(m: Draft) -> None:
    src, pten = m["SRC"], m.monomer("PTEN", s=("a", "i"))
    m.observable("PTEN_a", pten(s="a"))
    m.derived("PTEN_active", m["PTEN_a"] / m["PTEN_copies"], "1")
    held = m["trastuzumab_one_arm"] + m["trastuzumab_two_arms"]
    needed = m["SRC_scaffold"] * m["ERBB2_phospho_usual"] + (1 - m["SRC_scaffold"]) * m["phospho_share_ERBB2"]
    erbb2 = m["w_SRC_ERBB2"] * (m["surface_ERBB2"] - held) * 2 * needed
    others = sum(
        m[f"w_SRC_{name}"] * m[f"p_{name}"]
        for name in ("EGFR_EGFR", "MET_MET", "MET_HER3", "IGF1R_IGF1", "IGF1R_HER2", "P95_P95")
    )
    bypass = sum(m[f"w_SRC_{name}"] * m[f"p{name}"] for name in ("EPOR", "RTK"))
    pairs = m["w_SRC_D16_D16"] * m["p_D16_D16"]
    drive = m.derived("drive_SRC", erbb2 + others + bypass + pairs, "molecule")
    driven = saturation(drive, m["K_SRC"], m["SRC_drive_usual"])
    on = m.derived("SRC_on", m["gain_SRC"] * m["k_SRC_off"] * (m["SRC_basal"] + driven) * m["SRC_open"], "1/h")
    off = m.derived("SRC_off", m["k_SRC_off"] * (1 + m["PTEN_on_SRC"] * m["PTEN_active"]), "1/h")
    m.both("switch_SRC", src(s="i") | src(s="a"), on, off)
    variant = m["variant_PTEN_SRC"]
    by = variant * m["SRC_active"] + (1 - variant) * m["SRC_usual"]
    away = m.derived("PTEN_phosphorylation", m["gain_PTEN_phosphorylation"] * m["k_PTEN_dephosphorylation"] * by, "1/h")
    m.both("switch_PTEN", pten(s="a") | pten(s="i"), away, "k_PTEN_dephosphorylation")
    m.initial(src(s="i"), m.derived("SRC_total", m["SRC_copies"] * m["SRC_level"], "molecule"))
    m.initial(pten(s="a"), m.derived("PTEN_total", m["PTEN_copies"] * m["PTEN_level"], "molecule"))


SRC_PTEN = Mechanism(
    name="src_pten",
    evidence=("MOA03", "R11", "R14"),
    needs=("src_on_her", "signals", "trastuzumab", "src_inhibitors"),
    rules=rules,
)
