"""Compartment structures: the ODEs of a drug as a fragment to attach to a network. Amounts in mg, litres, hours.

    two compartments     dose -> central <-> peripheral; central -> out (linear, and saturable where given)
    one, by mouth        dose -> depot --ka--> central -> out
    three compartments   dose -> central <-> shallow, central <-> deep; central -> out
    three, saturable     the same, elimination and distribution to the shallow compartment saturate

Every name starts with the drug. Each structure ends in `<drug>_mg_L` (total, in plasma); what tumour cells see is added
by `exposure.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

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

BY_MOUTH = Structure(
    compartments=("depot", "central"),
    dosed="depot",
    parameters=(("CL", "L/h"), ("V1", "L"), ("ka", "1/h")),
    flows=(("absorb", "depot", "central", "$ka*$depot"), ("eliminate", "central", "", "$CL/$V1*$central")),
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
