"""Synthesis, endocytosis, recycling and degradation of receptors; the endosome is lumped.

    0 --synthesis--> surface receptor --k_int--> endosome --k_rec--> surface
                                                 endosome --k_deg--> 0
    ligand-driven dimer --k_int_dimer--> endosomal dimer --k_rec--> two receptors | --k_deg--> 0

Two receptors that share one antibody (t=x) take it along once: half of them go as free ones.
A receptor in a ligand-free dimer is taken up at its own rate and leaves its partner behind: these dimers part within
seconds. Synthesis is set so that `<receptor>_total` is the drug-free whole-cell amount without ligand.
A kinase inhibitor on HER2 slows its uptake, so that surface HER2 rises (T010).
"""

import math
from collections.abc import Mapping

from her2sim.biology.kit import Draft, Mechanism, Pattern

_KINDS = ("EGFR", "HER2", "HER2m", "HER2T", "HER2P", "HER3", "HER4", "P95s", "P95i", "MET", "IGF1R")
_DIMERS = ("EGFR_EGFR", "EGFR_HER2", "EGFR_HER3", "HER2_HER3", "HER2_HER4", "HER4_HER4", "MET_MET", "IGF1R_HER2")
_MASKED = {"n": "", "y": "_masked"}
_LOSS = {
    "HER2": "k_deg_ERBB2",
    "HER2P": "k_deg_ERBB2",
    "HER2m": "k_deg_ERBB2",
    "HER2T": "k_deg_bound",
    "P95s": "k_deg_ERBB2",
    "P95i": "k_deg_ERBB2",
}
"""degradation that is not the endosome's usual one"""


def single(m: Draft, kind: str, surface: Pattern, k_int: Pattern | str) -> None:
    """A monomer's uptake into endosomal `kind`, and its way back as it went in."""
    endosome = m["RE"](k=kind)
    m.rule(f"uptake_{kind}", surface >> endosome, k_int)
    m.rule(f"recycle_{kind}", endosome >> surface, "k_rec")


def leaving(m: Draft, name: str, dimer: Pattern, kind: str, partner: Pattern, k_int: Pattern | str) -> None:
    """Uptake of one receptor out of a ligand-free dimer; the partner stays at the surface."""
    m.rule(f"uptake_{name}", dimer >> m["RE"](k=kind) + partner, k_int)


def dimer(m: Draft, kind: str, surface: Mapping[str, Pattern], k_int: Pattern | str) -> None:
    """A ligand-driven dimer's uptake into endosomal `kind`; `surface` by the mask of its HER2 (n where it has none)."""
    for mask, pattern in surface.items():
        m.rule(f"uptake_{kind}{_MASKED[mask]}", pattern >> m["DE"](k=kind, m=mask), k_int)


def apart(m: Draft, kind: str, receptors: Mapping[str, Pattern]) -> None:
    """Recycling of an endosomal dimer as two receptors, by the mask of its HER2."""
    for mask, pattern in receptors.items():
        m.rule(f"recycle_{kind}{_MASKED[mask]}", m["DE"](k=kind, m=mask) >> pattern, "k_rec")


def synthesis(m: Draft, receptor: str, k_int: str, factor: Pattern = 1) -> Pattern:
    """Rate that keeps the drug-free whole-cell amount at `<receptor>_total`, times `factor` (transcription)."""
    endosomal = m[k_int] / (m["k_rec"] + m["k_deg_endosome"])
    turnover = m["k_deg_endosome"] * endosomal / (1 + endosomal)
    return m.derived(f"synthesis_{receptor}", m[f"{receptor}_total"] * turnover * factor, "molecule/h")


def _uptake_of_her2(m: Draft) -> None:
    """What is taken in comes back k_rec / k_deg times before it is lost; measured is the half-time of loss for good."""
    net = math.log(2.0) / m["uptake_half_time_ERBB2"]
    m.derived("k_int_ERBB2", net * (1 + m["k_rec"] / m["k_deg_endosome"]), "1/h")


def _erbb_singles(m: Draft) -> None:
    egfr, her2, her3, her4 = m["EGFR"], m["HER2"], m["HER3"], m["HER4"]
    block = 1 - m["uptake_block_TKI"] * m["lapatinib_ERBB2"]
    caveolae = 1 - m["uptake_by_CAV1"] + m["uptake_by_CAV1"] * m["CAV1_level"]
    slow = m.derived("k_int_ERBB2_now", m["k_int_ERBB2"] * block * caveolae * m["HER2_unfolding"], "1/h")
    bound = m.derived("k_int_bound", slow * m["uptake_factor_trastuzumab"], "1/h")
    single(m, "EGFR", egfr(d=None, l="n"), "k_int_EGFR")
    single(m, "HER3", her3(d=None, l="n"), "k_int_ERBB3")
    single(m, "HER4", her4(d=None, l="n"), "k_int_ERBB4")
    for receptor, state, rate in ((egfr, "e", "k_int_EGFR"), (her3, "h", "k_int_ERBB3"), (her4, "h", "k_int_ERBB4")):
        kind = receptor.name
        m.rule(f"uptake_{kind}_bound", receptor(d=None, l=state) >> m["RE"](k=kind), rate)
    for t, p, mask, kind in (("n", "n", "n", "HER2"), ("n", "n", "y", "HER2m")):
        single(m, kind, her2(d=None, t=t, p=p, m=mask), slow)
    single(m, "HER2P", her2(d=None, t="n", p="b", m="n"), slow)
    back = her2(d=None, t="b", p="n", m="n")
    m.rule("recycle_HER2T", m["RE"](k="HER2T") >> back, "k_rec")
    m.rule("uptake_HER2T_b", her2(d=None, t="b", m="n") >> m["RE"](k="HER2T"), bound)
    half = m.derived("k_int_bound_half", 0.5 * bound, "1/h")
    for kind in ("HER2T", "HER2"):
        m.rule(f"uptake_{kind}_x", her2(d=None, t="x", m="n") >> m["RE"](k=kind), half)


def _out_of_dimers(m: Draft) -> None:
    her2, her3, egfr = m["HER2"], m["HER3"], m["EGFR"]
    slow, bound, half = m["k_int_ERBB2_now"], m["k_int_bound"], m["k_int_bound_half"]
    states = (
        ("n", "n", "HER2", slow),
        ("n", "y", "HER2m", slow),
        ("b", "n", "HER2T", bound),
        ("x", "n", "HER2T", half),
        ("x", "n", "HER2", half),
    )
    held = her2(d=1, t="n", p="b", m="n") % her2(d=1)
    leaving(m, "HER2P_from_HER2_HER2", held, "HER2P", her2(d=None), slow)
    for t, mask, kind, rate in states:
        paired = her2(d=1, t=t, p="n", m=mask) if t == "n" else her2(d=1, t=t, m=mask)
        leaving(m, f"{kind}_{t}_from_HER2_HER2", paired % her2(d=1), kind, her2(d=None), rate)
        taken = her2(d=1, t=t, p="n", m=mask)
        leaving(m, f"{kind}_{t}_from_EGFR_free", taken % egfr(d=1, l="n"), kind, egfr(d=None, l="n"), rate)
        if t == "n":
            leaving(m, f"{kind}_from_HER3_free", taken % her3(d=1, l="n"), kind, her3(d=None, l="n"), rate)
    leaving(m, "HER3_from_HER2_free", her3(d=1, l="n") % her2(d=1), "HER3", her2(d=None), "k_int_ERBB3")
    leaving(m, "EGFR_from_HER2_free", egfr(d=1, l="n") % her2(d=1), "EGFR", her2(d=None), "k_int_EGFR")


def _driven_dimers(m: Draft) -> None:
    egfr, her3, her4 = m["EGFR"], m["HER3"], m["HER4"]
    kinds = (
        ("EGFR_EGFR", egfr(d=1, l="e"), egfr(d=1, l="e"), "k_int_EGFR_EGFR"),
        ("EGFR_HER3", egfr(d=1, l="e"), her3(d=1), "k_int_EGFR_HER2"),
        ("HER4_HER4", her4(d=1, l="h"), her4(d=1, l="h"), "k_int_HER2_HER3"),
    )
    for kind, first, second, k_int in kinds:
        dimer(m, kind, {"n": first % second}, k_int)
        apart(m, kind, {"n": first.monomer(d=None, l="n") + second.monomer(d=None, l="n")})
    kinds = (
        ("EGFR_HER2", egfr(d=1, l="e"), "k_int_EGFR_HER2"),
        ("HER2_HER3", her3(d=1, l="h"), "k_int_HER2_HER3"),
        ("HER2_HER4", her4(d=1, l="h"), "k_int_HER2_HER3"),
    )
    for kind, partner, k_int in kinds:
        with_her2(m, kind, partner, k_int)


def with_her2(m: Draft, kind: str, partner: Pattern, k_int: str) -> None:
    """Uptake and recycling of a ligand-driven dimer of HER2; a masked HER2 comes back masked."""
    her2 = m["HER2"]
    dimer(m, kind, {mask: partner % her2(d=1, m=mask) for mask in _MASKED}, k_int)
    free = partner.monomer(d=None, l="n")
    apart(m, kind, {mask: free + her2(d=None, t="n", p="n", m=mask) for mask in _MASKED})


def rules(m: Draft) -> None:
    m.monomer("RE", k=_KINDS)
    m.monomer("DE", k=_DIMERS, m=tuple(_MASKED))
    extra = 1 + m["variant_HER2_degradation"] * (m["degradation_factor_trastuzumab"] - 1)
    client = m.derived("k_deg_ERBB2", m["k_deg_endosome"] * m["HER2_unfolding"], "1/h")
    m.derived("k_deg_bound", client * extra, "1/h")
    _uptake_of_her2(m)
    _erbb_singles(m)
    _out_of_dimers(m)
    _driven_dimers(m)
    for kind in _KINDS:
        m.rule(f"degrade_{kind}", m["RE"](k=kind) >> None, _LOSS.get(kind, "k_deg_endosome"))
    for kind in _DIMERS:
        m.rule(f"degrade_{kind}", m["DE"](k=kind) >> None, "k_deg_endosome")
    inside = m.observable("internalised_trastuzumab", m["RE"](k="HER2T"))
    m.derived("lysosomal_antibody", m["k_deg_bound"] * inside, "molecule/h")
    endosomal = ("HER2", "HER2m", "HER2T", "HER2P")
    m.observable("endosomal_ERBB2", *[m["RE"](k=kind) for kind in endosomal])
    m.observable("endosomal_ERBB2_dimers", *[m["DE"](k=kind) for kind in _DIMERS if "HER2" in kind])
    m.derived("total_ERBB2", m["surface_ERBB2"] + m["endosomal_ERBB2"] + m["endosomal_ERBB2_dimers"], "molecule")


TRAFFICKING = Mechanism(
    name="trafficking",
    evidence=("MOA05", "P10"),
    needs=("receptors", "masking", "lapatinib", "hsp90"),
    rules=rules,
    reductions=("One endosome: what is bound to a receptor is forgotten there, but for an antibody on HER2.",),
)
