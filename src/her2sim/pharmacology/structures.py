"""Compartment structures: the ODEs of a drug as a fragment to attach to a network. Amounts in mg, litres, hours.

    one compartment      dose -> central -> out
    two compartments     dose -> central <-> peripheral; central -> out (linear, and saturable where given)
    one, by mouth        dose -> depot --ka--> central -> out; also what seeps from a muscle, or from under the skin
    two, by mouth        dose -> depot --ka--> central <-> peripheral; central -> out
    two, under the skin  the same; the share F arrives, the rest is broken down where it was injected
    transit and liver    dose -> depot -> 4 in a row -> liver -> central <-> peripheral; the liver takes its share of
                         what passes, on the way in and later (well stirred)
    three compartments   dose -> central <-> shallow, central <-> deep; central -> out
    three, saturable     the same, elimination and distribution to the shallow compartment saturate
    prodrug              dose -> depot --ka--> prodrug -> central (the active drug) -> out

Every name starts with the drug. Each structure ends in `<drug>_mg_L` (total, in plasma); what tumour cells see is added
by `exposure.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from her2sim.network.form import FragmentReaction


@dataclass(frozen=True)
class Structure:
    """Compartments of one drug and the flows between them, without the drug's name in front.

    Flows are (name, from, to, rate); `from` or `to` is '' outside the body. A rate reads compartments and parameters,
    each with a leading '$' where the drug's name goes.
    """

    compartments: tuple[str, ...]
    dosed: str
    """where a dose goes"""
    parameters: tuple[tuple[str, str], ...]
    """(name, unit) with units of mg, L, h"""
    flows: tuple[tuple[str, str, str, str], ...]


def reactions(structure: Structure, drug: str) -> tuple[FragmentReaction, ...]:
    """The flows of one drug as fragment reactions."""
    return tuple(
        FragmentReaction(
            name,
            (f"{drug}_{start}",) if start else (),
            (f"{drug}_{end}",) if end else (),
            rate.replace("$", f"{drug}_"),
        )
        for name, start, end, rate in structure.flows
    )


_EXCHANGE = (
    ("distribute", "central", "peripheral", "$Q/$V1*$central"),
    ("return", "peripheral", "central", "$Q/$V2*$peripheral"),
)

ONE_COMPARTMENT = Structure(
    compartments=("central",),
    dosed="central",
    parameters=(("CL", "L/h"), ("V1", "L")),
    flows=(("eliminate", "central", "", "$CL/$V1*$central"),),
)

TWO_COMPARTMENTS = Structure(
    compartments=("central", "peripheral"),
    dosed="central",
    parameters=(("CL", "L/h"), ("V1", "L"), ("Q", "L/h"), ("V2", "L")),
    flows=(("eliminate", "central", "", "$CL/$V1*$central"), *_EXCHANGE),
)

TWO_COMPARTMENTS_SATURABLE = Structure(
    compartments=("central", "peripheral"),
    dosed="central",
    parameters=(*TWO_COMPARTMENTS.parameters, ("Vmax", "mg/h"), ("Km", "mg/L")),
    flows=(*TWO_COMPARTMENTS.flows, ("take_up", "central", "", "$Vmax*$central/$V1/($Km + $central/$V1)")),
)

_ABSORB = ("absorb", "depot", "central", "$ka*$depot")

BY_MOUTH = Structure(
    compartments=("depot", "central"),
    dosed="depot",
    parameters=(("CL", "L/h"), ("V1", "L"), ("ka", "1/h")),
    flows=(_ABSORB, ("eliminate", "central", "", "$CL/$V1*$central")),
)

TWO_BY_MOUTH = Structure(
    compartments=("depot", *TWO_COMPARTMENTS.compartments),
    dosed="depot",
    parameters=(*TWO_COMPARTMENTS.parameters, ("ka", "1/h")),
    flows=(_ABSORB, *TWO_COMPARTMENTS.flows),
)

_UNDER_THE_SKIN = (
    ("absorb", "depot", "central", "$F*$ka*$depot"),
    ("break_down", "depot", "", "(1 - $F)*$ka*$depot"),
)

UNDER_THE_SKIN = Structure(
    compartments=TWO_BY_MOUTH.compartments,
    dosed="depot",
    parameters=(*TWO_BY_MOUTH.parameters, ("F", "1")),
    flows=(*_UNDER_THE_SKIN, *TWO_COMPARTMENTS.flows),
)

UNDER_THE_SKIN_SATURABLE = Structure(
    compartments=TWO_BY_MOUTH.compartments,
    dosed="depot",
    parameters=(*TWO_COMPARTMENTS_SATURABLE.parameters, ("ka", "1/h"), ("F", "1")),
    flows=(*_UNDER_THE_SKIN, *TWO_COMPARTMENTS_SATURABLE.flows),
)

_ROW = ("depot", "transit1", "transit2", "transit3", "transit4")
_STEP = "5/$MAT"
"""4 compartments in a row after the depot: 5 equal steps that take the mean absorption time together"""
_LIVER_FLOW = "$QH*(1 - $haematocrit)"
_ESCAPES = f"{_LIVER_FLOW}/({_LIVER_FLOW} + $fu*$CLint)"

TRANSIT_AND_LIVER = Structure(
    compartments=(*_ROW, "central", "peripheral"),
    dosed="depot",
    parameters=(
        ("MAT", "h"), ("CLint", "L/h"), ("QH", "L/h"), ("haematocrit", "1"), ("V1", "L"), ("Q", "L/h"), ("V2", "L"),
    ),
    flows=(
        *((f"step{place}", here, there, f"{_STEP}*${here}") for place, (here, there) in enumerate(pairwise(_ROW), 1)),
        ("absorb", _ROW[-1], "central", f"{_STEP}*${_ROW[-1]}*{_ESCAPES}"),
        ("first_pass", _ROW[-1], "", f"{_STEP}*${_ROW[-1]}*(1 - {_ESCAPES})"),
        ("eliminate", "central", "", f"$fu*$CLint*{_ESCAPES}/$V1*$central"),
        *_EXCHANGE,
    ),
)  # fmt: skip

PRODRUG = Structure(
    compartments=("depot", "prodrug", "central"),
    dosed="depot",
    parameters=(("ka", "1/h"), ("CL_prodrug", "L/h"), ("V_prodrug", "L"), ("CL", "L/h"), ("V1", "L")),
    flows=(
        ("absorb", "depot", "prodrug", "$ka*$depot"),
        ("activate", "prodrug", "central", "$CL_prodrug/$V_prodrug*$prodrug"),
        ("eliminate", "central", "", "$CL/$V1*$central"),
    ),
)

THREE_COMPARTMENTS = Structure(
    compartments=("central", "shallow", "deep"),
    dosed="central",
    parameters=(("CL", "L/h"), ("V1", "L"), ("Q2", "L/h"), ("V2", "L"), ("Q3", "L/h"), ("V3", "L")),
    flows=(
        ("eliminate", "central", "", "$CL/$V1*$central"),
        ("to_shallow", "central", "shallow", "$Q2/$V1*$central"),
        ("from_shallow", "shallow", "central", "$Q2/$V2*$shallow"),
        ("to_deep", "central", "deep", "$Q3/$V1*$central"),
        ("from_deep", "deep", "central", "$Q3/$V3*$deep"),
    ),
)

THREE_COMPARTMENTS_SATURABLE = Structure(
    compartments=("central", "shallow", "deep"),
    dosed="central",
    parameters=(
        ("V1", "L"), ("VMel", "mg/h"), ("KMel", "mg/L"), ("VMtr", "mg/h"), ("KMtr", "mg/L"), ("k21", "1/h"),
        ("Q2", "L/h"), ("V3", "L"),
    ),
    flows=(
        ("eliminate", "central", "", "$VMel*$central/$V1/($KMel + $central/$V1)"),
        ("to_shallow", "central", "shallow", "$VMtr*$central/$V1/($KMtr + $central/$V1)"),
        ("from_shallow", "shallow", "central", "$k21*$shallow"),
        ("to_deep", "central", "deep", "$Q2/$V1*$central"),
        ("from_deep", "deep", "central", "$Q2/$V3*$deep"),
    ),
)  # fmt: skip
