"""Fields of the pathology report, of blood and of the patient, read as claims on quantities of the model."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from her2sim.case.claims import COUNTED, INDIRECT, Claim, around, claim, share
from her2sim.case.distributions import Distribution, Fixed, LogNormal, Normal
from her2sim.case.findings import Finding, Status
from her2sim.case.her2_status import her2_status
from her2sim.case.mapping import MappingTable, Reading
from her2sim.case.schema import Case


def read_fields(case: Case, table: MappingTable) -> list[Claim]:
    """Claims of every field but genes (`levels.py`) and mutations (`variants.py`)."""
    return [
        *_her2(case, table),
        *_hormone_receptors(case),
        *_stains(case, table),
        *_genotypes(case, table),
        *_p95(case, table),
        *_masks(case, table),
        *_shares(case, table),
        *_serum(case, table),
        *_size(case),
        *_patient(case),
        *_growth(case),
    ]


def _own(distribution: Distribution, note: str = "", status: Status = "derived") -> Reading:
    return Reading(distribution, (), status, note)


def _words(table: MappingTable, field: str, word: str, finding: Finding) -> list[Claim]:
    return [claim(name, reading, field, finding) for name, reading in table.readings[field][word].items()]


def _her2(case: Case, table: MappingTable) -> list[Claim]:
    stain, field = case.pathology.HER2_IHC, "pathology.HER2_IHC"
    if stain is not None:
        return [_with_copies(one, case, table) for one in _words(table, field, str(stain.value), stain)]
    if case.pathology.HER2_H_score is not None:
        return [_by_h_score(case.pathology.HER2_H_score, table)]
    status = her2_status(case)
    if status.result not in {"positive", "negative"}:
        return []
    report = case.pathology
    finding = report.HER2_ISH_ratio or report.HER2_copies or report.HER2_status
    field = "HER2_ISH_ratio" if report.HER2_ISH_ratio else "HER2_copies" if report.HER2_copies else "HER2_status"
    readings = table.readings[f"her2_{status.result}"]["any"]
    return [
        claim(name, reading, f"pathology.{field}", finding, INDIRECT) for name, reading in readings.items() if finding
    ]


def _by_h_score(score: Finding, table: MappingTable) -> Claim:
    """All cells 1+ give 100, all 2+ 200, all 3+ 300; between them it is read between the classes, on the log scale."""
    classes = table.readings["pathology.HER2_IHC"]
    read = [classes[name]["ERBB2_total"] for name in ("0", "1+", "2+", "3+")]
    logs = [math.log(one.distribution.median) for one in read]
    level = math.exp(float(np.interp(score.number or 0.0, (0.0, 100.0, 200.0, 300.0), logs)))
    sources = tuple(dict.fromkeys(key for one in read for key in one.references))
    spread = around(level, table.scales["her2_hscore_sigma"], score)
    reading = Reading(spread, sources, "assumption", "read between the IHC classes")
    return claim("ERBB2_total", reading, "pathology.HER2_H_score", score)


def _with_copies(one: Claim, case: Case, table: MappingTable) -> Claim:
    """More gene copies, more protein, within the limits of the IHC class."""
    copies, distribution = case.pathology.HER2_copies, one.reading.distribution
    if (
        copies is None
        or copies.number is None
        or not isinstance(distribution, LogNormal)
        or one.seen not in {"2+", "3+"}
    ):
        return one
    factor = (copies.number / table.scales["copies_typical"]) ** table.scales["copies_exponent"]
    centre = min(max(distribution.centre * factor, distribution.low), distribution.high)
    note = f"{one.reading.note}; x{factor:.2g} for {copies.number:g} copies"
    reading = replace(one.reading, distribution=replace(distribution, centre=centre), note=note)
    return replace(one, reading=reading, seen=f"{one.seen}, {copies.number:g} copies")


def _hormone_receptors(case: Case) -> list[Claim]:
    report = case.pathology
    field = "pathology.ER" if report.ER is not None else "pathology.PgR"
    finding = report.ER if report.ER is not None else report.PgR
    if finding is None:
        return []
    positive = finding.value == "pos" if isinstance(finding.value, str) else finding.value >= 1.0
    if field == "pathology.PgR" and not positive:
        return []  # PgR-negative tumours may hold ER
    note = "positive from 1 % of cells" if field == "pathology.ER" else "read from PgR, ER not given"
    return [claim("er_positive", _own(Fixed(float(positive)), note), field, finding)]


def _stains(case: Case, table: MappingTable) -> list[Claim]:
    claims: list[Claim] = []
    pten = case.pathology.PTEN_IHC
    if pten is not None and pten.number is not None:
        level = max(pten.number / table.scales["pten_hscore_normal"], 0.05)
        reading = _own(
            around(level, table.scales["pten_hscore_sigma"], high=3.0), "H-score 150 taken as 1", "assumption"
        )
        claims.append(claim("PTEN_level", reading, "pathology.PTEN_IHC", pten))
    elif pten is not None:
        word = "0 (assay not named)" if pten.value == "0" and not pten.assay else str(pten.value)
        claims += _words(table, "pathology.PTEN_IHC", word, pten)
    return claims


def _genotypes(case: Case, table: MappingTable) -> list[Claim]:
    claims: list[Claim] = []
    for gene in ("FCGR3A", "FCGR2A", "FCGR2B"):
        genotype: Finding | None = getattr(case.blood, gene)
        if genotype is not None:
            claims += _words(table, f"blood.{gene}", str(genotype.value), genotype)
    return claims


def _p95(case: Case, table: MappingTable) -> list[Claim]:
    finding, field = case.pathology.p95HER2, "pathology.p95HER2"
    if finding is None:
        return []
    ratio, form = finding.number, finding.form or "unknown"
    negative = finding.value == "neg" or (ratio is not None and ratio < table.scales["p95_cut"])
    if negative:
        return _words(table, field, "neg", finding)
    claims = _words(table, field, f"pos {form}", finding)
    if ratio is None or form == "unknown":
        return claims
    anchor = table.scales["p95_ratio_at_20"]
    activity = 20 * (ratio / (1.001 - ratio)) / (anchor / (1 - anchor))
    told = {"shed": ("shed_activity", activity), "CTF611": ("CTF611_fraction", min(ratio, 0.9))}
    name, value = told[form]
    reading = _own(around(value, 0.3, finding, high=0.95 if form == "CTF611" else 1000.0), "from the ratio p95/HER2")
    return [claim(name, reading, field, finding) if one.quantity == name else one for one in claims]


def _masks(case: Case, table: MappingTable) -> list[Claim]:
    report, claims = case.pathology, list[Claim]()
    if report.MUC4 is not None:
        claims += _words(table, "pathology.MUC4", str(report.MUC4.value), report.MUC4)
    if report.CD44 is not None and report.hyaluronan is not None:
        both = report.CD44.value == report.hyaluronan.value == "high"
        if both:
            return claims + _words(table, "pathology.CD44", "high with hyaluronan", report.CD44)
        less = min((report.CD44, report.hyaluronan), key=lambda one: ("neg", "low", "high").index(str(one.value)))
        return claims + _words(table, "pathology.CD44", str(less.value), less)
    if report.CD44 is not None:
        claims += _words(table, "pathology.CD44", str(report.CD44.value), report.CD44)
    if report.hyaluronan is not None:
        claims += _words(table, "pathology.hyaluronan", str(report.hyaluronan.value), report.hyaluronan)
    return claims


def _shares(case: Case, table: MappingTable) -> list[Claim]:
    report, scales, claims = case.pathology, table.scales, list[Claim]()
    if report.Ki67 is not None and report.Ki67.number is not None:
        reading = _own(share(report.Ki67.number, scales["ki67_n"]))
        claims.append(claim("ki67", reading, "pathology.Ki67", report.Ki67))
    if report.TIL is not None and report.TIL.number is not None and case.setting != "culture":
        ratio = table.quantities["effector_ratio"].reference * max(report.TIL.number, 1.0) / scales["til_typical"]
        reading = _own(around(ratio, scales["til_sigma"], high=0.2), "proportional to TIL", "assumption")
        claims.append(claim("effector_ratio", reading, "pathology.TIL", report.TIL))
    lacking = report.HER2_negative_cells
    if lacking is not None and lacking.number is not None:
        if lacking.number >= 0.1:
            spread: Distribution = Normal(math.log10(lacking.number / 100), 0.2, -7.0, 0.0)
        else:
            spread = Normal(-5.0, 1.0, -7.0, -3.0)
        reading = _own(spread, "cells without HER2 taken as resistant", "assumption")
        claims.append(claim("resistant_fraction_log10", reading, "pathology.HER2_negative_cells", lacking))
    return claims


def _serum(case: Case, table: MappingTable) -> list[Claim]:
    finding, scales = case.blood.HER2_ECD, table.scales
    if finding is None or finding.number is None:
        return []
    activity = (max(finding.number, 0.5) / scales["ecd_typical"]) ** scales["ecd_exponent"]
    note = "root of serum ECD over its median; tumour mass is the rest"
    shed = _own(around(activity, scales["ecd_sigma"], high=100.0), note, "assumption")
    return [
        claim("serum_ECD_ng_mL", _own(Fixed(finding.number)), "blood.HER2_ECD", finding),
        claim("shed_activity", shed, "blood.HER2_ECD", finding, INDIRECT),
    ]


TARGET_LESIONS = 5
"""RECIST 1.1 measures at most five"""


def _size(case: Case) -> list[Claim]:
    size = case.size
    if size.lesions_mm:
        lengths = sorted((one.number or 0.0 for one in size.lesions_mm), reverse=True)
        total = sum(lengths[:TARGET_LESIONS])
        seen = Finding(value=total, unit="mm")
        note = f"sum of {min(len(lengths), TARGET_LESIONS)} lesions, the largest {TARGET_LESIONS} at most"
        return [claim("diameter_mm", _own(Fixed(total), note), "size.lesions_mm", seen)]
    for field, finding in (("diameter_mm", size.diameter_mm), ("sum_of_diameters_mm", size.sum_of_diameters_mm)):
        if finding is not None and finding.number is not None:
            return [claim("diameter_mm", _own(Fixed(finding.number)), f"size.{field}", finding)]
    return []


def _patient(case: Case) -> list[Claim]:
    patient, claims = case.patient, list[Claim]()
    for name in ("weight_kg", "albumin_g_L", "AST_U_L"):
        finding: Finding | None = getattr(patient, name)
        if finding is not None and finding.number is not None:
            claims.append(claim(name, _own(Fixed(finding.number)), f"patient.{name}", finding))
    if patient.liver_metastases is not None:
        seen = Finding(value="yes" if patient.liver_metastases else "no")
        reading = _own(Fixed(float(patient.liver_metastases)))
        claims.append(claim("liver_metastases", reading, "patient.liver_metastases", seen))
    if patient.height_cm is not None and patient.height_cm.number is not None:
        weight = patient.weight_kg.number if patient.weight_kg is not None else None
        area = math.sqrt(patient.height_cm.number * (weight or 66.0) / 3600)
        spread = Fixed(area) if weight else Normal(area, 0.16, 1.0, 3.5)
        claims.append(claim("BSA_m2", _own(spread, "Mosteller"), "patient.height_cm", patient.height_cm))
    return claims


def _growth(case: Case) -> list[Claim]:
    finding = case.growth.doubling_time
    if finding is None or finding.number is None:
        return []
    if case.setting == "culture":
        return [
            claim(
                "doubling_time_h", _own(around(finding.number, 0.2, finding)), "growth.doubling_time", finding, COUNTED
            )
        ]
    reading = _own(around(finding.number / 24, 0.2, finding))
    return [claim("doubling_time_day", reading, "growth.doubling_time", finding, COUNTED)]
