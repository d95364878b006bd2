"""Protein changes: both codes, both ways."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from her2sim.case.hgvs import THREE, HgvsError, ProteinChange, parse_protein_change

residues = st.sampled_from(sorted(set(THREE) - {"*"}))
positions = st.integers(2, 3000)


news = st.text(alphabet="ARNDCQEGHILKMFPSTWYV", min_size=1, max_size=4)


@st.composite
def changes(draw):
    first, start, second, new = draw(residues), draw(positions), draw(residues), draw(news)
    last, end = (second, start + 1 + draw(st.integers(0, 20))) if draw(st.booleans()) else ("", 0)
    forms = {
        "missense": {"new": second},
        "nonsense": {"new": "*"},
        "frameshift": {"new": second, "stop": draw(st.sampled_from(["", "?", "12"]))},
        "deletion": {"last": last, "end": end},
        "duplication": {"last": last, "end": end},
        "delins": {"last": last, "end": end, "new": new},
        "insertion": {"last": second, "end": start + 1, "new": new},
        "synonymous": {},
        "splice": {"first": "X"},
    }
    kind = draw(st.sampled_from(sorted(forms)))
    assume(kind != "missense" or first != second)
    return ProteinChange(**({"kind": kind, "first": first, "start": start} | forms[kind]))


@given(changes())
def test_a_change_survives_printing_in_either_code(change):
    assert parse_protein_change(change.short) == change
    assert parse_protein_change(change.long) == change


@given(st.text(max_size=30))
def test_any_text_is_a_change_or_an_hgvs_error(text):
    try:
        change = parse_protein_change(text)
    except HgvsError:
        return
    assert parse_protein_change(change.long) == change


@pytest.mark.parametrize(
    ("text", "kind", "short", "long"),
    [
        ("p.H1047R", "missense", "p.H1047R", "p.His1047Arg"),
        ("H1047R", "missense", "p.H1047R", "p.His1047Arg"),
        ("p.(His1047Arg)", "missense", "p.H1047R", "p.His1047Arg"),
        ("p.R130X", "nonsense", "p.R130*", "p.Arg130Ter"),
        ("p.T319fs", "frameshift", "p.T319fs", "p.Thr319fs"),
        ("p.Thr319LysfsTer6", "frameshift", "p.T319Kfs*6", "p.Thr319LysfsTer6"),
        ("p.E746_A750del", "deletion", "p.E746_A750del", "p.Glu746_Ala750del"),
        ("p.Y772_A775dup", "duplication", "p.Y772_A775dup", "p.Tyr772_Ala775dup"),
        ("p.A775_G776insYVMA", "insertion", "p.A775_G776insYVMA", "p.Ala775_Gly776insTyrValMetAla"),
        ("p.G776delinsVC", "delins", "p.G776delinsVC", "p.Gly776delinsValCys"),
        ("p.X342_splice", "splice", "p.X342_splice", "p.X342_splice"),
        ("p.M1V", "start_lost", "p.M1?", "p.Met1?"),
        ("p.L755=", "synonymous", "p.L755=", "p.Leu755="),
        ("p.*1256Wext*4", "stop_lost", "p.*1256Wext*4", "p.Ter1256TrpextTer4"),
    ],
)
def test_forms_found_in_mutation_tables_are_read(text, kind, short, long):
    change = parse_protein_change(text)
    assert (change.kind, change.short, change.long) == (kind, short, long)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("H1O47R", "p.H1047R"),
        ("p.h1047r", "p.H1047R"),
        ("p.his1047arg", "p.H1047R"),
        ("E545K;", "p.E545K"),
        ("p.E54lK", "p.E541K"),
    ],
)
def test_a_slip_of_the_finger_is_answered_with_the_nearest_change(text, hint):
    with pytest.raises(HgvsError) as caught:
        parse_protein_change(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("H1047", "has no new amino acid"),
        ("c.3140A>G", "is a change of DNA or RNA"),
        ("p.A750_E746del", "ends before it starts"),
        ("p.A775_G779insY", "not neighbours"),
    ],
)
def test_the_message_names_what_is_wrong(text, problem):
    with pytest.raises(HgvsError, match=problem):
        parse_protein_change(text)
