"""A value of an assay read as receptors: units, refusals, and what must hold for any value."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.case.assays import receptor_from, units_of
from her2sim.case.assays.calibration import calibration
from her2sim.case.distributions import LogNormal, Mixture, spread
from her2sim.case.mapping import mapping_table
from her2sim.errors import CaseError
from her2sim.evidence import load_evidence

BRIDGE = "log2 ratio to bridge"
REGRESSED = [(assay, gene) for assay, genes in calibration().regressions.items() for gene in genes]
NATIVE = {"rna": "log2(TPM+1)", "mass_spec": BRIDGE}


def median(assay: str, gene: str, value: float, unit: str, **more: object) -> float:
    return receptor_from(assay, gene, value, unit, **more).distribution.median


@pytest.mark.parametrize(("assay", "gene"), REGRESSED)
def test_every_calibrated_receptor_is_a_quantity_of_the_model(assay: str, gene: str) -> None:
    found = receptor_from(assay, gene, 1.0, NATIVE[assay])
    quantity = mapping_table().quantities[found.quantity]
    assert quantity.unit == found.unit == "molecule"
    assert set(found.reading.references) <= set(load_evidence().references)


def test_units_of_rna_agree() -> None:
    tpm = median("rna", "ERBB2", 300.0, "TPM")
    assert median("rna", "HER2", math.log2(301), "log2(TPM+1)") == pytest.approx(tpm)
    assert median("rna", "ERBB2", math.log2(300), "log2(TPM)") == pytest.approx(tpm)
    assert median("rna", "ERBB2", 150.0, "FPKM", total_fpkm=5e5) == pytest.approx(tpm)
    assert median("rna", "ERBB2", 2.0, "z", cohort=(math.log2(301) - 3, 1.5)) == pytest.approx(tpm)


def test_units_of_protein_agree() -> None:
    assert median("mass_spec", "MET", 4.0, "ratio to bridge") == pytest.approx(median("mass_spec", "MET", 2.0, BRIDGE))
    weight = median("elisa", "EGFR", 0.1, "pg/cell")
    assert median("elisa", "EGFR", -1.0, "log10(pg/cell)") == pytest.approx(weight)
    per_pg = calibration().receptors["EGFR"].molecules_per_pg
    assert median("elisa", "EGFR", 0.1 * per_pg, "molecule/cell") == pytest.approx(weight)


def test_a_counted_receptor_is_what_was_counted_and_an_elisa_is_more() -> None:
    assert median("flow", "ERBB2", 5e5, "molecule/cell") == pytest.approx(5e5)
    factor = calibration().scales.factors["ERBB2"]
    found = receptor_from("elisa", "ERBB2", 5e5, "molecule/cell").distribution
    assert found.median == pytest.approx(5e5 * math.exp(-factor.mean), rel=1e-6)
    assert isinstance(found, LogNormal)
    assert found.sigma > factor.sd


def test_an_elisa_that_detects_nothing_says_less_than_the_smallest_it_detects() -> None:
    known = calibration().receptors["MET"]
    found = receptor_from("elisa", "MET", -4.074, "log10(pg/cell)")
    assert "below detection" in found.reading.note
    high = spread(found.distribution)[1]
    assert high < known.detection_limit * math.exp(-calibration().scales.factors["MET"].mean)


@pytest.mark.parametrize(
    ("assay", "gene", "value", "unit", "says"),
    [
        ("rna", "ERBB2", 3.0, "FPKM", "total_fpkm"),
        ("rna", "ERBB2", 3.0, "z", "cohort=\\(mean, sd\\)"),
        ("rna", "ERBB2", 3.0, "RPKM", "log2\\(TPM\\+1\\)"),
        ("rna", "ERBB2", -1.0, "TPM", "0 to 1e\\+06 TPM"),
        ("rna", "ERBB2", 2e6, "TPM", "0 to 1e\\+06 TPM"),
        ("rna", "MET", 3.0, "TPM", "EGFR, ERBB2, ERBB3"),
        ("rna", "GAPDH", 3.0, "TPM", "no assay tells"),
        ("northern", "ERBB2", 3.0, "TPM", "rna, mass_spec"),
        ("mass_spec", "ERBB4", 1.0, BRIDGE, "EGFR, ERBB2, ERBB3, MET"),
        ("mass_spec", "ERBB2", 40.0, BRIDGE, "-15 to 15"),
        ("mass_spec", "ERBB2", 0.0, "ratio to bridge", "more than 0"),
        ("elisa", "EGFR", 0.0, "pg/cell", "molecule/cell"),
        ("flow", "EGFR", 1e12, "molecule/cell", "no cell holds"),
        ("rppa", "EGFR", 1.0, "log2", "ERBB2 alone"),
        ("ish_ratio", "ERBB2", -2.0, "ratio", "more than 0"),
        ("microarray", "ERBB2", 1.0, "z", "metabric_her2_positive"),
        ("microarray", "ERBB2", 300.0, "log2 intensity", "-40 to 40"),
        ("rna", "ERBB2", math.nan, "TPM", "finite"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_can(
    assay: str, gene: str, value: float, unit: str, says: str
) -> None:
    with pytest.raises(CaseError, match=says):
        receptor_from(assay, gene, value, unit)


@given(pair=st.sampled_from(REGRESSED), value=st.floats(-15, 15), step=st.floats(0.01, 5))
def test_more_signal_is_more_receptors(pair: tuple[str, str], value: float, step: float) -> None:
    assay, gene = pair
    low, high = (value, min(value + step, 15.0)) if assay == "mass_spec" else (abs(value), min(abs(value) + step, 19.9))
    if high - low > 1e-6:  # nearer, the two may round to one
        assert median(assay, gene, low, NATIVE[assay]) < median(assay, gene, high, NATIVE[assay])


@given(pair=st.sampled_from(REGRESSED), value=st.floats(-15, 15), u=st.floats(1e-6, 1 - 1e-6))
def test_receptors_are_positive_and_finite(pair: tuple[str, str], value: float, u: float) -> None:
    assay, gene = pair
    found = receptor_from(assay, gene, abs(value) if assay == "rna" else value, NATIVE[assay]).distribution
    drawn = found.at(np.array([u]))
    assert np.isfinite(drawn).all()
    assert (drawn > 0).all()


@pytest.mark.parametrize(("assay", "gene"), REGRESSED)
def test_beyond_the_calibrated_range_the_interval_is_wider_and_the_note_says_so(assay: str, gene: str) -> None:
    line = calibration().regressions[assay][gene]
    edge, beyond = (receptor_from(assay, gene, value, NATIVE[assay]) for value in (line.high, line.high + 2))
    assert isinstance(edge.distribution, LogNormal)
    assert isinstance(beyond.distribution, LogNormal)
    assert beyond.distribution.sigma > edge.distribution.sigma
    assert "beyond the calibrated range" in beyond.reading.note
    assert "beyond" not in receptor_from(assay, gene, line.centre, NATIVE[assay]).reading.note


def test_a_value_of_the_calibrated_laboratory_is_the_more_certain() -> None:
    same, other = (receptor_from("rna", "ERBB2", 300.0, "TPM", error_log2=error) for error in (0.0, None))
    assert same.distribution.median == pytest.approx(other.distribution.median)
    assert isinstance(same.distribution, LogNormal)
    assert isinstance(other.distribution, LogNormal)
    assert same.distribution.sigma < other.distribution.sigma


@pytest.mark.parametrize(
    ("assay", "values", "unit"),
    [
        ("rppa", np.linspace(-3, 6, 19), "log2"),
        ("copy_number", np.linspace(-2, 5, 19), "log2 ratio"),
        ("ish_ratio", np.geomspace(0.4, 20, 19), "ratio"),
        ("microarray", np.linspace(7, 16, 19), "log2 intensity"),
    ],
)
def test_assays_read_through_the_stain_never_fall_and_span_negative_to_positive(
    assay: str, values: np.ndarray, unit: str
) -> None:
    medians = [median(assay, "ERBB2", float(value), unit) for value in values]
    assert (np.diff(medians) >= 0).all()
    assert medians[0] < 1.2e5  # IHC 1+ or less
    assert medians[-1] > 1e6  # IHC 3+


def test_classes_carry_their_names_and_weights() -> None:
    found = receptor_from("rppa", "ERBB2", 2.0, "log2").distribution
    assert isinstance(found, Mixture)
    assert found.labels == ("IHC 0", "IHC 1+", "IHC 2+", "IHC 3+")
    assert sum(found.weights) == pytest.approx(1)


def test_a_z_score_depends_on_its_cohort() -> None:
    every = median("microarray", "ERBB2", 0.0, "z", cohort="metabric")
    positive = median("microarray", "ERBB2", 0.0, "z", cohort="metabric_her2_positive")
    assert every < 2e5
    assert positive > 5e5


def test_each_assay_names_its_units() -> None:
    for assay in calibration().references:
        assert units_of(assay)
    with pytest.raises(CaseError, match="no assay has this name"):
        units_of("northern")


def test_the_shipped_slopes_are_positive_and_their_errors_real() -> None:
    for genes in calibration().regressions.values():
        for line in genes.values():
            assert line.slope > 0
            assert np.linalg.eigvalsh(np.array(line.covariance)).min() > 0
            vertex = replace(line).centre - line.covariance[0][1] / line.covariance[1][1]
            assert line.low < vertex < line.high  # narrowest within the calibrated range
