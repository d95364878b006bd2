"""From dimers to signals: virtual phosphorylation and weighted adaptors.

    phosphorylated share of a dimer = r * a / (1 + r * a)     r = kinase over phosphatase rate, a = catalytic activity
    drive of PI3K, RAS, SRC = sum over dimers of weight * phosphorylated dimers

Phosphorylation (0.01 to 1 /s) is much faster than traffic (1e-5 to 1e-3 /s), so each dimer's share is at balance. Grb2,
SHC1, GAB1 and PIK3R1 are the weights. HER3 has no kinase of its own: its partner
phosphorylates it, against a phosphatase of its own (her3_phosphatase.py). S6K (P02) and ERK (erk_on_her.py) hold HER
kinases back, SRC raises them (src_on_her.py).
Endosomal dimers signal with `endosome_signal` of the strength, HER2 pairs held by one antibody with
`cross_link_activity`.
The weights of PI3K are relative to HER2:HER3, those of RAS to EGFR:EGFR.
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern, lift

_KINDS = {
    "HER2_HER2": "ERBB2",
    "HER2_HER3_free": "HER3_by_ERBB2",
    "HER2_HER3_NRG1": "HER3_by_ERBB2_NRG1",
    "EGFR_HER2": "both",
    "EGFR_EGFR": "EGFR",
    "EGFR_HER3": "HER3_by_EGFR",
    "HER2_HER4": "HER4_by_ERBB2",
    "HER4_HER4": "ERBB4",
    "P95_HER3": "HER3_by_p95",
    "P95_HER2": "p95",
    "P95_P95": "p95",
    "D16_D16": "ERBB2",
    "MET_MET": "MET",
    "MET_HER3": "HER3_by_MET",
    "IGF1R_IGF1": "other",
    "IGF1R_HER2": "other",
}
_BYPASS = ("EPHA2", "EPOR", "RTK")
"""receptors that are no partner of HER2; each states its phosphorylated amount in its own file"""
_ENDOSOMAL = {
    "HER2_HER3": "HER2_HER3_NRG1",
    "EGFR_HER2": "EGFR_HER2",
    "EGFR_EGFR": "EGFR_EGFR",
    "EGFR_HER3": "EGFR_HER3",
    "HER2_HER4": "HER2_HER4",
    "HER4_HER4": "HER4_HER4",
    "MET_MET": "MET_MET",
    "IGF1R_HER2": "IGF1R_HER2",
}


def _phosphorylated_shares(m: Draft) -> None:
    by_s6k = 1 / lift(m, "HER_brake_S6K", "S6K_active", "S6K_usual")
    signal = by_s6k * m["HER_by_ERK"] * m["HER_by_SRC"]
    able = m["ERBB2_kinase"] * m["MUC4_activation"] * signal
    erbb2, driven = able * m["ERBB2_open"], able * m["ERBB2_open_NRG1"]
    p95 = m["p95_kinase"] * m["ERBB2_kinase"] * m["ERBB2_open"] * signal
    egfr, erbb4, met = m["EGFR_open"] * signal, m["ERBB4_open"], m["MET_open"]
    activities = {"ERBB2": erbb2, "EGFR": egfr, "both": (erbb2 + egfr) / 2, "p95": p95, "MET": met, "other": 1}
    activities |= {"ERBB4": erbb4, "HER4_by_ERBB2": (erbb2 + erbb4) / 2}
    phosphatase = m["HER3_phosphatase"]
    partners = (("ERBB2", erbb2), ("ERBB2_NRG1", driven), ("EGFR", egfr), ("p95", p95), ("MET", met))
    for partner, activity in partners:
        activities[f"HER3_by_{partner}"] = activity / phosphatase
    for name, activity in activities.items():
        gain = m.derived(f"kinase_over_phosphatase_{name}", m["kinase_over_phosphatase"] * activity, "1")
        m.derived(f"phospho_share_{name}", gain / (1 + gain), "1")


def _phospho_dimers(m: Draft) -> None:
    endosomal = {surface: m.observable(f"endosomal_{kind}", m["DE"](k=kind)) for kind, surface in _ENDOSOMAL.items()}
    for name, kinase in _KINDS.items():
        amount: Pattern = m[name]
        if name == "HER2_HER2":
            amount = amount + 0.5 * m["cross_link_activity"] * m["cross_linked_ERBB2"]
        if name in endosomal:
            amount = amount + m["endosome_signal"] * endosomal[name]
        if name == "D16_D16":
            amount = amount * m["D16_coupled"]
        m.derived(f"p_{name}", amount * m[f"phospho_share_{kinase}"], "molecule")


def _drive(m: Draft, target: str) -> None:
    total: Pattern = 0
    for name in _KINDS:
        term = m[f"w_{target}_{name}"] * m[f"p_{name}"]
        if target == "PI3K" and name.startswith("IGF1R"):
            term = term * m["IRS1_open"]
        total = total + term
    for name in _BYPASS:
        total = total + m[f"w_{target}_{name}"] * m[f"p{name}"]
    m.derived(f"drive_{target}", total, "molecule")


def rules(m: Draft) -> None:
    _phosphorylated_shares(m)
    _phospho_dimers(m)
    _drive(m, "PI3K")
    _drive(m, "RAS")
    by_her3 = m["w_PI3K_HER2_HER3_free"] * m["p_HER2_HER3_free"] + m["w_PI3K_HER2_HER3_NRG1"] * m["p_HER2_HER3_NRG1"]
    m.derived("PI3K_by_HER2_HER3", by_her3 / m["drive_PI3K"], "1")
    partners = ("HER2_HER3_free", "HER2_HER3_NRG1", "EGFR_HER2", "HER2_HER4", "P95_HER2", "IGF1R_HER2")
    m.derived("pERBB2", 2 * (m["p_HER2_HER2"] + m["p_D16_D16"]) + sum(m[f"p_{name}"] for name in partners), "molecule")
    partners = ("HER2_HER3_free", "HER2_HER3_NRG1", "EGFR_HER3", "P95_HER3", "MET_HER3")
    m.derived("pERBB3", sum(m[f"p_{name}"] for name in partners), "molecule")


SIGNALS = Mechanism(
    name="signals",
    evidence=("MOA01", "MOA11", "MOA12", "MOA13"),
    needs=(
        "receptors",
        "trafficking",
        "p95",
        "met",
        "igf1r",
        "masking",
        "trastuzumab",
        "her_kinases",
        "her2_variants",
        "her3_phosphatase",
        "met_inhibitors",
        "mtor_feedback",
        "erk_on_her",
        "src_on_her",
        "epha2",
        "epor",
        "bypass_rtk",
    ),
    rules=rules,
    reductions=(
        "Phosphorylation is at balance with the phosphatases (virtual phosphorylation).",
        "Adaptors are weights, not molecules; dimers do not compete for them except in the saturation of PI3K and RAS.",
    ),
)
