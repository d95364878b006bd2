"""A population of tumours: profile quantities drawn together, and laboratory findings that the model has no part in.

The case room draws every quantity that a case does not report from its spread among HER2-positive tumours, with the
dependences it knows. This adds dependences counted in METABRIC and TCGA, and findings (copies of HER2, intrinsic
subtype, TP53, MYC, TOP2A), each with its source (`data/population.yaml`). Two findings are
noise: what they score is chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, Profile, parse_inline, understand
from her2sim.case.distributions import Mixture
from her2sim.case.mapping import mapping_table
from her2sim.case.profile import Correlation, ProfileQuantity
from her2sim.errors import InputError
from her2sim.evidence import load_evidence
from her2sim.studies.biomarkers.settings import read
from her2sim.studies.biomarkers.untyped import special, stats
from her2sim.studies.draws import Draws, make_draws

Floats = NDArray[np.float64]

_FINDINGS = 301
"""stream of random numbers of this file"""


@dataclass(frozen=True)
class Tumours:
    """N tumours of one population."""

    case: Case
    profile: Profile
    draws: Draws
    findings: Mapping[str, Floats]
    """finding -> shape (N,); 0 or 1, or a number in the unit of its record; `draws.patient` holds the quantities"""

    @property
    def n(self) -> int:
        """How many."""
        return self.draws.n

    def value(self, name: str) -> Floats:
        """A profile quantity or a finding, shape (N,).

        Raises:
            KeyError: there is neither.
        """
        return self.findings[name] if name in self.findings else self.draws.patient[name]


def population_case(setting: str = "metastatic", given: Sequence[str] = ()) -> Case:
    """The case that every tumour of the population fits.

    Args:
        setting: metastatic or neoadjuvant.
        given: what all have in common, as in `her2sim predict -`, e.g. 'ER=neg'; HER2-positive unless HER2 is named.

    Raises:
        InputError: another setting, or a field that cannot be used.
    """
    if setting not in ("metastatic", "neoadjuvant"):
        raise InputError(
            "a population of patients has another setting.", where="setting", expected="metastatic, neoadjuvant",
            got=setting,
        )  # fmt: skip
    named = any(word.lower().removeprefix("pathology.").startswith(("her2", "ihc")) for word in given)
    words = [f"setting={setting}", *(() if named else ("HER2=positive",)), *given]
    return parse_inline(words, "population")


def sample_tumours(case: Case, n: int, seed: int) -> Tumours:
    """Draw `n` tumours that fit the case, each with a member of the ensemble of its own.

    Raises:
        InputError: fewer than two tumours.
    """
    if n < 2:
        raise InputError("a population has two tumours or more.", where="tumours", expected="2 or more", got=n)
    profile = _linked(understand(case))
    draws = make_draws(profile, n, seed)
    return Tumours(case, profile, draws, _findings(draws, np.random.default_rng([seed, _FINDINGS])))


def _linked(profile: Profile) -> Profile:
    """The profile with the dependences of the case room and of this study, where the case leaves both quantities open.

    HER2 is open even where its status or class is known: what is left of its spread still goes with other things.
    """
    rows = [Correlation(row["a"], row["b"], float(row["rho"])) for row in read("population.yaml")["correlations"]]
    links = [link for link in (*mapping_table().correlations, *rows) if _open(profile, link)]
    linked = {name for link in links for name in (link.first, link.second)}
    quantities = tuple(_rising(one) if one.name in linked else one for one in profile.quantities)
    return replace(profile, quantities=quantities, correlations=tuple(links))


def _rising(quantity: ProfileQuantity) -> ProfileQuantity:
    """The quantity with the parts of its mixture in rising order, so that a high score is a high value."""
    mixture = quantity.distribution
    if not isinstance(mixture, Mixture):
        return quantity
    order = sorted(range(len(mixture.parts)), key=lambda place: mixture.parts[place].median)
    weights = tuple(mixture.weights[place] for place in order)
    parts = tuple(mixture.parts[place] for place in order)
    labels = tuple(mixture.labels[place] for place in order) if mixture.labels else ()
    return replace(quantity, distribution=Mixture(weights, parts, labels))


def _open(profile: Profile, link: Correlation) -> bool:
    both = [profile[name] for name in (link.first, link.second)]
    return all(not one.known or one.name == "ERBB2_total" for one in both)


def _findings(draws: Draws, rng: np.random.Generator) -> dict[str, Floats]:
    """Every finding, drawn by a normal score that leans on the scores of what it goes with."""
    scores: dict[str, Floats] = {}
    found: dict[str, Floats] = {}
    for name, row in read("population.yaml")["findings"].items():
        own = rng.standard_normal(draws.n)
        lean = sum((float(rho) ** 2 for _, rho in row["after"]), 0.0)
        score = np.sqrt(1.0 - lean) * own
        for other, rho in row["after"]:
            score = score + float(rho) * (scores[other] if other in scores else _scores(draws.patient[other]))
        scores[name] = score
        found[name] = _at(row, score, draws.patient["er_positive"])
    return found


def _scores(values: Floats) -> Floats:
    """Normal scores by rank, shape of `values`."""
    return np.asarray(special.ndtri((stats.rankdata(values) - 0.5) / len(values)), dtype=np.float64)


def _at(row: Mapping[str, Any], score: Floats, er_positive: Floats) -> Floats:
    """Values of one finding at normal scores: those in the highest share are positive."""
    if row.get("normal"):
        return score
    if "by_er" in row:
        negative, positive = (float(share) for share in row["by_er"])
        return _highest(score, np.where(er_positive > 0.5, positive, negative))
    if "evidence" not in row:
        return _highest(score, np.full(score.shape, float(row["share"])))
    best = load_evidence().population[row["evidence"]].recommended
    if best is None or best.value is None or best.prior is None:
        raise InputError("nothing is recommended.", file="population.yaml", where=row["evidence"])
    if best.prior.kind == "beta":
        return _highest(score, np.full(score.shape, best.value))
    return _cut(score, best.value, best.prior, best.low)


def _highest(score: Floats, share: Floats) -> Floats:
    return (special.ndtr(score) > 1.0 - share).astype(np.float64)


def _cut(score: Floats, value: float, prior: Any, low: float | None) -> Floats:
    """Quantiles of a prior cut below at `low`."""
    if low is None:
        return prior.at(score, value)
    below = float(special.ndtr(np.log(low / value) / prior.sd_ln))
    u = below + special.ndtr(score) * (1.0 - below)
    return prior.at(np.asarray(special.ndtri(np.clip(u, 1e-12, 1 - 1e-12))), value)
