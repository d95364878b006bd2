"""Claims of the review's evidence that the present network can be asked, as code.

Each gives the numbers it looks at and the range each must lie in; a vector satisfies the claim if all lie inside.
Ranges are the proposals of the evidence. Stand-ins for drugs that the network lacks are said in `setting`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.claims.cells import HOURS, Arm, Bench, Floats

ANY = np.inf

T = Arm({"trastuzumab": (10.0, "ug/mL")})
P = Arm({"pertuzumab": (10.0, "ug/mL")})
L = Arm({"lapatinib": (1.0, "uM")})
A = Arm({"alpelisib": (1.0, "uM")})
AKT_INHIBITOR = Arm(scaled={"k_T308": 0.02})
MEK_INHIBITOR = Arm(scaled={"k_MEK_RAF": 0.02})
SRC_INHIBITOR = Arm(scaled={"k_SRC_on": 0.1})
MET_INHIBITOR = Arm(scaled={f"w_{path}_MET_{pair}": 0.05 for path in ("PI3K", "RAS") for pair in ("MET", "HER3")})

ONLY_DAY = {"EGFR_total": 300.0, "ERBB3_total": 200.0, "ERBB4_total": 20.0, "ERBB2_total": 1.0e6}
PTEN_DOWN = {"PTEN_level": 0.2}
PIK3CA_MUTANT = {"PIK3CA_basal": 0.5}
P95_CELL = {"ERBB2_total": 3.0e5, "CTF611_fraction": 0.9}
MASKED = {"MUC4_masking": 0.7}
FREE_IGF1_NM = 5.2
"""40 ng/mL at 7.65 kDa"""
IGF1R_CELL = {"IGF1R_total": 1.0e5}


@dataclass(frozen=True)
class Reading:
    """A number the claim looks at, (N,), and the range it must lie in."""

    name: str
    values: Floats
    low: float
    high: float

    @property
    def inside(self) -> np.ndarray:
        """(N,); a lane that failed is not inside."""
        return (self.values >= self.low) & (self.values <= self.high)


@dataclass(frozen=True)
class Claim:
    """One claim: `ask` gives its readings."""

    key: str
    setting: str
    says: str
    ask: Callable[[Bench], list[Reading]]


def holds(readings: list[Reading]) -> np.ndarray:
    """Which vectors satisfy the claim, (N,)."""
    return np.logical_and.reduce([reading.inside for reading in readings])


Ask = Callable[[Bench], list[Reading]]


def _fold(readout: str, hour: float, arm: Arm, low: float, high: float) -> Ask:
    return lambda b: [Reading(f"{readout}, {hour:g} h", b.fold(readout, hour, arm), low, high)]


def _several(*asked: Ask) -> Ask:
    return lambda b: [reading for ask in asked for reading in ask(b)]


def t002(b: Bench) -> list[Reading]:
    early, late = b.fold("pAKT", 1, T), b.fold("pAKT", 6, T)
    return [Reading("pAKT, 1 h", early, 0, 0.8), Reading("1 h less 6 h", early - late, -0.1, ANY)]


def t003(b: Bench) -> list[Reading]:
    def sums(hour: float, *names: str) -> Floats:
        return sum((b.at(name, hour, T) for name in names), np.zeros(b.n))

    pairs, bound = ("HER2_HER3_free", "HER2_HER3_NRG1"), ("p_HER2_HER3_free", "p_HER2_HER3_NRG1")
    return [
        Reading("HER2:HER3, 1 h", sums(1, *pairs) / sums(0, *pairs), 0, 0.6),
        Reading("HER3:p85, 1 h", sums(1, *bound) / sums(0, *bound), 0, 0.6),
    ]


def t004(b: Bench) -> list[Reading]:
    return [Reading("pHER3, T over P, 1 h", b.fold("pERBB3", 1, T) / b.fold("pERBB3", 1, P), 0, 0.999)]


def t005(b: Bench) -> list[Reading]:
    ligand = Arm(values={"NRG1_nM": 5.0})
    plain = b.after({}, Arm(), ligand, (0.0, 1 / 6), "pERBB3")[:, -1]
    blocked = {
        name: 1 - b.after({}, arm, arm + ligand, (0.0, 1 / 6), "pERBB3")[:, -1] / plain
        for name, arm in (("P", P), ("T", T))
    }
    return [Reading("inhibition, P", blocked["P"], 0.6, 1), Reading("inhibition, T", blocked["T"], -ANY, 0.3)]


def t008(b: Bench) -> list[Reading]:
    return [
        Reading("HER2:HER2, 24 h", b.fold("HER2_HER2", 24, T, ONLY_DAY), 0.85, 1.2),
        Reading("pHER2, 24 h", b.fold("pERBB2", 24, T, ONLY_DAY), 0.85, 1.3),
    ]


def t011(b: Bench) -> list[Reading]:
    return [
        Reading("surface HER2, T, 48 h", b.fold("surface_ERBB2", 48, T), 0.4, 0.9999),
        Reading("surface HER2, L, 48 h", b.fold("surface_ERBB2", 48, L), 1.0001, ANY),
    ]


def t014(b: Bench) -> list[Reading]:
    found: list[Reading] = []
    for name, readout in (("pHER3", "pERBB3"), ("pAKT", "pAKT")):
        lowest = np.minimum.reduce([b.fold(readout, hour, L) for hour in (1, 2, 6)])
        found.append(Reading(f"{name}, lowest in 1-6 h", lowest, 0, 0.3))
        found.append(Reading(f"{name}, 72 h", b.fold(readout, 72, L), 0.4, ANY))
    return found


def t015(b: Bench) -> list[Reading]:
    without = {"ERBB3_total": 2000.0}
    more = b.fold("death_drive", 72, L, without) - 1
    return [Reading("rise of death, HER3 down over control", more / (b.fold("death_drive", 72, L) - 1), 2, ANY)]


def t017(b: Bench) -> list[Reading]:
    return [
        Reading("pERK, A", b.fold("pERK", 24, A), 1.2, ANY),
        Reading("pERK, A+T", b.fold("pERK", 24, A + T), 0, 1),
        Reading("pERK, A+L", b.fold("pERK", 24, A + L), 0, 1),
    ]


def t018(b: Bench) -> list[Reading]:
    alone = b.inhibition(A)
    others = (("T", T), ("L", L), ("MEK inhibitor", MEK_INHIBITOR))
    return [Reading(f"gain of A+{name}", b.inhibition(A + arm) - alone, 1e-6, ANY) for name, arm in others]


def t021(b: Bench) -> list[Reading]:
    return [Reading("inhibition over control's", b.inhibition(T, PTEN_DOWN) / b.inhibition(T), -ANY, 0.5)]


def t022(b: Bench) -> list[Reading]:
    return [Reading("PTEN down, T+A, less control, T", b.inhibition(T + A, PTEN_DOWN) - b.inhibition(T), 0, ANY)]


def t024(b: Bench) -> list[Reading]:
    cell = {"SRC_level": 3.0}
    alone = b.inhibition(T, cell) + b.inhibition(SRC_INHIBITOR, cell)
    return [Reading("combination less sum", b.inhibition(T + SRC_INHIBITOR, cell) - alone, 0, ANY)]


def t029(b: Bench) -> list[Reading]:
    return [Reading("inhibition over control's", b.inhibition(T, {"CDKN1B_level": 0.2}) / b.inhibition(T), -ANY, 0.6)]


def t032(b: Bench) -> list[Reading]:
    return [Reading("inhibition over control's", b.inhibition(T, {"CCNE1_level": 5.0}) / b.inhibition(T), -ANY, 0.5)]


def t039(b: Bench) -> list[Reading]:
    raised, blocked = Arm(scaled={"k_shed": 5.0}), Arm(scaled={"k_shed": 0.01})
    return [
        Reading("ECD, raised, 24 h", b.fold("ECD", 24, raised), 1.0001, ANY),
        Reading("p95, raised, 24 h", b.fold("p95_648", 24, raised), 1.0001, ANY),
        Reading("ECD, blocked, 24 h", b.fold("ECD", 24, blocked), 0, 1),
    ]


def t041(b: Bench) -> list[Reading]:
    lapatinib = b.inhibition(L, P95_CELL) / b.inhibition(L)
    return [
        Reading("inhibition, T", b.inhibition(T, P95_CELL), -ANY, 0.1),
        Reading("inhibition, L, over reference's", lapatinib, 0.7, ANY),
    ]


def t047(b: Bench) -> list[Reading]:
    masked, plain = (b.at("bound_trastuzumab", 24, T, cell) / b.at("total_ERBB2", 24, T, cell) for cell in (MASKED, {}))
    return [Reading("bound per HER2 over reference's", masked / plain, 0.1, 0.7)]


def t048(b: Bench) -> list[Reading]:
    return [Reading("gain of inhibition", b.inhibition(T) - b.inhibition(T, MASKED), 1e-6, ANY)]


def t051(b: Bench) -> list[Reading]:
    kept = {name: b.inhibition(arm, MASKED) / b.inhibition(arm) for name, arm in (("T", T), ("P", P), ("L", L))}
    return [
        Reading("kept, T", kept["T"], -ANY, 0.5),
        Reading("kept, P", kept["P"], -ANY, 0.5),
        Reading("kept, L", kept["L"], 0.9, ANY),
    ]


def t055(b: Bench) -> list[Reading]:
    plain, with_ligand = b.inhibition(T), b.inhibition(T, {"IGF1_nM": FREE_IGF1_NM})
    return [Reading("inhibition", plain, 0.25, 0.6), Reading("lost with IGF-1", np.abs(plain - with_ligand), 0, 0.1)]


def t056(b: Bench) -> list[Reading]:
    return [
        Reading("inhibition, little IGF-1", b.inhibition(T, {**IGF1R_CELL, "IGF1_nM": 0.01}), 0.25, 0.6),
        Reading("inhibition, IGF-1", b.inhibition(T, {**IGF1R_CELL, "IGF1_nM": FREE_IGF1_NM}), -ANY, 0.1),
    ]


def t057(b: Bench) -> list[Reading]:
    return [
        Reading("inhibition, IGF-1", b.inhibition(T, {**IGF1R_CELL, "IGF1_nM": FREE_IGF1_NM}), -ANY, 0.1),
        Reading("inhibition, IGFBP-3", b.inhibition(T, {**IGF1R_CELL, "IGF1_nM": 0.01}), 0.2, ANY),
    ]


def t058(b: Bench) -> list[Reading]:
    low, high = {**IGF1R_CELL, "IGF1_nM": 0.01}, {**IGF1R_CELL, "IGF1_nM": FREE_IGF1_NM}
    ratio = b.at("p27_total", 48, T, high) / b.at("p27_total", 48, T, low)
    rescue = {name: b.at("p27_total", 48, T + arm, high) for name, arm in (("A", A), ("M", MEK_INHIBITOR))}
    return [
        Reading("p27, with over without IGF-1", ratio, 0, 0.7),
        Reading("p27, A over MEK inhibitor", rescue["A"] / rescue["M"], 1.0001, ANY),
    ]


def t063(b: Bench) -> list[Reading]:
    cell = {"MET_total": 1.0e5, "HGF_nM": 0.5}
    return [
        Reading("gain of T+MET inhibitor", b.inhibition(T + MET_INHIBITOR, cell) - b.inhibition(T, cell), 1e-6, ANY)
    ]


def t064(b: Bench) -> list[Reading]:
    cell = {"EGFR_total": 3.0e5, "EGF_nM": 2.0}
    bound = b.at("bound_trastuzumab", 24, T, cell) / b.at("bound_trastuzumab", 24, T)
    return [
        Reading("inhibition, L less T", b.inhibition(L, cell) - b.inhibition(T, cell), 0.2, ANY),
        Reading("bound over reference's", bound, 0.8, ANY),
    ]


def t071(b: Bench) -> list[Reading]:
    gain = b.inhibition(L + A, PIK3CA_MUTANT) - b.inhibition(A, PIK3CA_MUTANT)
    return [
        Reading("pAKT, L, 24 h", b.fold("pAKT", 24, L, PIK3CA_MUTANT), 0.8, ANY),
        Reading("gain of L+A over A", gain, 1e-6, ANY),
    ]


def t081(b: Bench) -> list[Reading]:
    cell = {"PIK3CA_basal": 0.5, "PTEN_level": 0.1}
    return [
        Reading("inhibition, AKT inhibitor less T", b.inhibition(AKT_INHIBITOR, cell) - b.inhibition(T, cell), 0.2, ANY)
    ]


def t082(b: Bench) -> list[Reading]:
    more = b.at("death_drive", 72, A + T, PIK3CA_MUTANT) / b.at("death_drive", 72, A, PIK3CA_MUTANT)
    survivin = b.at("BIRC5_amount", 72, A + T, PIK3CA_MUTANT) / b.at("BIRC5_amount", 72, A, PIK3CA_MUTANT)
    return [Reading("death, A+T over A", more, 1.0001, ANY), Reading("survivin, A+T over A", survivin, 0, 0.9999)]


def t092(b: Bench) -> list[Reading]:
    return [
        Reading(
            "bound trastuzumab, L+T over T, 24 h",
            b.at("bound_trastuzumab", 24, L + T) / b.at("bound_trastuzumab", 24, T),
            1.0001,
            ANY,
        )
    ]


def t107(b: Bench) -> list[Reading]:
    return [
        Reading("death", b.fold("death_drive", 168, T), 1.1, 1.8),
        Reading("HER2", b.fold("total_ERBB2", 168, T), 0.8, 1.2),
        Reading("pHER2", b.fold("pERBB2", 168, T), 0.8, 1.2),
    ]


def t131(b: Bench) -> list[Reading]:
    erk = b.fold("pERK", 24, T)
    return [Reading("pERK, 24 h", erk, 0.5, 1.3), Reading("pERK less pAKT", erk - b.fold("pAKT", 24, T), 1e-6, ANY)]


def t132(b: Bench) -> list[Reading]:
    return [
        Reading("pHER2, T, 24 h", b.fold("pERBB2", 24, T), 0.8, ANY),
        Reading("pHER2, T+L, 24 h", b.fold("pERBB2", 24, T + L), 0, 0.5),
    ]


_DAY = tuple(hour for hour in HOURS if 1 <= hour <= 24)
CLAIMS: tuple[Claim, ...] = (
    Claim("T001", "trastuzumab, 24 h", "pAKT falls by 40 to 80 %", _fold("pAKT", 24, T, 0.15, 0.65)),
    Claim("T002", "trastuzumab", "pAKT has fallen within the hour", t002),
    Claim("T003", "trastuzumab, no ligand added, 1 h", "HER2:HER3 and HER3 with PI3K fall by half", t003),
    Claim("T004", "no ligand added", "trastuzumab lowers pHER3 more than pertuzumab", t004),
    Claim("T005", "5 nM NRG1 for 10 min after 1 h of antibody", "pertuzumab blocks pHER3, trastuzumab does not", t005),
    Claim(
        "T007",
        "trastuzumab, 1 to 24 h",
        "pHER2 stays or rises",
        _several(*(_fold("pERBB2", hour, T, 0.8, 2.0) for hour in _DAY)),
    ),
    Claim("T008", "HER2 without other receptors, trastuzumab", "homodimers and pHER2 stay", t008),
    Claim(
        "T009",
        "lapatinib 1 uM, 2 h",
        "pHER2, pERK and pAKT fall by 70 %",
        _several(_fold("pERBB2", 2, L, 0, 0.3), _fold("pERK", 2, L, 0, 0.35), _fold("pAKT", 2, L, 0, 0.35)),
    ),
    Claim("T010", "lapatinib, 48 h", "surface HER2 gathers", _fold("surface_ERBB2", 48, L, 1.3, 4.0)),
    Claim("T011", "trastuzumab or lapatinib, 48 h", "surface HER2 falls under one and rises under the other", t011),
    Claim("T014", "lapatinib for 72 h", "pHER3 and pAKT fall and come back in part", t014),
    Claim("T015", "lapatinib, HER3 knocked down to a tenth", "far more death", t015),
    Claim(
        "T016",
        "AKT inhibitor (stand-in: PDK1 at 2 %), 24 h",
        "HER3 rises",
        _fold("surface_ERBB3", 24, AKT_INHIBITOR, 1.3, 6),
    ),
    Claim("T017", "PI3K inhibitor, 24 h", "pERK rises unless HER2 is held too", t017),
    Claim("T018", "PI3K inhibitor with HER2 or MEK inhibitor (stand-in)", "better than PI3K inhibitor alone", t018),
    Claim(
        "T020",
        "trastuzumab, 1 h",
        "membrane PTEN rises, SRC falls",
        _several(_fold("PTEN_active", 1, T, 1.2, ANY), _fold("SRC_active", 1, T, 0, 0.8)),
    ),
    Claim("T021", "PTEN at a fifth, trastuzumab, 5 days", "half of growth inhibition is lost", t021),
    Claim("T022", "PTEN at a fifth, trastuzumab and PI3K inhibitor", "growth inhibition is back", t022),
    Claim("T024", "SRC threefold, SRC inhibitor (stand-in)", "more than the sum with trastuzumab", t024),
    Claim("T026", "trastuzumab, 48 h", "p27 doubles to quadruples", _fold("p27_total", 48, T, 1.5, 5)),
    Claim("T028", "trastuzumab, 48 h", "CDK2 activity falls by 40 %", _fold("CDK2_active", 48, T, 0, 0.6)),
    Claim("T029", "p27 synthesis at a fifth, trastuzumab", "growth inhibition is largely lost", t029),
    Claim("T032", "cyclin E fivefold, trastuzumab", "half of growth inhibition is lost", t032),
    Claim("T035", "trastuzumab, 24 h", "shed ECD falls by half", _fold("ECD", 24, T, 0, 0.6)),
    Claim("T037", "pertuzumab, 24 h", "shed ECD stays", _fold("ECD", 24, P, 0.9, 1.1)),
    Claim("T039", "sheddase fivefold, or blocked", "ECD and p95 rise, or fall", t039),
    Claim("T041", "p95 (611-CTF) in most of the HER2", "trastuzumab does nothing, lapatinib works", t041),
    Claim("T047", "70 % masked, trastuzumab", "less antibody per HER2", t047),
    Claim("T048", "MUC4 taken away", "trastuzumab works again", t048),
    Claim("T051", "70 % masked", "antibodies lose, lapatinib does not", t051),
    Claim("T055", "trastuzumab with or without IGF-1", "a growth inhibition of 42 %, whatever IGF-1", t055),
    Claim("T056", "IGF-1R high, trastuzumab", "42 % without IGF-1, nothing with it", t056),
    Claim("T057", "IGF-1R high with IGF-1; IGFBP-3 as little free IGF-1", "resistant; IGFBP-3 restores", t057),
    Claim("T058", "IGF-1R high, trastuzumab and IGF-1", "p27 stays low; by PI3K rather than MEK (stand-in)", t058),
    Claim("T062", "trastuzumab, 72 h", "MET rises", _fold("surface_MET", 72, T, 1.2, ANY)),
    Claim("T063", "MET and HGF high, MET inhibitor (stand-in)", "better than trastuzumab alone", t063),
    Claim("T064", "EGFR and its ligands high", "lapatinib works, trastuzumab less, and still binds", t064),
    Claim("T071", "PIK3CA hotspot, lapatinib", "pAKT stays; with PI3K inhibitor better than it alone", t071),
    Claim("T081", "PIK3CA hotspot and PTEN loss", "AKT inhibitor (stand-in) works, trastuzumab does not", t081),
    Claim("T082", "PIK3CA hotspot, PI3K inhibitor and trastuzumab, 72 h", "more death, less survivin", t082),
    Claim("T092", "lapatinib with trastuzumab, 24 h", "more antibody on the cell", t092),
    Claim("T107", "trastuzumab, one week", "more death; HER2 and pHER2 as before", t107),
    Claim("T129", "trastuzumab, 72 h", "VEGF falls", _fold("VEGF", 72, T, 0, 0.9999)),
    Claim("T131", "trastuzumab, 24 h", "pERK falls little, less than pAKT", t131),
    Claim("T132", "trastuzumab, with lapatinib as pan-HER inhibitor, 24 h", "pHER2 stays; falls under both", t132),
)
