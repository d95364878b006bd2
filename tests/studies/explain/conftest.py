import pytest

from her2sim.studies.explain import explain


@pytest.fixture(scope="session")
def answer():
    """Two mechanisms in a patient, six weeks of trastuzumab."""
    return explain("PTEN-loss-p95HER2-shed", "H", members=5, seed=3, duration_weeks=6)
