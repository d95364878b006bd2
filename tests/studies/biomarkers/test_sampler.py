"""The population has the shares and the dependences that its data file gives."""

import numpy as np
import pytest
from scipy import stats

from her2sim.errors import CaseError, InputError
from her2sim.evidence import load_evidence
from her2sim.studies.biomarkers.sampler import population_case, sample_tumours
from her2sim.studies.biomarkers.settings import read


def spearman(tumours, a, b):
    return stats.spearmanr(tumours.value(a), tumours.value(b)).statistic


@pytest.mark.parametrize("name", ["MYC_amplified", "TOP2A_amplified"])
def test_findings_are_as_common_as_the_evidence_says(tumours, name):
    record = load_evidence().population[read("population.yaml")["findings"][name]["evidence"]]
    expected = record.recommended.value
    assert tumours.value(name).mean() == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / tumours.n))


@pytest.mark.parametrize("name", ["HER2_enriched", "TP53_mutated"])
def test_findings_differ_by_oestrogen_receptor_as_published(tumours, name):
    er = tumours.value("er_positive") > 0.5
    for group, expected in zip((~er, er), read("population.yaml")["findings"][name]["by_er"], strict=True):
        spread = np.sqrt(expected * (1 - expected) / group.sum())
        assert tumours.value(name)[group].mean() == pytest.approx(expected, abs=5 * spread)


def test_dependences_have_the_strength_of_the_table(tumours):
    for row in read("population.yaml")["correlations"]:
        found = spearman(tumours, row["a"], row["b"])
        assert np.sign(found) == np.sign(row["rho"])
        # er_positive has two values, which takes strength off; so does a later link of the same quantity
        assert 0.6 * abs(row["rho"]) < abs(found) < 1.1 * abs(row["rho"]), row


def test_dependences_of_the_case_room_hold_though_her2_is_known_to_be_positive(tumours):
    assert spearman(tumours, "ERBB2_total", "shed_activity") == pytest.approx(0.5, abs=0.06)


def test_copies_and_ratio_are_those_of_positive_tumours(tumours):
    assert tumours.value("HER2_copies").min() >= 4.0
    assert tumours.value("HER2_CEP17_ratio").min() >= 2.0
    assert spearman(tumours, "HER2_copies", "ERBB2_total") > 0.35


def test_noise_goes_with_nothing(tumours):
    for name in ("noise", "coin"):
        found = [abs(spearman(tumours, name, other)) for other in ("ERBB2_total", "er_positive", "PTEN_level", "ki67")]
        assert max(found) < 4.0 / np.sqrt(tumours.n)


def test_the_same_seed_gives_the_same_tumours():
    first, second, other = (sample_tumours(population_case(), 20, seed) for seed in (5, 5, 6))
    for name in (*first.findings, *first.draws.patient):
        assert (first.value(name) == second.value(name)).all()
    assert (first.value("ERBB2_total") != other.value("ERBB2_total")).all()


def test_what_is_given_all_tumours_share():
    found = sample_tumours(population_case("neoadjuvant", ["ER=neg"]), 30, 1)
    assert found.case.setting == "neoadjuvant"
    assert (found.value("er_positive") == 0).all()
    assert population_case("metastatic", ["HER2_IHC=2+", "FISH_ratio=3"]).pathology.HER2_status is None


def test_bad_populations_are_refused():
    with pytest.raises(InputError, match="setting"):
        population_case("culture")
    with pytest.raises(InputError, match="two tumours"):
        sample_tumours(population_case(), 1, 1)
    with pytest.raises(CaseError):
        population_case("metastatic", ["PTENN=loss"])


def test_every_number_of_the_population_says_where_it_is_from():
    references = load_evidence().references
    data = read("population.yaml")
    for row in (*data["correlations"], *data["findings"].values()):
        assert row["status"] in ("read", "memory", "derived", "assumption")
        assert row["source"] or row["status"] in ("assumption", "memory")
        assert all(key in references or key.startswith("doi:") for key in row["source"])
