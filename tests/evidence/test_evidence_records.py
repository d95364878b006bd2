"""What the shipped records must be: complete, cited, closed under their references."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import ValidationError

from her2sim.evidence import KINDS, STATUS_MARKS, AlterationRecord, Lognormal, load_evidence
from her2sim.evidence.checks import PLAIN_UNIT, citations, references_of
from her2sim.evidence.reading import read_yaml
from her2sim.units import dimension_of

DATA = Path(str(files("her2sim.evidence"))) / "data"
EVIDENCE = load_evidence()

# collected for later rooms (claims, trials, reviews); cited by no record yet
CITED_LATER = {
    "erlab_hudziak_mem", "fiszman2011", "gagliato2016", "hudziak1989", "lapPK", "leyton2020", "maadi2018rev",
    "nahta2012", "nsabp41", "perez2019", "pohlmann2009", "shojaei2012", "ueno2017", "wong2012",
}  # fmt: skip


def test_every_mechanism_of_the_review_and_after_is_there():
    ids = list(EVIDENCE.mechanisms)
    assert sum(name.startswith("MOA") for name in ids) == 14
    assert sum(name.startswith("R") for name in ids) == 23
    assert sum(name.startswith("P") for name in ids) == 13
    assert all(record.kind == "action" for record in EVIDENCE.mechanisms.values() if record.id.startswith("MOA"))


@pytest.mark.parametrize(
    ("kind", "count"),
    [("therapies", 26), ("contradictions", 15), ("drugs", 49), ("published", 538)],
)
def test_nothing_of_the_collection_was_dropped(kind, count):
    assert len(EVIDENCE.table(kind)) == count


def test_the_bibliography_is_at_least_the_collected_one():
    assert len(EVIDENCE.references) >= 177


def test_published_values_keep_their_ids():
    assert {f"P{n:03d}" for n in range(1, 522)} | {f"C{n:02d}" for n in range(1, 18)} == set(EVIDENCE.published)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"profile"}))
def test_every_status_is_one_of_four(kind):
    assert {record.status for record in EVIDENCE.table(kind).values()} <= set(STATUS_MARKS)


@pytest.mark.parametrize("kind", ["mechanisms", "alterations", "published", "quantities", "population", "growth"])
def test_what_was_read_says_where(kind):
    silent = [
        name for name, record in EVIDENCE.table(kind).items() if record.status == "read" and not references_of(record)
    ]
    assert silent == []


def test_a_parameter_without_source_is_a_guess():
    assert [p.name for p in EVIDENCE.parameters.values() if not p.sources and p.status != "assumption"] == []


def test_guessed_lognormal_parameters_are_wide():
    narrow = [
        p.name
        for p in EVIDENCE.parameters.values()
        if p.status == "assumption" and isinstance(p.prior, Lognormal) and p.prior.fold < 3
    ]
    assert narrow == []


def test_every_parameter_value_lies_within_its_prior():
    outside = []
    for p in EVIDENCE.parameters.values():
        low, high = p.prior.interval95(p.value)
        if not low <= p.value <= high:
            outside.append(p.name)
    assert outside == []


def test_units_taken_as_readable_are_read_by_the_registry():
    units = {p.unit for p in EVIDENCE.parameters.values() if PLAIN_UNIT.fullmatch(p.unit)}
    assert units
    for unit in units:
        dimension_of(unit)  # raises ValueError where the shortcut of checks.py was wrong


def test_every_cited_key_exists():
    known = set(EVIDENCE.references) | set(EVIDENCE.published)
    assert {key for *_, key in citations(EVIDENCE)} <= known


def test_no_reference_is_orphaned_but_those_kept_for_later():
    cited = {key for *_, keys in citations(EVIDENCE) for key in EVIDENCE.reference_keys((keys,))}
    assert set(EVIDENCE.references) - cited == CITED_LATER


def test_a_reference_from_memory_says_so():
    for record in EVIDENCE.references.values():
        assert (record.pmid is None) == (record.pmid_status == "none")
        assert record.read != "memory" or record.status == "memory"


def test_statements_recalled_from_memory_keep_the_mark():
    findings = [finding for record in EVIDENCE.mechanisms.values() for finding in record.findings]
    recalled = next(f for f in findings if "PTEN antisense" in f.text)
    assert recalled.status == "memory"
    assert sum(f.status == "memory" for f in findings) >= 20  # 21 at the time of writing; verifying them lowers it


def test_contested_topics_stay_contested():
    for name in ("R01", "R11", "R18", "R19", "P03", "MOA05"):
        assert EVIDENCE.mechanisms[name].contested


def test_every_alteration_moves_a_quantity_or_says_that_none_exists():
    for record in EVIDENCE.alterations.values():
        assert isinstance(record, AlterationRecord)
        assert record.quantities or record.not_modelled
    assert EVIDENCE.alterations["TP53 any"].quantities == {}


@pytest.mark.parametrize("gene", ["PIK3CA", "PTEN", "AKT1", "ERBB2", "KRAS", "NF1", "CCNE1", "CCND1", "MET", "CDKN1B"])
def test_the_genes_of_resistance_have_alterations(gene):
    assert any(record.gene == gene for record in EVIDENCE.alterations.values())


def test_hotspots_of_one_gene_are_ordered_as_the_literature_has_them():
    """H1047R is the strongest hotspot, rare variants outside the hotspots are weak."""
    basal = {
        k: r.quantities["PIK3CA_basal"].centre for k, r in EVIDENCE.alterations.items() if k.startswith("PIK3CA p.")
    }
    assert max(basal, key=basal.__getitem__) == "PIK3CA p.H1047R"
    assert basal["PIK3CA p.R88Q"] < min(basal["PIK3CA p.E542K"], basal["PIK3CA p.E545K"])


def test_levels_that_a_deletion_leaves_are_between_none_and_normal():
    for record in EVIDENCE.alterations.values():
        for name, move in record.quantities.items():
            if name in {"PTEN_level", "CDKN1B_level"} and move.value is not None:
                assert 0 <= move.low <= move.value <= move.high <= 1


def test_shares_of_a_category_sum_to_one():
    shares = [r.recommended.shares for r in EVIDENCE.population.values() if r.recommended and r.recommended.shares]
    assert shares
    for share in shares:
        assert sum(share.values()) == pytest.approx(1, abs=0.02)  # printed shares are rounded


def test_recommended_proportions_lie_within_their_own_prior():
    for record in EVIDENCE.population.values():
        best = record.recommended
        if record.unit == "proportion" and best and best.prior and best.value is not None:
            low, high = best.prior.interval95(best.value)
            assert low <= best.value <= high, record.id


def test_an_alias_names_one_gene():
    assert EVIDENCE.gene("p27").symbol == "CDKN1B"
    assert EVIDENCE.gene("her2").symbol == "ERBB2"
    assert EVIDENCE.gene("NEU").symbol == "ERBB2"
    assert EVIDENCE.gene("JAB1").symbol == "COPS5"
    assert EVIDENCE.gene("no such gene") is None


def test_no_alias_is_the_symbol_of_another_gene():
    symbols = set(EVIDENCE.genes)
    for gene in EVIDENCE.genes.values():
        assert not {name.upper() for name in (*gene.aliases, *gene.previous)} & (symbols - {gene.symbol})


@pytest.mark.parametrize(
    "drug", ["trastuzumab_iv", "trastuzumab_sc", "pertuzumab", "lapatinib", "alpelisib", "docetaxel"]
)
def test_the_drugs_of_the_regimens_have_dosing_and_kinetics(drug):
    record = EVIDENCE.drugs[drug]
    assert record.regimens
    assert {"CL"} <= set(record.pk[0].parameters)


def test_trastuzumab_carries_the_exposures_it_must_reproduce():
    exposure = EVIDENCE.drugs["trastuzumab_iv"].exposure
    assert exposure["q3w cycle 1 Cmin"].value == 29.4
    assert exposure["q3w cycle 1 AUC 21 days"].value == 1373


def test_the_count_of_the_transfected_line_is_not_for_use():
    wrong = [q for q in EVIDENCE.quantities if q.cell_line == "MCF7" and q.gene == "ERBB2" and (q.value or 0) > 1e6]
    assert [q.usable for q in wrong] == ["no"]


def test_data_files_stay_short_enough_to_edit():
    long = [path.name for path in DATA.rglob("*.*ml") if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    long += [path.name for path in DATA.rglob("*.csv") if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert long == []


def test_every_data_file_is_read():
    """A file in a folder of another kind, or with another ending, would be ignored in silence."""
    stray = [
        path for path in DATA.rglob("*.*") if path.parent.name not in KINDS or path.suffix not in {".yaml", ".csv"}
    ]
    assert stray == []
    for path in DATA.rglob("*.yaml"):
        content = read_yaml(path)
        assert content.get("kind", "parameters") == path.parent.name
    for path in DATA.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.reader(stream))) > 1


def test_the_shared_evidence_cannot_be_changed_by_a_caller():
    with pytest.raises(TypeError):
        EVIDENCE.references["invented2026"] = None
    with pytest.raises(ValidationError):
        EVIDENCE.mechanisms["R11"].name = "another"
    assert load_evidence() is EVIDENCE


def test_evidence_introduces_itself_in_one_line():
    assert repr(EVIDENCE).startswith("Evidence(")
    assert "\n" not in repr(EVIDENCE)
    assert len(repr(EVIDENCE)) < 400
