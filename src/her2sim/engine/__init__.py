"""The engine: many parameter vectors of one network simulated at once, with doses, steady states and honest status."""

from her2sim.engine.doses import Dose, repeat
from her2sim.engine.simulate import simulate
from her2sim.engine.solution import Solution, Statistics, Status, SteadyState
from her2sim.engine.steady import steady_state

__all__ = ["Dose", "Solution", "Statistics", "Status", "SteadyState", "repeat", "simulate", "steady_state"]
