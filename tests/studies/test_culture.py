"""A cell line in culture: no immune cells, drugs at constant concentration, growth inhibition."""

import numpy as np
import pytest

from her2sim.errors import RegimenError
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


def test_a_taxane_cannot_be_added_to_medium():
    with pytest.raises(RegimenError, match="docetaxel cannot be added to medium"):
        predict("SK-BR-3", "TH", draws=1)
