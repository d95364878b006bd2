"""The expanded reaction network: its data form, the shipped artefact, checks, and compiled rates."""

from her2sim.network.attach import attach
from her2sim.network.conserve import conserved_totals
from her2sim.network.dimensions import Violation, check_dimensions
from her2sim.network.document import canonical_json, from_document, to_document
from her2sim.network.form import (
    Assignment,
    ConservedTotal,
    Event,
    Fragment,
    FragmentReaction,
    Module,
    Network,
    Observable,
    Parameter,
    Reaction,
    Species,
)
from her2sim.network.load import load_network, parse_network
from her2sim.network.sbml import SbmlModel, read_sbml, read_sbml_model

__all__ = [
    "Assignment",
    "ConservedTotal",
    "Event",
    "Fragment",
    "FragmentReaction",
    "Module",
    "Network",
    "Observable",
    "Parameter",
    "Reaction",
    "SbmlModel",
    "Species",
    "Violation",
    "attach",
    "canonical_json",
    "check_dimensions",
    "conserved_totals",
    "from_document",
    "load_network",
    "parse_network",
    "read_sbml",
    "read_sbml_model",
    "to_document",
]
