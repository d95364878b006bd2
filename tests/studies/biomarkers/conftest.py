"""A population and made-up outcomes of two arms, so that statistics are tested against what is known to be true."""

from types import MappingProxyType

import numpy as np
import pytest

from her2sim.studies.arms import Arm
from her2sim.studies.biomarkers import biomarkers
from her2sim.studies.biomarkers.benefit import Round
from her2sim.studies.biomarkers.markers import Marker, Reading
from her2sim.studies.biomarkers.sampler import population_case, sample_tumours


@pytest.fixture(scope="session")
def tumours():
    return sample_tumours(population_case(), 3000, 7)


@pytest.fixture(scope="session")
def small():
    """A run of the model: 40 tumours, trastuzumab against nothing, for eight weeks."""
    return biomarkers(40, treated="H", control="untreated", weeks=8.0, compare=False, seed=3)


def made_arm(worth, failed=(), days=364.0):
    """An arm with these outcomes, progression before the last day; failed tumours are NaN with a reason."""
    n = len(next(iter(worth.values())))
    problems = tuple("made to fail" if place in failed else "" for place in range(n))
    bad = np.array([bool(one) for one in problems])
    values = {name: np.where(bad, np.nan, np.asarray(one, dtype=float)) for name, one in worth.items()}
    progressed = values.get("ttp", np.full(n, np.inf)) < days
    return Arm("made", MappingProxyType(values), problems, None, np.zeros((n, 1)), progressed)


@pytest.fixture
def arm():
    return made_arm


@pytest.fixture
def two_arms():
    """A round of control and treated outcomes, each a mapping measure -> values."""

    def make(control, treated, failed=()):
        return Round(None, made_arm(control, failed), made_arm(treated, failed))

    return make


@pytest.fixture
def reading():
    """A marker read as these scores; positive above a cut."""

    def make(score, cut=0.5, name="made", favours="positive", group="made"):
        marker = Marker(name, name, group, {}, None, {}, None, (), favours, "", (), "assumption", "", "")
        values = np.asarray(score, dtype=float)
        return Reading(marker, values, values > cut)

    return make
