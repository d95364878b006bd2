"""A cell line in culture: no immune cells, drugs at constant concentration, growth inhibition."""

import numpy as np
import pytest

from her2sim.errors import RegimenError
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import Course, Regimen
from her2sim.studies.effects import check_drugs
from her2sim.studies.predict import predict


@pytest.fixture(scope="module")
def lines():
    return {name: predict(name, "H", draws=8, seed=2) for name in ("SK-BR-3", "JIMT-1")}


def _inhibition(prediction):
    return prediction.regimens[0].patients["growth_inhibition_pct"].to_numpy()


def test_masking_makes_jimt1_less_sensitive_in_culture_than_skbr3(lines):
    assert np.mean(_inhibition(lines["JIMT-1"]) < _inhibition(lines["SK-BR-3"])) >= 0.8


def test_a_culture_has_no_recist_and_no_pcr(lines):
    result = lines["SK-BR-3"].regimens[0]
    assert result.culture is not None
    assert np.isnan(result.p_response)
    assert result.recist_shares == {}
    assert "immune" in result.culture.note


def test_a_taxane_kills_in_culture_and_knows_no_receptor(lines):
    alone = predict("SK-BR-3", "T", draws=8, seed=2)
    masked = predict("JIMT-1", "T", draws=8, seed=2)
    assert np.all(_inhibition(alone) > 0)
    assert np.allclose(_inhibition(alone), _inhibition(masked))  # both double in about 37 h
    both = predict("SK-BR-3", "TH", draws=8, seed=2)
    assert np.mean(_inhibition(both) > _inhibition(alone)) >= 0.8  # slower division spares some cells from the taxane


def test_a_conjugate_kills_by_its_payload_where_the_antibody_barely_slows(lines):
    conjugate = predict("SK-BR-3", "T-DM1", draws=8, seed=2)
    assert np.mean(_inhibition(conjugate) > _inhibition(lines["SK-BR-3"])) >= 0.8
    assert "trastuzumab_emtansine_nM" in conjugate.regimens[0].culture.medium_nM


def test_the_naked_antibody_takes_receptors_from_the_conjugate():
    alone, beside = (predict("SK-BR-3", name, draws=8, seed=2) for name in ("T-DM1", "H+T-DM1"))
    assert np.mean(_inhibition(beside) < _inhibition(alone)) >= 0.8


def test_every_drug_of_the_library_can_be_added_to_medium_but_a_prodrug():
    for drug in DRUGS.values():
        course = Course(drug.name, 1.0, drug.dose_units[0], 21.0, drug.route)
        one = Regimen(drug.name, "", (course,), 21.0)
        if drug.name == "capecitabine":
            with pytest.raises(RegimenError, match="cannot be added to medium"):
                check_drugs(one, culture=True)
        else:
            check_drugs(one, culture=True)


def test_a_prodrug_is_refused_before_anything_runs():
    with pytest.raises(RegimenError, match="capecitabine cannot be added to medium"):
        predict("SK-BR-3", "XH", draws=1)
