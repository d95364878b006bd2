"""How much is lost when daily tablets are replaced by their mean rate after the first week."""

import numpy as np
import pytest

from her2sim.engine import simulate
from her2sim.pharmacology import covariates, dose_events, pk_network, regimen, typical_pk

DAYS = 42


def levels(drug: str, name: str, oral: str) -> np.ndarray:
    """Plasma concentration every half hour, shape (DAYS, 48)."""
    course = regimen(name, duration_weeks=DAYS / 7)
    doses = dose_events(course, covariates(1), oral=oral)
    hours = np.arange(0, 24 * DAYS, 0.5)
    run = simulate(pk_network((drug,)), typical_pk(drug, 1), hours, doses=doses, outputs=[f"{drug}_mg_L"], rtol=1e-7)
    return run[f"{drug}_mg_L"][0].reshape(DAYS, 48)


@pytest.mark.parametrize(("drug", "name"), [("lapatinib", "L"), ("alpelisib", "A")])
def test_a_day_s_average_is_kept_within_one_percent_after_the_switch_has_settled(drug: str, name: str) -> None:
    exact, averaged = (levels(drug, name, oral).mean(axis=1) for oral in ("exact", "averaged"))
    assert np.array_equal(exact[:6], averaged[:6])
    assert np.abs(averaged[6:8] / exact[6:8] - 1).max() < 0.14
    assert np.abs(averaged[8:] / exact[8:] - 1).max() < 0.01


@pytest.mark.parametrize(("drug", "name"), [("lapatinib", "L"), ("alpelisib", "A")])
def test_the_total_exposure_is_kept(drug: str, name: str) -> None:
    exact, averaged = (levels(drug, name, oral).sum() for oral in ("exact", "averaged"))
    assert averaged == pytest.approx(exact, rel=0.006)  # six weeks; half a tablet more at the end


@pytest.mark.parametrize(("drug", "name", "swing"), [("lapatinib", "L", 0.35), ("alpelisib", "A", 1.0)])
def test_the_swing_within_a_day_is_what_is_lost(drug: str, name: str, swing: float) -> None:
    exact, averaged = (levels(drug, name, oral)[-1] for oral in ("exact", "averaged"))
    assert np.ptp(exact) / exact.mean() > swing
    assert np.ptp(averaged) / averaged.mean() < 0.01


def test_averaging_spares_the_restarts() -> None:
    course = regimen("H+L")
    exact, averaged = (dose_events(course, covariates(1), oral=oral)[0] for oral in ("exact", "averaged"))
    assert (len(exact), len(averaged)) == (8 + 168, 8 + 7 + 1)
    mass = [sum(dose.amount for dose in doses if dose.species == "lapatinib_depot") for doses in (exact, averaged)]
    assert mass[1] - mass[0] == pytest.approx(500.0)  # half a tablet, so that the last day does not fall off


def test_a_drug_with_breaks_is_averaged_between_them_and_never_given_in_them() -> None:
    for name, drug, on, off in (("Palbo", "palbociclib", 21.0, 7.0), ("Capi", "capivasertib", 4.0, 3.0)):
        course = regimen(name)
        exact, averaged = (dose_events(course, covariates(1), oral=oral)[0] for oral in ("exact", "averaged"))
        assert len(averaged) < len(exact) / 4
        assert sum(dose.amount for dose in averaged) == pytest.approx(sum(dose.amount for dose in exact))
        for dose in averaged:
            since = (dose.time_h / 24.0) % (on + off)
            assert since + dose.duration_h / 24.0 <= on + 1.0 / 24.0, drug  # palbociclib starts to arrive 40 min later


def test_averaging_keeps_the_exposure_of_a_drug_with_breaks() -> None:
    exact, averaged = (levels("capivasertib", "Capi", oral) for oral in ("exact", "averaged"))
    assert averaged.sum() == pytest.approx(exact.sum(), rel=0.006)  # as above
    weeks = (exact.reshape(6, -1).mean(axis=1), averaged.reshape(6, -1).mean(axis=1))
    assert np.abs(weeks[1][1:] / weeks[0][1:] - 1).max() < 0.01
