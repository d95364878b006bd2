"""Markers are readings of an assay, not the model's quantity."""

import numpy as np
import pytest

from her2sim.case.mapping import mapping_table
from her2sim.errors import InputError
from her2sim.evidence import load_evidence
from her2sim.studies.biomarkers.markers import find_marker, known_markers, published_share, read_markers
from her2sim.studies.biomarkers.settings import read


@pytest.fixture(scope="module")
def readings(tumours):
    return read_markers(tumours, 7)


def test_every_marker_reads_what_there_is_and_says_where_its_numbers_are_from():
    references, quantities = load_evidence().references, mapping_table().quantities
    findings = read("population.yaml")["findings"]
    for marker in known_markers().values():
        ((kind, what),) = marker.reads.items()
        known = {"quantity": quantities, "finding": findings, "any_of": known_markers(), "sum": quantities}[kind]
        assert all(name in known for name in ([what] if isinstance(what, str) else what)), marker.id
        assert all(key in references for key in marker.sources), marker.id
        assert marker.sources or marker.status != "read"
        assert marker.favours in ("positive", "negative", "none")
        assert not marker.published or marker.published in load_evidence().population


@pytest.mark.parametrize("name", ["PIK3CA", "CCND1", "ER", "HER2_enriched"])
def test_an_assay_misses_and_finds_as_often_as_its_errors_say(tumours, readings, name):
    marker, found = find_marker(name), readings[name].positive
    truth = tumours.value(next(iter(marker.reads.values()))) > marker.truth[1]
    for group, share, expected in (
        (truth, found, marker.error["sensitivity"]),
        (~truth, ~found, marker.error["specificity"]),
    ):
        spread = np.sqrt(expected * (1 - expected) / group.sum())
        assert share[group].mean() == pytest.approx(expected, abs=4.5 * spread)


def test_a_level_is_read_with_the_spread_of_its_assay(tumours, readings):
    error = readings["ECD"].score - np.log(tumours.value("serum_ECD_ng_mL"))
    assert error.std() == pytest.approx(find_marker("ECD").error["sigma"], rel=0.05)
    assert (error != 0).all()


@pytest.mark.parametrize("name", [m for m in known_markers() if known_markers()[m].published])
def test_the_share_of_positives_is_near_the_published_one(readings, name):
    expected = published_share(find_marker(name))
    assert readings[name].prevalence == pytest.approx(expected, abs=0.11)  # assays differ; PTEN and EphA2 most


def test_low_levels_are_the_positive_ones_where_the_marker_is_a_loss(tumours, readings):
    for name, quantity in (("PTEN_IHC", "PTEN_level"), ("p27", "CDKN1B_level")):
        found, level = readings[name], tumours.value(quantity)
        assert np.median(level[found.positive]) < np.median(level[~found.positive])
        assert found.score[found.positive].min() > found.score[~found.positive].max()


def test_a_pathway_is_active_where_any_of_its_markers_is_positive(readings):
    parts = [readings[name].positive for name in find_marker("PI3K_pathway").reads["any_of"]]
    assert (readings["PI3K_pathway"].positive == np.any(parts, axis=0)).all()


def test_classes_of_her2_are_the_four_of_the_pathologist(readings):
    found = readings["HER2_IHC"]
    assert set(np.unique(found.score)) <= {0.0, 1.0, 2.0, 3.0}
    assert (found.positive == (found.score == 3.0)).all()


def test_errors_of_one_marker_do_not_depend_on_which_others_are_read(tumours, readings):
    alone = read_markers(tumours, 7, ("TIL", "PIK3CA"))
    assert list(alone) == ["TIL", "PIK3CA"]
    assert all((alone[name].score == readings[name].score).all() for name in alone)


def test_an_unknown_marker_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="PIK3CA"):
        find_marker("PIK3C")
