import pytest

from her2sim.studies.rank import rank

ASKED = "H,H_qw,H+L,THP,L+A,T-DM1"


@pytest.fixture(scope="session")
def answer():
    return rank("PTEN-loss", regimens=ASKED, members=6, seed=3, weeks=6, why=2)
