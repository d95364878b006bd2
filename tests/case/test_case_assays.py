"""Values of assays in a case: each becomes receptors per cell, or is refused with its place."""

import pytest

from her2sim.case import case_from_dict, understand
from her2sim.case.assays import receptor_from
from her2sim.errors import CaseError


def _case(*assays, **fields):
    return case_from_dict({"schema": "her2sim/case/1", "name": "assays", "assays": list(assays), **fields})


def _quantity(case, name):
    return next(one for one in understand(case).quantities if one.name == name)


RNA = {"assay": "rna", "gene": "HER2", "value": 450, "unit": "TPM"}
FLOW = {"assay": "flow", "gene": "ERBB2", "value": 2.0e5, "unit": "molecule/cell"}


def test_a_value_becomes_the_distribution_of_its_assay():
    told = _quantity(_case(RNA), "ERBB2_total")
    assert told.known
    assert told.field == "assays[0]"
    assert told.distribution == receptor_from("rna", "ERBB2", 450.0, "TPM").distribution
    assert "ERBB2 rna 450 TPM" in told.seen
    assert told.references


def test_receptors_that_were_counted_outrank_rna_and_a_stain():
    case = _case(RNA, FLOW, pathology={"HER2_IHC": "3+"})
    assert _quantity(case, "ERBB2_total").field == "assays[1]"
    conflicts = [one for one in understand(case).notices if one.kind == "conflict"]
    assert {"assays[0]", "pathology.HER2_IHC"} <= {one.field for one in conflicts}


def test_a_stain_outranks_rna():
    assert _quantity(_case(RNA, pathology={"HER2_IHC": "3+"}), "ERBB2_total").field == "pathology.HER2_IHC"


def test_the_note_and_source_of_the_value_go_with_it():
    told = _quantity(_case({**RNA, "source": "hass2017", "note": "from us", "error_log2": 0.0}), "ERBB2_total")
    assert "hass2017" in told.references
    assert "from us" in told.note


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "RPKM"}, "TPM"),
        ({"assay": "northern blot"}, "rna"),
        ({"gene": "MET"}, "ERBB3"),
        ({"unit": "FPKM"}, "FPKM"),
        ({"unit": "z"}, "cohort"),
        ({"value": "many"}, "value"),
        ({"value": float("nan")}, "value"),
        ({"gene": "HER22"}, "HER2"),
    ],
)
def test_what_no_assay_gives_is_refused_with_its_place(change, said):
    with pytest.raises(CaseError) as caught:
        _case({**RNA, **change})
    assert "assays[0]" in str(caught.value)
    assert said in str(caught.value)
