"""The tables of a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from her2sim.studies.rank import Ranking
from her2sim.studies.results import Interval

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.studies.rank import Place


def ranking_table(answer: Ranking) -> pd.DataFrame:
    """One row a ranked regimen, the best first; worth and gain are over the draws that all regimens share."""
    import pandas as pd

    return pd.DataFrame([_row(one, answer) for one in answer.places])


def _row(one: Place, answer: Ranking) -> dict[str, object]:
    violations = [flag.id for flag in one.limits.flags if flag.kind == "violation"]
    cautions = [flag.id for flag in one.limits.flags if flag.kind == "caution"]
    return {
        "place": one.place,
        "regimen": one.name,
        "also": ";".join(one.candidate.also),
        "sets": ";".join(one.candidate.sets),
        "family": one.candidate.family,
        "rule": one.candidate.rule,
        "drugs": ";".join(one.candidate.agents),
        "agents": len(one.candidate.agents),
        "targeted_agents": len(one.candidate.targeted),
        "measure": answer.measure.name,
        "unit": answer.measure.unit,
        "expected": one.expected,
        "median": one.worth.median,
        "low": one.worth.low,
        "high": one.worth.high,
        "gain_median": one.gain.median,
        "gain_low": one.gain.low,
        "gain_high": one.gain.high,
        "p_better": one.p_better,
        "p_best": one.p_best,
        "p_best_error": one.p_best_error,
        "regret": one.regret,
        "evidence": one.support.level,
        "evidence_text": one.support.text,
        "evidence_pmid": "" if one.support.pmid is None else str(one.support.pmid),
        "evidence_status": one.support.status,
        "feasible": one.limits.feasible,
        "violations": ";".join(violations),
        "cautions": ";".join(cautions),
        "exposure": one.limits.exposure,
        "toxicity": one.limits.toxicity,
        "fronts": ";".join(one.fronts),
        "why": one.why.text,
        "failed": one.failed,
    }


def flags_table(answer: Ranking) -> pd.DataFrame:
    """One row a regimen and rule it breaks."""
    import pandas as pd

    rows = [
        (one.name, flag.id, flag.kind, ";".join(flag.drugs), flag.reason, flag.source, flag.status)
        for one in answer.places
        for flag in one.limits.flags
    ]
    return pd.DataFrame(rows, columns=["regimen", "rule", "kind", "drugs", "reason", "source", "status"])


def doses_table(answer: Ranking) -> pd.DataFrame:
    """One row a regimen and drug: relative dose intensity and toxicity classes."""
    import pandas as pd

    rows = [
        (one.name, drug, value, ";".join(name for name, drugs in one.limits.classes.items() if drug in drugs))
        for one in answer.places
        for drug, value in one.limits.intensity.items()
    ]
    return pd.DataFrame(rows, columns=["regimen", "drug", "relative_dose_intensity", "toxicity_classes"])


def unranked_table(answer: Ranking) -> pd.DataFrame:
    """One row a regimen that is not in the ranking, with the reason."""
    import pandas as pd

    rows = [(one.name, ";".join(one.sets), one.reason) for one in answer.unranked]
    return pd.DataFrame(rows, columns=["regimen", "sets", "reason"])


def pairs_table(answer: Ranking) -> pd.DataFrame:
    """One row a pair of regimens: share of the draws in which the first beats the second, a tie counts half."""
    import pandas as pd

    names = np.array([one.name for one in answer.places], dtype=object)
    first, second = np.nonzero(~np.eye(len(names), dtype=bool))
    return pd.DataFrame(
        {"regimen": names[first], "other": names[second], "p_better": answer.pairs[first, second]}
    )  # fmt: skip


def signals_table(answer: Ranking) -> pd.DataFrame:
    """One row a regimen and readout, fates among them: log2 of the time mean over that under the reference."""
    import pandas as pd

    rows = [
        (one.name, kind, change.readout, change.label, change.log2.median, change.log2.low, change.log2.high,
         change.better, change.helps, change.new, ";".join(change.mechanisms))
        for one in answer.places
        for kind, found in (("signal", one.why.signals), ("fate", one.why.fates))
        for change in found
    ]  # fmt: skip
    columns = ["regimen", "kind", "readout", "label", "log2_median", "log2_low", "log2_high", "better", "helps", "new",
               "mechanisms"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def reliefs_table(answer: Ranking) -> pd.DataFrame:
    """One row a regimen and carried mechanism that was put back."""
    import pandas as pd

    rows = [
        (
            one.name, part.id, part.name, *_ends(part.cost), *_ends(part.reference_cost), *_ends(part.relief),
            part.share, part.lost, part.reference_lost, part.relief.unit,
        )
        for one in answer.places
        for part in one.why.reliefs
    ]  # fmt: skip
    ends = [f"{name}_{end}" for name in ("cost", "reference_cost", "relief") for end in ("median", "low", "high")]
    return pd.DataFrame(
        rows, columns=["regimen", "mechanism", "name", *ends, "share", "lost", "reference_lost", "unit"]
    )


def _ends(value: Interval) -> tuple[float, float, float]:
    return value.median, value.low, value.high
