"""The cells a claim is tested in: lines of the evidence, the sensitive reference, case files, patients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from her2sim.case import Case, case_from_dict, list_examples, read_case, understand
from her2sim.errors import CaseError
from her2sim.evidence import load_evidence
from her2sim.evidence.cells import CellLineRecord, plain_name
from her2sim.evidence.reading import nearest
from her2sim.network import Network
from her2sim.studies.verify.changes import Quantity, alteration, own_values, shifted, usable
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour.culture import culture_defaults

REFERENCE = "reference"
_PATIENT_STREAM = 1
_PATIENTS: Mapping[str, Mapping[str, object]] = {
    "her2positive": {"HER2_status": "positive"},
    "her2negative": {"HER2_status": "negative"},
}


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell before anything is done to it; quantities have one value, or one a member where they are drawn."""

    name: str
    quantities: Mapping[str, Quantity] = field(default_factory=dict[str, Quantity])
    """what differs from the sensitive reference"""
    doubling_h: float = 48.0
    kind: str = "line"
    """line, case or patients"""

    @property
    def key(self) -> str:
        """Tells one cell from another."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class CellSource:
    """Where cells come from: n members, the seed of what is drawn, the folder that paths are relative to."""

    network: Network
    n: int
    seed: int
    folder: Path

    def find(self, name: str) -> Cell:
        """The cell of a name: the reference, a line of the evidence, a case file, or a shipped case.

        Raises:
            CannotAskError: there is no such cell, or its file cannot be used.
        """
        if name == REFERENCE:
            return Cell(REFERENCE, {}, float(culture_defaults()["doubling_time_h"]["default"]))
        line = load_evidence().cell_line(name)
        if line is not None:
            return self._of_line(line)
        shipped = {plain_name(one): one for one in list_examples()}
        if name.endswith((".yaml", ".yml")):
            return self._of_file(name)
        if plain_name(name) in shipped:
            return self._of_case(read_case(shipped[plain_name(name)]), name)
        known = [REFERENCE, *load_evidence().cell_lines, *shipped.values()]
        raise CannotAskError(f"there is no cell {name[:60]!r}", unknown=True, hint=nearest(name, known))

    def patients(self, name: str) -> Cell:
        """Patients drawn from the priors of the case room, one a member.

        Raises:
            CannotAskError: there is no such group.
        """
        pathology = _PATIENTS.get(plain_name(name))
        if pathology is None:
            known = ["HER2-positive", "HER2-negative"]
            raise CannotAskError(f"there is no group of patients {name[:60]!r}", unknown=True, hint=", ".join(known))
        fields = {"schema": "her2sim/case/1", "name": name, "kind": "patient", "pathology": pathology}
        cell = self._of_case(case_from_dict(fields), name)
        return Cell(name, cell.quantities, cell.doubling_h, "patients")

    def _of_line(self, line: CellLineRecord) -> Cell:
        own = own_values({}, self.network)
        quantities: dict[str, Quantity] = {}
        for gene, found in line.alterations.items():
            record = alteration(gene, found.change)
            if record is not None:
                quantities |= shifted(record, own, self.network)
        for name, given in line.quantities.items():
            if usable(name, self.network):
                quantities[name] = given.value if given.value is not None else (given.factor or 1.0) * own(name)
        return Cell(line.id, quantities, line.doubling_time.hours)

    def _of_file(self, name: str) -> Cell:
        path = self.folder / name
        try:
            return self._of_case(read_case(path if path.is_file() else name), name)
        except CaseError as error:
            raise CannotAskError(f"the case file {name[:80]!r} cannot be used: {error.problem}", unknown=True) from None

    def _of_case(self, case: Case, name: str) -> Cell:
        drawn = understand(case).draw(np.random.default_rng([self.seed, _PATIENT_STREAM]), self.n)
        quantities: dict[str, Quantity] = {key: value for key, value in drawn.items() if usable(key, self.network)}
        default = float(culture_defaults()["doubling_time_h"]["default"])
        doubling = float(np.median(drawn["doubling_time_h"])) if "doubling_time_h" in drawn else default
        return Cell(name, quantities, doubling, "case")
