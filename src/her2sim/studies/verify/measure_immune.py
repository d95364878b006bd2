"""Lysis by effector cells in an assay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.antibodies import fc_of
from her2sim.studies.verify import kinds
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.conditions import Condition
from her2sim.studies.verify.form import EffectorsForm
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour import TumourParameters
from her2sim.tumour.fc_engineering import Fc, fc
from her2sim.tumour.immune import Cells, assay_lysis
from her2sim.tumour.mucin import contact_left

Floats = NDArray[np.float64]

_ADDED: dict[str, Cells] = {"PBMC": "blood", "NK": "NK"}


def lysis(readout: kinds.Lysis, bench: Bench) -> Floats:
    """Share of target cells that the arm's effectors lyse, (N,) or (N, C)."""
    return bench.each(readout.lysis, lambda condition: lysis_of(bench.lab, condition))


def lysis_of(lab: Lab, condition: Condition) -> Floats:
    """Share of target cells lysed, (N,); 0 without effectors.

    Effectors come with the last drug that is added; the coat of the target is that at the end of the assay.

    Raises:
        CannotAskError: a genotype is asked for that the cells of an assay do not show.
    """
    form = (condition.form.effectors if condition.form else None) or EffectorsForm()
    end = max((drug.start_h for drug in condition.drugs), default=0.0) + form.hours
    course = lab.course(condition, [end], ["bound_trastuzumab", "bound_pertuzumab", "MUC4_hides"])
    if form.cells == "none":
        return np.zeros(lab.n)
    if "FCGR2A" in form.model_fields_set:
        raise CannotAskError("NK cells do the killing of an assay, and they have no FcgRIIa")
    parameters = lab.tumour_of(condition)
    return assay_lysis(
        course["bound_trastuzumab"][:, 0],
        form.ratio,
        form.hours,
        parameters,
        cells=_ADDED[form.cells],
        fcgr3a=form.FCGR3A,
        antibody=antibody_fc(condition, form, parameters),
        pertuzumab=course["bound_pertuzumab"][:, 0],
        contact=contact_left(course["MUC4_hides"][:, 0], parameters),
    )


def antibody_fc(condition: Condition, form: EffectorsForm | None, parameters: TumourParameters) -> Fc | None:
    """The Fc of the antibody to subdomain IV; None for IgG1."""
    if form is not None and form.fc == "afucosylated":
        return fc("afucosylated", parameters)
    return fc_of([drug.name for drug in condition.drugs], parameters)
