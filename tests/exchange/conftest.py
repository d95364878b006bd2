"""A small PEtab problem, and copies of it with cells changed as a user would."""

import shutil

import pandas as pd
import pytest

from her2sim.exchange.export import own_data_of
from her2sim.exchange.petab import write_petab
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import load_network

NRG1 = (Dose("NRG1", 10.0, "nM"),)


def reading(line="BT474", ligands=NRG1, hours=0.5, observable="pAKT", **more):
    fields = {"value": 4.2, "sd": 0.1, "scale": "log10", "group": f"{line} {observable}", **more}
    return Measurement("made up", "7", line, (), ligands, hours, observable, **fields)


@pytest.fixture(scope="session")
def problem(tmp_path_factory):
    network = load_network()
    readings = [reading(), reading(hours=0.0, ligands=()), reading("SKBR3", observable="pERK", value=3.0)]
    return write_petab(own_data_of(readings, network), network, tmp_path_factory.mktemp("petab"))


@pytest.fixture
def edited(problem, tmp_path):
    """Copy of the problem with cells changed: edited(file, row, column=value, ...); row by number or parameter."""
    folder = tmp_path / "copy"
    shutil.copytree(problem.parent, folder)

    def change(file, row, **cells):
        path = folder / file
        frame = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
        if isinstance(row, str):
            found = frame.index[frame.iloc[:, 0] == row]
            row = int(found[0]) if len(found) else len(frame)
            cells = {frame.columns[0]: frame.iloc[row, 0] if len(found) else frame.columns[0], **cells}
        for name, value in cells.items():
            frame.loc[row, name] = str(value)
        frame.fillna("").to_csv(path, sep="\t", index=False)
        return folder / "problem.yaml"

    return change
