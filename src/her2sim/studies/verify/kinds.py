"""The readouts a claim can name: one class a kind; the kind is the key that stands first, e.g. `fold: pAKT`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Union, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from her2sim.case.problems import refuse
from her2sim.evidence.reading import nearest
from her2sim.studies.verify.amounts import Days, Doses, Hours

Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Species = Annotated[str, Field(min_length=1, max_length=100)]


class Form(BaseModel):
    """Frozen; no field may be unknown; nothing is converted silently."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=False)


class Value(Form):
    """A readout of the network at a time."""

    value: Species
    arm: Name
    at: Hours = 24.0


class Fold(Form):
    """A readout at a time over that of another arm, or over its own before anything was added."""

    fold: Species
    arm: Name
    at: Hours = 24.0
    over: Name | None = None


class _Window(Form):
    arm: Name
    start: Hours = Field(default=0.0, alias="from")
    until: Hours = 24.0
    relative: bool = False
    """over its value before anything was added"""

    @model_validator(mode="after")
    def _ordered(self) -> _Window:
        if self.until <= self.start:
            raise refuse("'until' is not after 'from'.", "a later time")
        return self


class Lowest(_Window):
    """The lowest value of a readout in a window."""

    lowest: Species


class Highest(_Window):
    """The highest value of a readout in a window."""

    highest: Species


class Mean(_Window):
    """The mean of a readout over a window."""

    mean: Species


class Area(_Window):
    """The area under a readout in a window (unit of the readout x h)."""

    area: Species


class HalfTime(Form):
    """Hours until half of the change a readout makes in `until` hours has happened."""

    half_time: Species
    arm: Name
    until: Hours = 24.0


class GrowthInhibition(Form):
    """1 - treated/untreated cells."""

    growth_inhibition: Name
    days: Days = 5.0


class Viability(Form):
    """Treated over untreated cells."""

    viability: Name
    days: Days = 5.0


class GrowthRateValue(Form):
    """GR value: 1 no effect, 0 no growth, below 0 fewer cells than at the start."""

    growth_rate_value: Name
    days: Days = 5.0


class _Sweep(Form):
    drug: Species
    doses: Doses
    days: Days = 5.0


class GrAoc(_Sweep):
    """Mean of 1 - GR over the logarithm of the dose."""

    GR_AOC: Name


class GrMax(_Sweep):
    """GR at the highest dose."""

    GRmax: Name


class Cells(Form):
    """Number of cells over that at the start."""

    cells: Name
    days: Days = 5.0


class Death(Form):
    """Death rate per day."""

    death: Name
    at: Hours = 72.0


class Apoptosis(Form):
    """Death rate over that of the same cells without drugs."""

    apoptosis: Name
    at: Hours = 72.0


class _HalfDose(_Sweep):
    of: Species = "growth_inhibition"
    """growth_inhibition, growth_rate_value, viability, lysis, or a readout of the network"""
    at: Hours = 24.0
    """when a readout of the network is read"""


class Ic50(_HalfDose):
    """Nominal nM at half of the effect: 50 % for growth, half of the range for readouts; inf beyond the doses."""

    ic50: Name


class Ec50(_HalfDose):
    """The same as `ic50`, for effects that rise."""

    ec50: Name


class Combination(Form):
    """The arms of a combination."""

    combination: Name
    first: Name
    second: Name


class BlissExcess(Form):
    """Growth inhibition of the combination beyond that of independent drugs."""

    bliss_excess: Combination
    days: Days = 5.0


class HsaExcess(Form):
    """Growth inhibition of the combination beyond that of the better drug."""

    hsa_excess: Combination
    days: Days = 5.0


class CombinationIndex(Form):
    """Chou-Talalay index at the effect of the combination: below 1 is synergy."""

    combination_index: Combination
    days: Days = 5.0


class Lysis(Form):
    """Share of target cells that the arm's effectors lyse."""

    lysis: Name


class G1Fraction(Form):
    """Share of cells in G1."""

    G1_fraction: Name
    at: Hours = 48.0


class Payload(Form):
    """Free payload in the cytosol: `at` a time, or `area` up to a time (x h)."""

    payload: Name
    at: Hours | None = None
    area: Hours | None = None


class InternalisationHalfTime(Form):
    """Hours until half of the antibody that stayed with the cell is inside or degraded; inf if never within `until`.

    Counted from the end of a pulse (a drug with `until`); under antibody that stays the surface is filled again.
    """

    internalisation_half_time: Name
    until: Hours = 48.0


class VolumeChange(Form):
    """V/V0 - 1 of a xenograft."""

    volume_change: Name
    at: Hours | None = None


class VolumeOf(Form):
    """Volume of a xenograft, mm3."""

    volume: Name
    at: Hours | None = None


class Tgi(Form):
    """Tumour growth inhibition: 1 - change of volume over that of the untreated xenograft."""

    tgi: Name
    at: Hours | None = None


class Regrowth(Form):
    """Volume at a time over the lowest until then."""

    regrowth: Name
    at: Hours | None = None


class Vessels(Form):
    """Vessel capacity over that of the untreated tumour."""

    vessels: Name
    at: Hours = 168.0


class ParameterOf(Form):
    """The member's own value of a parameter."""

    parameter: Species


class QuantityOf(Form):
    """A profile quantity of the arm's cells."""

    quantity: Species
    arm: Name


class SensitivityOf(Form):
    """What is differentiated by what."""

    of: Name
    to: Species
    arm: Name | None = None
    """only this arm feels the step; all arms if it is not given"""
    step: Annotated[float, Field(gt=0, le=0.9)] = 0.1


class Sensitivity(Form):
    """d ln readout / d ln parameter."""

    sensitivity: SensitivityOf


_ALL: tuple[type[Form], ...] = (
    Value, Fold, Lowest, Highest, Mean, Area, HalfTime, GrowthInhibition, Viability, GrowthRateValue, GrAoc, GrMax,
    Cells, Death, Apoptosis, Ic50, Ec50, BlissExcess, HsaExcess, CombinationIndex, Lysis, G1Fraction, Payload,
    InternalisationHalfTime, VolumeChange, VolumeOf, Tgi, Regrowth, Vessels, ParameterOf, QuantityOf, Sensitivity,
)  # fmt: skip


def _kind_of(model: type[Form]) -> str:
    """The field that names the kind: the first required one that the class itself adds."""
    return next(name for name in model.__annotations__ if name not in {"arm", "at", "days", "over", "until", "area"})


KINDS: Mapping[str, type[Form]] = {"area": Area, **{_kind_of(model): model for model in _ALL if model is not Area}}
"""Key that names the kind -> its class."""


def _read(fields: Any) -> Any:
    """The readout of one mapping: exactly one of its keys names a kind (`area` is an option of `payload`)."""
    if isinstance(fields, Form):
        return fields
    if not isinstance(fields, dict):
        raise refuse("this is no readout.", "a kind and its options, e.g. {fold: pAKT, arm: treated, at: 24 h}")
    content = cast("dict[str, Any]", fields)
    found = [key for key in content if key in KINDS and not (key == "area" and "payload" in content)]
    if len(found) == 1:
        return KINDS[found[0]].model_validate(content)
    if found:
        raise refuse(f"{' and '.join(found)} are two kinds of readout.", "one kind a readout")
    names = [str(key) for key in content]
    hint = next((near for name in names if (near := nearest(name, KINDS))), None)
    raise refuse(f"no kind of readout among {', '.join(names)[:80] or 'nothing'}.", ", ".join(KINDS), hint)


if TYPE_CHECKING:
    Readout = Form
else:
    Readout = Annotated[Union[_ALL], BeforeValidator(_read)]  # noqa: UP007
