"""The engine: many parameter vectors of one network simulated at once, with doses, steady states and honest status."""

from her2sim.engine.doses import Dose, delay, repeat
from her2sim.engine.scale import Batch, map_batches
from her2sim.engine.sensitivities import Sensitivities, least_squares, sensitivities
from her2sim.engine.simulate import simulate
from her2sim.engine.solution import Solution, Statistics, Status, SteadyState
from her2sim.engine.steady import steady_state

__all__ = [
    "Batch",
    "Dose",
    "Sensitivities",
    "Solution",
    "Statistics",
    "Status",
    "SteadyState",
    "delay",
    "least_squares",
    "map_batches",
    "repeat",
    "sensitivities",
    "simulate",
    "steady_state",
]
