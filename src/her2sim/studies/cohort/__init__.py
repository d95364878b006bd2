"""Many tumours at once: a study folder in, a row for every tumour and regimen out, and no work lost to a kill.

plan = make_plan("brca_study", Settings(regimens=("TH", "TH+P")))
cohort = run_cohort(plan, "run/parts", jobs=4)
cohort.table          # one row per sample and regimen; cohort.study.rejected says what could not be read
"""

from her2sim.studies.cohort.alterations import Alteration, alterations
from her2sim.studies.cohort.groups import groups_table
from her2sim.studies.cohort.parts import Parts
from her2sim.studies.cohort.plan import LeftOut, Plan, Settings, make_plan
from her2sim.studies.cohort.rows import COLUMNS, FAILED, OK, SOME_FAILED
from her2sim.studies.cohort.run import Cohort, run_cohort

__all__ = [
    "COLUMNS",
    "FAILED",
    "OK",
    "SOME_FAILED",
    "Alteration",
    "Cohort",
    "LeftOut",
    "Parts",
    "Plan",
    "Settings",
    "alterations",
    "groups_table",
    "make_plan",
    "run_cohort",
]
