"""Published models: they read, and their rates agree with libRoadRunner's."""

import os
from dataclasses import dataclass
from pathlib import Path

import libsbml
import numpy as np
import pytest

from her2sim.network import SbmlModel, read_sbml_model
from her2sim.network.form import Floats
from her2sim.network.rates import bind, compile_rates, readout_function

_ROOT = os.environ.get("HER2SIM_MODELS")
FOLDER = Path(_ROOT) if _ROOT and Path(_ROOT).is_dir() else None
pytestmark = pytest.mark.skipif(FOLDER is None, reason="HER2SIM_MODELS is not set: 4 published models")


@dataclass(frozen=True)
class Known:
    """From libRoadRunner 2.10.0: how many reactions have a rate, and the sum of cos(place)*log(|rate|) over them.

    Reactions by name. At the start, and with the n-th species by name that is no boundary and has no rule at
    (amount + 1)*(1 + sin(n)/2).
    """

    at_start: tuple[int, float]
    elsewhere: tuple[int, float]


KNOWN = {
    "birtwistle2007": Known((8, -5.867002934172765), (102, 16.411251454468655)),
    "chen2009": Known((3, -5.508192368805993), (782, -47.44839017119685)),
    "hass2017": Known((88, 35.75624088260838), (106, 45.281929182329925)),
    "schoeberl2002": Known((4, 8.419664054115183), (125, -6.051575328747916)),
}


@dataclass(frozen=True)
class Model:
    """A model as read, and the identifiers that libSBML lists."""

    name: str
    read: SbmlModel
    reactions: tuple[str, ...]
    floating: tuple[str, ...]


@pytest.fixture(scope="module", params=KNOWN)
def model(request: pytest.FixtureRequest) -> Model:
    assert FOLDER is not None
    path = FOLDER / f"{request.param}.xml"
    content = libsbml.readSBMLFromFile(str(path)).getModel()
    free = [item.getId() for item in content.getListOfSpecies() if not item.getBoundaryCondition()]
    reactions = sorted(item.getId() for item in content.getListOfReactions())
    return Model(request.param, read_sbml_model(path), tuple(reactions), tuple(sorted(free)))


def projected(model: Model, state: Floats) -> tuple[int, float]:
    network = model.read.network
    read = readout_function(network, model.reactions)
    rates = np.abs(read(network.parameter_values, state[np.newaxis], np.zeros(1))[0])
    place = np.flatnonzero(rates)
    return len(place), float(np.cos(place) @ np.log(rates[place]))


def start(model: Model) -> Floats:
    network = model.read.network
    return bind(compile_rates(network), network.parameter_values).initial.copy()


def test_the_rates_at_the_start_are_those_of_libroadrunner(model: Model):
    found = projected(model, start(model))
    assert found == pytest.approx(KNOWN[model.name].at_start, rel=1e-9)  # rounding of up to 800 logarithms


def test_the_rates_at_another_state_are_those_of_libroadrunner(model: Model):
    state = start(model)
    for number, species in enumerate(model.floating):
        place = model.read.network.species_index[species]
        state[place] = (state[place] + 1.0) * (1.0 + 0.5 * np.sin(number))
    assert projected(model, state) == pytest.approx(KNOWN[model.name].elsewhere, rel=1e-9)


def test_no_reaction_changes_the_totals_that_were_found(model: Model):
    network = model.read.network
    out = np.empty(len(network.species))
    bind(compile_rates(network), network.parameter_values).rate(start(model) + 1.0, out)
    drifts = [sum(weight * out[place] for place, weight in total.terms) for total in network.conserved]
    assert drifts
    assert np.abs(drifts).max() <= 1e-12 * np.abs(out).max()  # rounding of sums of a few hundred fluxes
