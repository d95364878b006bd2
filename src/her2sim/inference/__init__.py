"""What is believed about the model's numbers: the ensemble of parameter vectors every prediction is made with."""

from her2sim.inference.clones import Acquired, acquired_states, clone_changes, draw_acquired
from her2sim.inference.ensemble import Ensemble, load_ensemble
from her2sim.inference.plausible import Bound, plausible, read_bounds
from her2sim.inference.variants import Alternative, Variant, variant_shares, variants, variants_of

__all__ = [
    "Acquired",
    "Alternative",
    "Bound",
    "Ensemble",
    "Variant",
    "acquired_states",
    "clone_changes",
    "draw_acquired",
    "load_ensemble",
    "plausible",
    "read_bounds",
    "variant_shares",
    "variants",
    "variants_of",
]
