"""Measurements that the model is fitted to and scored on, read from the data registry (HER2SIM_DATA).

    read_measurements(("heiser_lincs_gr",))     every reading, used or not, with the reason where not

Nothing of the data is part of the package; names, doses and noise of the readers stand in `data/measurements.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.inference.measurements.growth import read_adc, read_ccle, read_meyer
from her2sim.inference.measurements.heiser import read_heiser
from her2sim.inference.measurements.signalling import read_hass, read_hpn, read_niepel, read_pasmopy

if TYPE_CHECKING:
    import pandas as pd

READERS: Mapping[str, Callable[[], tuple[Measurement, ...]]] = {
    "pasmopy_erbb": read_pasmopy,
    "hass2017_rtk": read_hass,
    "niepel_rtk": read_niepel,
    "hpn_dream": read_hpn,
    "meyer_au565": read_meyer,
    "heiser_lincs_gr": read_heiser,
    "ccle_np24_drug": read_ccle,
    "adc_pk_and_invitro": read_adc,
}
"""reader of every data set the model is calibrated on, by its name in the registry"""


def read_measurements(names: Sequence[str] = tuple(READERS)) -> tuple[Measurement, ...]:
    """All readings of some data sets, in a fixed order.

    Raises:
        DataSetError: the registry lacks one of them.
        KeyError: there is no reader of that name.
    """
    return tuple(one for name in names for one in READERS[name]())


def describe(measurements: Sequence[Measurement]) -> pd.DataFrame:
    """Readings by data set, observable and use: how many, and of how many lines."""
    import pandas as pd

    frame = pd.DataFrame(
        [(one.dataset, one.observable, one.use, one.cell_line) for one in measurements],
        columns=["dataset", "observable", "use", "line"],
    )
    grouped = frame.groupby(["dataset", "observable", "use"])["line"]
    return pd.DataFrame({"readings": grouped.size(), "lines": grouped.nunique()}).reset_index()


__all__ = ["READERS", "Dose", "Measurement", "describe", "read_measurements"]
