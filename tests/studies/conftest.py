"""Predictions shared by the tests of this room: made once, few draws, twelve weeks of trastuzumab alone."""

import pytest

from her2sim.pharmacology.regimens import regimen
from her2sim.studies.figure2 import CASES
from her2sim.studies.predict import predict

DRAWS = 12
SEED = 7


@pytest.fixture(scope="session")
def twelve_weeks():
    return regimen("H", duration_weeks=12)


@pytest.fixture(scope="session")
def predictions(twelve_weeks):
    return {name: predict(name, [twelve_weeks], draws=DRAWS, seed=SEED) for name in CASES}
