"""One measurement of cells: what was added, when what was read, the value with its error, on the scale of the assay."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dose:
    """Something in the medium."""

    name: str
    """INN, a research compound, or a ligand, as `tumour/data/culture.yaml` knows it"""
    value: float
    unit: str
    """nM, ug/mL or ng/mL"""


@dataclass(frozen=True)
class Measurement:
    """One value of one well, or the mean of replicates."""

    dataset: str
    row: str
    """which row or rows of its file it came from"""
    cell_line: str
    """plain name, e.g. BT474"""
    drugs: tuple[Dose, ...]
    ligands: tuple[Dose, ...]
    hours: float
    """when it was read; 0 is before anything is added"""
    observable: str
    """a readout of the network, or GR, GR_AOC, relative_viability, cells, G1_share"""
    value: float
    """on `scale`"""
    sd: float
    """on `scale`"""
    scale: str
    """log10 or linear"""
    group: str = ""
    """relative readings with one unknown scale factor share a group; '' for absolute ones"""
    over_start: bool = False
    """a fold change over the untreated cells before"""
    censored: str = ""
    """above: the true value is at least this; below: at most; '' neither"""
    use: str = "fit"
    """fit, score, or why it is not used"""
