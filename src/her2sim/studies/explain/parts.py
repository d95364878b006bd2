"""From the values of every set and draw to bars, pairs and counterfactuals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from her2sim.case import CarriedMechanism, Profile
from her2sim.studies.arms import Measure
from her2sim.studies.explain.coalitions import references, set_key
from her2sim.studies.explain.results import MECHANISM, UNEXPLAINED, UNKNOWN, Bar, Counterfactual, Pair
from her2sim.studies.explain.settings import settings
from her2sim.studies.explain.shapley import Attribution
from her2sim.studies.explain.shares import clear_mean, share_of
from her2sim.studies.results import Interval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Game:
    """What every variant is worth in the draws that count, and how the loss is shared out."""

    mechanisms: tuple[CarriedMechanism, ...]
    measure: Measure
    level: float
    worth: Mapping[str, Floats]
    """key of the variant -> shape (G,), the G draws that count"""
    shares: Attribution

    @property
    def full(self) -> int:
        """The set of all mechanisms: the case as it is."""
        return (1 << len(self.mechanisms)) - 1

    def of_set(self, carried: int) -> Floats:
        """Worth of the tumour that carries a set of mechanisms, shape (G,)."""
        return self.worth[set_key(carried)]

    def gain(self, *repaired: int) -> Floats:
        """Gain of repairing some mechanisms (by place) and nothing else, shape (G,)."""
        return self.of_set(self.full & ~sum(1 << place for place in repaired)) - self.of_set(self.full)

    @property
    def loss(self) -> Floats:
        """Loss to all named mechanisms, shape (G,)."""
        return self.of_set(0) - self.of_set(self.full)

    @property
    def unknown(self) -> Floats:
        """What unreported quantities at their reference would still gain, shape (G,)."""
        return self.worth[UNKNOWN] - self.of_set(0)

    @property
    def unexplained(self) -> Floats:
        """The rest up to the sensitive reference, shape (G,)."""
        return self.worth[UNEXPLAINED] - self.worth[UNKNOWN]

    @property
    def gap(self) -> Floats:
        """The whole, shape (G,)."""
        return self.worth[UNEXPLAINED] - self.of_set(self.full)

    def interval(self, values: Floats) -> Interval:
        """Summary in the unit of the measure."""
        return Interval.of(values, self.measure.unit, self.level)


def bars_of(game: Game, profile: Profile) -> tuple[Bar, ...]:
    """Mechanisms, the largest first, then the two bars that no mechanism names."""
    whole, loss = clear_mean(game.gap), clear_mean(game.loss)
    named: list[Bar] = []
    for place, one in enumerate(game.mechanisms):
        lost, error = game.shares.values[:, place], float(game.shares.error[place])
        mean = float(lost.mean())
        named.append(
            Bar(MECHANISM, one.id, one.name, one.field, one.seen, tuple(one.repair), game.interval(lost), mean, error,
                share_of(mean, whole), share_of(mean, loss), one.references, one.note)
        )  # fmt: skip
    named.sort(key=lambda bar: -bar.mean)
    rest = ((UNKNOWN, game.unknown, False), (UNEXPLAINED, game.unexplained, True))
    for kind, lost, reported in rest:
        moved = tuple(references(profile, reported=reported))
        mean = float(lost.mean())
        named.append(
            Bar(kind, kind, kind, "", "", moved, game.interval(lost), mean, 0.0, share_of(mean, whole), float("nan"),
                _cited(profile, moved), _about(kind, moved))
        )  # fmt: skip
    return tuple(named)


def _about(kind: str, moved: Sequence[str]) -> str:
    if kind == UNKNOWN:
        return f"{len(moved)} quantities not reported, at the sensitive reference once the mechanisms are repaired"
    return f"{len(moved)} reported quantities that no carried mechanism names, at the sensitive reference last"


def _cited(profile: Profile, quantities: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for name in quantities for key in profile[name].references))


def pairs_of(game: Game) -> tuple[Pair, ...]:
    """Every pair of mechanisms, the strongest interaction first."""
    found = [_pair(game, i, j) for i, j in combinations(range(len(game.mechanisms)), 2)]
    return tuple(sorted(found, key=lambda pair: -abs(pair.mean)))


def _pair(game: Game, i: int, j: int) -> Pair:
    index = game.shares.interactions[:, i, j]
    summary = game.interval(index)
    gains = [game.gain(i), game.gain(j), game.gain(i, j)]
    means = [float(gain.mean()) for gain in gains[:2]]
    both = clear_mean(gains[2])
    closes = [share_of(mean, both) for mean in means]
    half = float(settings()["half"])
    helped = gains[2] > 0
    each = np.maximum(gains[0], gains[1])[helped] < half * gains[2][helped]
    enough = bool(max(closes) < half) if isfinite(both) else None
    first, second = game.mechanisms[i], game.mechanisms[j]
    return Pair(
        first=first.id,
        second=second.id,
        interaction=summary,
        mean=float(index.mean()),
        error=float(game.shares.interaction_error[i, j]),
        redundant_share=float((index < 0).mean()),
        word=_word(summary, float(index.mean()), float(game.shares.interaction_error[i, j])),
        gain_first=game.interval(gains[0]),
        gain_second=game.interval(gains[1]),
        gain_both=game.interval(gains[2]),
        closes_first=closes[0],
        closes_second=closes[1],
        not_enough=enough,
        not_enough_share=float(each.mean()) if helped.any() else float("nan"),
        sentence=_together(first.name, second.name, closes, enough),
    )


def _word(index: Interval, mean: float, error: float) -> str:
    """What an interaction is, where neither the ensemble nor the sample of sets (one for all draws) leave doubt."""
    if abs(mean) <= float(settings()["clear"]) * error:
        return "unclear"
    if index.low > 0:
        return "synergistic"
    return "redundant" if index.high < 0 else "unclear"


def _together(first: str, second: str, closes: Sequence[float], not_enough: bool | None) -> str:
    if not_enough is None:
        return f"Repairing {first} and {second} together gains nothing that is clear of zero by this measure."
    said = [
        f"{name} alone " + (f"closes {100 * part:.0f} %" if part > 0 else "gains nothing")
        for name, part in ((first, closes[0]), (second, closes[1]))
    ]
    end = "single repair is not enough." if not_enough else "one repair does half of it or more."
    return f"Of what both close, {said[0]}, {said[1]}: {end}"


def counterfactuals_of(
    game: Game, texts: Mapping[str, Mapping[str, str]], worsened: Mapping[str, str]
) -> tuple[Counterfactual, ...]:
    """Each mechanism repaired alone and worsened alone.

    Args:
        texts: mechanism id -> variant -> what was changed.
        worsened: mechanism id -> key of the variant in which it is worsened.
    """
    loss, as_is, found = clear_mean(game.loss), game.of_set(game.full), list[Counterfactual]()
    for place, one in enumerate(game.mechanisms):
        worths = {"repaired": game.of_set(game.full & ~(1 << place)), "worsened": game.worth[worsened[one.id]]}
        for variant, worth in worths.items():
            gain = worth - as_is
            closes = share_of(float(gain.mean()), loss) if variant == "repaired" else float("nan")
            found.append(
                Counterfactual(one.id, one.name, variant, texts[one.id][variant], game.interval(worth),
                               game.interval(gain), closes, one.references)
            )  # fmt: skip
    return tuple(found)
