"""Grafts derived again."""

import math
from pathlib import Path

import numpy as np
from tests.reference.cells import Cells, Floats, ensemble, typical
from tests.second_look.sources import interval, measured, value

from her2sim.studies.verify.cells import CellSource

TRASTUZUMAB = {"trastuzumab_nM": 69.0}  # 10 ug/mL; the plateau
DAYS, TGI = 28, 0.29


def share_of_signals(cells: Cells) -> Floats:
    """Share of what trastuzumab does to BT-474 in three days that inhibits growth by 29 % in 28 days, (N,)."""
    line = CellSource(cells.network, 1, 1, Path()).find("BT-474")
    cell = {name: float(np.ravel(found)[0]) for name, found in line.quantities.items()}
    less_division = 1 - cells.fold("division_drive", 72, TRASTUZUMAB, cell)
    more_death = cells.fold("death_drive", 72, TRASTUZUMAB, cell) - 1
    net = math.log(2) / measured("Q137")
    gained = math.exp(DAYS * net) - 1
    slower = net - math.log(1 + (1 - TGI) * gained) / DAYS
    division = value("xenograft_ki67") * math.log(2) / (value("cell_cycle") / 24)
    return slower / (less_division * division + more_death * (division - net))


def test_bt474_doubles_as_published() -> None:
    assert value("xenograft_doubling_time") == measured("Q137")


def test_what_is_left_without_fc_receptors_sets_the_share_of_signals() -> None:
    """Growth inhibition of 29 % in 28 days (clynes2000): 0.024 with the typical cell, 0.02 to 0.06 with members."""
    low, high = interval("xenograft_signal_share")
    assert low < share_of_signals(typical())[0] < high
    members = share_of_signals(ensemble())
    assert low < np.median(members) < high
    lower, upper = np.quantile(members, [0.1, 0.9])
    assert lower < value("xenograft_signal_share") < upper
