import numpy as np
import pytest

from her2sim.studies.combine import combine_drugs


@pytest.fixture(scope="session")
def pair():
    return combine_drugs("PTEN-loss-p95HER2-shed", "trastuzumab,lapatinib", doses=5, members=4, seed=3)


@pytest.fixture(scope="session")
def doses_nM(pair):
    return {drug: np.asarray(one) for drug, one in zip(pair.drugs, pair.matrix.doses, strict=True)}
