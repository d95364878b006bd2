"""What to measure next: how much less uncertain the answer would be if an unknown field were known."""

from her2sim.studies.measure_next.results import DEALT, FieldValue, MeasureNext, Sources
from her2sim.studies.measure_next.study import measure_next

__all__ = ["DEALT", "FieldValue", "MeasureNext", "Sources", "measure_next"]
