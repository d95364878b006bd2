"""The dosing scenarios of metrumresearchgroup/nmtests against the output of NONMEM 7.5.1.

NONMEM prints five digits, so a printed value is off by up to 5e-5 of itself; 2e-4 leaves the same again for the
integrator and the steady states.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.reference.networks import document

from her2sim.engine import simulate
from her2sim.network import Network, from_document
from her2sim.pharmacology.events_run import EventCourse, simulate_events
from her2sim.pharmacology.events_table import read_events

SUITES = os.environ.get("HER2SIM_SUITES")
FOLDER = Path(SUITES or ".") / "nmtests"
SCENARIOS = range(1, 30)
RTOL = 2e-4
FAINT = 1e-3  # ng/mL where a course peaks at 1e2 to 1e5

needs_suite = pytest.mark.skipif(SUITES is None, reason="HER2SIM_SUITES is not set: NONMEM scenarios not run")


def oral() -> Network:
    """ADVAN2 TRANS2: a depot and a central compartment, mg and L; CP in ng/mL."""
    return from_document(
        document(
            {"depot": "mg", "central": "mg"},
            {"KA": (1.5, "1/h"), "CL": (1.1, "L/h"), "V": (20.0, "L")},
            [(["depot"], ["central"], "KA"), (["central"], [], "k_out")],
            assignments={"k_out": ("CL/V", "1/h"), "CP": ("1000*central/V", "ng/mL")},
        )
    )


@lru_cache
def dosing() -> tuple[pd.DataFrame, EventCourse]:
    table = pd.read_csv(FOLDER / "dosing" / "data" / "1001.csv")
    # the control stream: ALAG2 = LAGT, F2 = BIOAV, R2 = RAT2 in mode 1, D2 = DUR2 in mode 2
    names = {"LAGT": "ALAG2", "BIOAV": "F2", "RAT2": "R2", "DUR2": "D2"}
    subjects = read_events(table.rename(columns=names))
    assert len(subjects) == len(SCENARIOS)
    options = {"outputs": ["CP"], "rtol": 1e-7, "atol": 1e-9}
    return table, simulate_events(oral(), subjects, ("depot", "central"), **options)


@needs_suite
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_dosing_scenario_agrees_with_nonmem(scenario: int):
    table, course = dosing()
    wanted = pd.read_csv(FOLDER / "dosing" / "results" / "1001-nm.csv")
    rows = (table["ID"] == scenario).to_numpy()
    assert course.status[scenario - 1].ok
    np.testing.assert_allclose(course.values[rows, 0], wanted["CP"][rows], rtol=RTOL, atol=FAINT)


@needs_suite
def test_a_clearance_that_follows_the_weight_agrees_with_nonmem():
    table = pd.read_csv(FOLDER / "time-varying" / "data" / "2001.csv")
    wanted = pd.read_csv(FOLDER / "time-varying" / "results" / "2001-nm.csv")
    clearance = 1.1 * (table["WT"].to_numpy() / 70.0) ** 0.75
    parameters = {"CL": clearance}
    course = simulate_events(
        oral(), read_events(table), ("depot", "central"), parameters=parameters, outputs=["CP"], rtol=1e-7, atol=1e-9
    )
    np.testing.assert_allclose(course.values[:, 0], wanted["CP"], rtol=RTOL, atol=FAINT)


def claret(dose: str) -> Network:
    """Tumour size under a drug whose effect wears off (Claret 2009), the dose as a function of time."""
    return from_document(
        document(
            {"size": "1"},
            {"KG": (0.6, "1/h"), "KS0": (0.4, "1/h"), "GAMMA": (0.8, "1/h"), "BASE": (70.0, "1")},
            [([], ["size"], "growth")],
            assignments={"growth": (f"KG*size - KS0*exp(-GAMMA*time)*log({dose})*size", "1/h")},
            initial={"size": "BASE"},
        )
    )


@needs_suite
@pytest.mark.parametrize(("run", "dose"), [("c001", "10"), ("c003", "piecewise(5, time > 0.4 and time <= 0.5, 10)")])
def test_claret_growth_agrees_with_nonmem(run: str, dose: str):
    wanted = np.loadtxt(FOLDER / "claret" / run / "TAB", skiprows=2)
    found = simulate(claret(dose), {}, wanted[:, 1], outputs=["size"], rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(found["size"][0], wanted[:, 2], rtol=RTOL)
