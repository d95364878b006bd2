"""What is believed about the model's numbers: the ensemble of parameter vectors every prediction is made with."""

from her2sim.inference.clones import Acquired, acquired_states, clone_changes, draw_acquired
from her2sim.inference.ensemble import Ensemble, load_ensemble
from her2sim.inference.plausible import Bound, plausible, read_bounds

__all__ = [
    "Acquired",
    "Bound",
    "Ensemble",
    "acquired_states",
    "clone_changes",
    "draw_acquired",
    "load_ensemble",
    "plausible",
    "read_bounds",
]
