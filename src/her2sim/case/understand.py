"""From a case to a profile: every field read as a distribution of a quantity; what is missing, from the population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from her2sim.case.applicability import NOT_IN_CULTURE, completeness, domain
from her2sim.case.assay_claims import read_assays
from her2sim.case.claims import Claim, settle
from her2sim.case.her2_status import discords
from her2sim.case.levels import read_levels
from her2sim.case.mapping import MappingTable, Quantity, mapping_table
from her2sim.case.profile import CarriedMechanism, Correlation, Notice, Profile, ProfileQuantity
from her2sim.case.readings import read_fields
from her2sim.case.schema import Case
from her2sim.case.variants import read_variants
from her2sim.evidence import Evidence, MechanismRecord, load_evidence


def understand(case: Case) -> Profile:
    """What the model knows of a case.

    Returns:
        a distribution for every quantity of the profile, known or from the population; the resistance mechanisms that
        reported fields carry, with the quantities that repair them; notices on everything set aside.
    """
    table = mapping_table()
    evidence = load_evidence()
    variants, unknown = read_variants(case, table, evidence)
    levels, unread = read_levels(case, table, evidence)
    claims = [*read_fields(case, table), *variants, *levels, *read_assays(case)]
    chosen, overruled = settle(claims, table)
    quantities = tuple(_quantity(one, chosen.get(one.name), case.setting) for one in table.quantities.values())
    notices = (*_report(case), *overruled, *unknown, *unread, *_assumed(quantities, table, case.setting))
    share = completeness(quantities, table, case.setting)
    return Profile(
        case=case.name,
        quantities=quantities,
        mechanisms=_mechanisms(claims, chosen, table, evidence),
        notices=notices,
        completeness=share,
        domain=domain(case, share, notices),
        correlations=_correlations(chosen, table),
    )


def _quantity(quantity: Quantity, found: Claim | None, setting: str) -> ProfileQuantity:
    reading = found.reading if found is not None else quantity.prior(setting)
    return ProfileQuantity(
        name=quantity.name,
        unit=quantity.unit,
        distribution=reading.distribution,
        field=found.field if found is not None else "population",
        seen=found.seen if found is not None else "",
        known=found is not None,
        references=reading.references,
        status=reading.status,
        note=reading.note,
        what=quantity.what,
    )


def _mechanisms(
    claims: Sequence[Claim], chosen: Mapping[str, Claim], table: MappingTable, evidence: Evidence
) -> tuple[CarriedMechanism, ...]:
    """One entry for each mechanism that some reported quantity carries, with all its reported quantities to repair."""
    carried: dict[str, list[Claim]] = {}
    for one in claims:
        limit = table.quantities[one.quantity].limit
        if limit is None or not limit.passed(one.reading.distribution.median):
            continue
        if limit.passed(chosen[one.quantity].reading.distribution.median):
            carried.setdefault(one.mechanism or limit.mechanism, []).append(one)
    ids = sorted(carried, key=lambda id_: (not id_.startswith("R"), id_))
    return tuple(_mechanism(evidence.mechanisms[id_], carried[id_], chosen, table) for id_ in ids)


def _mechanism(
    record: MechanismRecord, found: list[Claim], chosen: Mapping[str, Claim], table: MappingTable
) -> CarriedMechanism:
    moved = {one.quantity for one in found}
    repair = {
        quantity.name: quantity.reference
        for quantity in table.quantities.values()
        if quantity.name in moved
        or quantity.moved_by == record.id
        or (quantity.limit is not None and quantity.limit.mechanism == record.id and quantity.name in chosen)
    }
    keys = (*record.references, *(key for one in found for key in one.reading.references))
    return CarriedMechanism(
        id=record.id,
        name=record.name,
        field=", ".join(dict.fromkeys(one.field for one in found)),
        seen=", ".join(dict.fromkeys(one.seen for one in found)),
        repair=repair,
        references=tuple(dict.fromkeys(keys)),
        note=f"contested: {record.contested}" if record.contested else "",
    )


def _correlations(chosen: Mapping[str, Claim], table: MappingTable) -> tuple[Correlation, ...]:
    """Correlations of quantities drawn from the population; of the two forms of p95HER2 only one is there."""
    links = [one for one in table.correlations if one.first not in chosen and one.second not in chosen]
    shed = chosen.get("shed_activity")
    if shed is not None and shed.seen.startswith("pos") and "CTF611_fraction" in chosen:
        told = any(form in shed.seen for form in ("shed", "CTF611"))
        links += [] if told else [Correlation("shed_activity", "CTF611_fraction", -1.0)]
    return tuple(links)


def _report(case: Case) -> list[Notice]:
    """What the pathology report itself leaves open."""
    report = case.pathology
    notices = [Notice("conflict", one.field, f"{one.text}: {_verdict(one.impossible)}") for one in discords(case)]
    if report.ER is not None and report.ER.number is not None and 1 <= report.ER.number <= 10:
        notices.append(
            Notice("conflict", "pathology.ER", f"ER {report.ER.seen} is ER-low (1 to 10 %); taken as positive")
        )
    negative = report.ER is not None and (report.ER.value == "neg" or (report.ER.number or 100) < 1)
    progesterone = report.PgR is not None and (report.PgR.value == "pos" or (report.PgR.number or 0) >= 1)
    if negative and progesterone:
        notices.append(Notice("conflict", "pathology.PgR", "PgR positive with ER negative is rare; ER counts"))
    if report.PTEN_IHC is not None and report.PTEN_IHC.value == "0" and not report.PTEN_IHC.assay:
        text = "PTEN 0 without the name of the assay; what counts as loss varies from 5 to 59 % of tumours by assay"
        notices.append(Notice("assumed", "pathology.PTEN_IHC", text))
    if report.p95HER2 is not None and report.p95HER2.value == "pos" and report.p95HER2.form in {"", "unknown"}:
        text = "p95HER2 positive without its form; drawn as CTF611 (0.8) or shed (0.2)"
        notices.append(Notice("assumed", "pathology.p95HER2", text))
    if case.setting == "culture" and report.TIL is not None:
        notices.append(Notice("not in the model", "pathology.TIL", "a culture holds no effector cells; ignored"))
    return notices


def _verdict(impossible: bool) -> str:
    return "contradictory, accepted by the case" if impossible else "unusual but possible"


def _assumed(quantities: tuple[ProfileQuantity, ...], table: MappingTable, setting: str) -> list[Notice]:
    """One notice for what the population stands in for."""
    missing = [
        name
        for name, (_, any_of) in table.weights.items()
        if not any(quantity.known for quantity in quantities if quantity.name in any_of)
        and not (setting == "culture" and name in NOT_IN_CULTURE)
    ]
    if not missing:
        return []
    return [Notice("assumed", "population", "not reported, drawn from the population: " + ", ".join(missing))]
