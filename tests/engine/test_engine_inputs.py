"""What the engine refuses, and how it says so."""

from typing import Any

import numpy as np
import pytest
from tests.reference.networks import decay, signalling

from her2sim.engine import Dose, Solution, repeat, simulate, steady_state
from her2sim.errors import InputError, NetworkError, RegimenError


def run(**changed: Any) -> Solution:
    arguments: dict[str, Any] = {"parameters": {}, "times": [0.0, 1.0]} | changed
    return simulate(decay(), arguments.pop("parameters"), arguments.pop("times"), **arguments)


@pytest.mark.parametrize(
    ("changed", "error", "where"),
    [
        ({"parameters": {"kk": 1.0}}, NetworkError, "parameters"),
        ({"parameters": {"k": float("nan")}}, NetworkError, "parameters: k, lane 0"),
        ({"parameters": {"k": [1.0, 2.0], "A0": [1.0, 2.0, 3.0]}}, NetworkError, "parameters"),
        ({"parameters": {"k": [[1.0, 2.0]]}}, NetworkError, "parameters: k"),
        ({"parameters": np.ones((2, 3))}, NetworkError, "parameters"),
        ({"times": []}, RegimenError, "times"),
        ({"times": [1.0, 1.0]}, RegimenError, "times"),
        ({"times": [-1.0, 1.0]}, RegimenError, "times"),
        ({"times": [0.0, float("inf")]}, RegimenError, "times"),
        ({"doses": [Dose(0.0, "A", -1.0)]}, RegimenError, "dose of A at 0.0 h: amount"),
        ({"doses": [Dose(-1.0, "A", 1.0)]}, RegimenError, "dose of A at -1.0 h: time_h"),
        ({"doses": [Dose(0.0, "A", 1.0, float("nan"))]}, RegimenError, "dose of A at 0.0 h: duration_h"),
        ({"doses": [Dose(0.0, "a", 1.0)]}, RegimenError, "dose of a at 0.0 h"),
        ({"doses": [[], []]}, RegimenError, "doses"),
        ({"doses": [Dose(0.0, "A", 1.0), []]}, RegimenError, "doses"),
        ({"outputs": ["A_tota"]}, NetworkError, "outputs"),
        ({"initial": np.ones((1, 2))}, NetworkError, "initial"),
        ({"rtol": 0.5}, InputError, "rtol"),
        ({"atol": -1.0}, InputError, "atol"),
        ({"atol": np.ones(3)}, InputError, "atol"),
        ({"method": "vode"}, InputError, "method"),
        ({"backend": "gpu"}, InputError, "backend"),
        ({"threads": 0}, InputError, "threads"),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_stands(changed: dict[str, Any], error: type[InputError], where: str):
    with pytest.raises(error) as caught:
        run(**changed)
    assert caught.value.where == where


def test_a_misspelt_name_gets_the_nearest_as_hint():
    with pytest.raises(NetworkError) as caught:
        run(outputs=["A_tota"])
    assert caught.value.hint == "A_total"


def test_a_steady_state_of_another_network_is_refused():
    with pytest.raises(NetworkError, match="another network"):
        run(initial=steady_state(signalling(), {}))


def test_doses_repeat_only_forwards():
    with pytest.raises(RegimenError):
        repeat(Dose(0.0, "A", 1.0), 3, 0.0)


def test_a_start_that_is_not_finite_is_reported_per_lane():
    found = run(parameters={"k": [0.1, 0.1]}, initial=np.array([[np.nan], [5.0]]))
    assert [status.ok for status in found.status] == [False, True]


def test_without_cvode_the_engine_runs_and_only_asking_for_cvode_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("her2sim.engine.integrators.find_spec", lambda name: None)
    found = run(times=[0.0, 10.0])
    assert found["A_total"][0, 1] == pytest.approx(1000.0 * np.exp(-1.0), rel=1e-4)
    with pytest.raises(InputError, match="not installed"):
        run(method="cvode")
