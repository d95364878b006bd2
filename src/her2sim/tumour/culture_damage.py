"""Cytotoxic drugs and radiation on a line in culture.

    drug at constant concentration   kill = kill_max * C/(C + EC50) * (1 - w + w * division ratio)
    one dose of radiation            kill = (alpha D + beta D**2) * ln 2 / half_life * exp(-ln 2 t / half_life)

Kill by DNA damage rises where repair falls (`dna_repair.py`). Weights of cells in cycle are those of the class in
patients. All numbers are guesses around the doses that inhibit growth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.evidence.reading import nearest
from her2sim.tumour.anthracyclines import ANTHRACYCLINES_KILL
from her2sim.tumour.antimetabolites import ANTIMETABOLITES_KILL
from her2sim.tumour.cytotoxic import Cytotoxic
from her2sim.tumour.dna_repair import sensitisation
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.platinum import PLATINUM_KILL
from her2sim.tumour.taxanes import TAXANES_KILL
from her2sim.tumour.vincas import VINCAS_KILL

Floats = NDArray[np.float64]

CULTURE_DAMAGE = TumourMechanism(
    name="culture_damage",
    does="cytotoxic drugs and radiation kill lines in culture",
    evidence=("MOA09",),
    parameters=(
        "culture_kill_max", "culture_EC50_docetaxel", "culture_EC50_paclitaxel", "culture_EC50_vinorelbine",
        "culture_EC50_carboplatin", "culture_EC50_cisplatin", "culture_EC50_doxorubicin", "culture_EC50_fluorouracil",
        "radiation_alpha", "radiation_beta", "radiation_kill_half_life",
    ),
    reductions=("no arrest without death; no delay between exposure and death but for radiation",),
)  # fmt: skip

AGENTS: dict[str, Cytotoxic] = {
    "docetaxel": TAXANES_KILL,
    "paclitaxel": TAXANES_KILL,
    "vinorelbine": VINCAS_KILL,
    "carboplatin": PLATINUM_KILL,
    "cisplatin": PLATINUM_KILL,
    "doxorubicin": ANTHRACYCLINES_KILL,
    "fluorouracil": ANTIMETABOLITES_KILL,
}
"""class by drug; doses in nM"""


def damage_in_culture(
    agent: str,
    dose: Floats | float,
    times_day: Floats,
    parameters: TumourParameters,
    *,
    division: Floats | None = None,
    repair: Floats | None = None,
) -> Floats:
    """Kill of a line by one agent, per day, shape (N, T); 0 at dose 0.

    Args:
        agent: a drug of `AGENTS` at constant concentration, or "radiation", given once at day 0.
        dose: nM of free drug, or Gy, shape (N,).
        times_day: shape (T,), ascending, from 0.
        parameters: N lanes.
        division: division over its drug-free value, shape (N, T); None for unchanged.
        repair: readout DNA_repair over its drug-free value, shape (N, T); None for unchanged.

    Raises:
        RegimenError: the agent is not known, or the dose is negative.
    """
    given = np.broadcast_to(np.asarray(dose, dtype=np.float64), (parameters.n,))
    if not bool(np.all(given >= 0.0)):
        raise RegimenError(
            "a dose is negative.", where=f"culture: {agent}", expected="0 or more", got=float(given.min())
        )
    if agent == "radiation":
        kill = _radiation(given, times_day, parameters)
    elif agent in AGENTS:
        kill = _drug(agent, given, np.ones((1, times_day.size)) if division is None else division, parameters)
    else:
        known = [*AGENTS, "radiation"]
        raise RegimenError(
            f"{agent!r} is no cytotoxic agent.", where="culture", expected=", ".join(known), got=agent,
            hint=nearest(agent, known),
        )  # fmt: skip
    damages = agent == "radiation" or AGENTS[agent].damages_dna
    return kill * sensitisation(repair, parameters) if damages else kill


def _drug(agent: str, dose_nM: Floats, division: Floats, parameters: TumourParameters) -> Floats:
    """Kill per day at a constant concentration, shape (N, T)."""
    half: Floats = getattr(parameters, f"culture_EC50_{agent}")
    weight = AGENTS[agent].parameter("proliferation_weight", parameters)[:, None]
    cycling = 1.0 - weight + weight * np.maximum(division, 0.0)
    return (parameters.culture_kill_max * dose_nM / (dose_nM + half))[:, None] * cycling


def _radiation(gray: Floats, times_day: Floats, parameters: TumourParameters) -> Floats:
    """Kill per day of one dose at day 0, shape (N, T); integrates to its log kill."""
    logs = parameters.radiation_alpha * gray + parameters.radiation_beta * gray**2
    rate = np.log(2.0) / parameters.radiation_kill_half_life
    return (logs * rate)[:, None] * np.exp(-rate[:, None] * times_day)
