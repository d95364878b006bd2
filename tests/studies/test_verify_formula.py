"""The small language of relations: what it reads, what it refuses, and that it says what Python would."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.studies.verify.formula import FormulaError, parse_formula

SHAPES = {"a": "member", "b": "member", "p": "panel", "q": "panel", "v": "population", "k": "list", "c": "constant"}


def holds(text: str, n: int = 1, **values: object) -> list[bool]:
    found = {name: value if name in {"k", "c"} else np.asarray(value, dtype=float) for name, value in values.items()}
    return parse_formula(text, SHAPES).holds(found, n).tolist()


numbers = st.integers(-9, 9).map(str) | st.floats(0.1, 9.0).map(lambda x: f"{x:.3f}") | st.sampled_from(["a", "b"])
arithmetic = st.recursive(
    numbers,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda text: f"(-{text})")
    ),
    max_leaves=12,
)
relations = st.tuples(arithmetic, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), arithmetic)


@given(relations, st.floats(-5, 5), st.floats(-5, 5))
def test_a_relation_says_what_python_would(relation: tuple[str, str, str], a: float, b: float) -> None:
    text = " ".join(relation)
    try:
        expected = bool(eval(text, {"__builtins__": {}}, {"a": a, "b": b}))  # noqa: S307 - the twin, on our own text
    except ZeroDivisionError:
        return
    assert holds(text, a=[a], b=[b]) == [expected]


@given(st.lists(relations, min_size=2, max_size=4), st.sampled_from(["and", "or"]), st.floats(-5, 5))
def test_logic_says_what_python_would(parts: list[tuple[str, str, str]], word: str, a: float) -> None:
    text = f" {word} ".join(f"(not {' '.join(part)})" for part in parts)
    try:
        values = [not eval(" ".join(part), {"__builtins__": {}}, {"a": a, "b": 1.0}) for part in parts]  # noqa: S307
    except ZeroDivisionError:
        return
    assert holds(text, a=[a], b=[1.0]) == [all(values) if word == "and" else any(values)]


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("a.real > 1", 1, "Attribute is not allowed"),
        ("a.__class__ == b", 1, "Attribute is not allowed"),
        ("__import__('os') > 1", 1, "no function"),
        ("open('x') > 1", 1, "no function"),
        ("(lambda: 1)() > 1", 1, "only the functions of the list"),
        ("[x for x in a] > 1", 1, "ListComp is not allowed"),
        ("a > 1 if b else 2", 1, "IfExp is not allowed"),
        ("a[0] > 1", 1, "Subscript is not allowed"),
        ("'x' == a", 1, "is not a number"),
        ("True", 1, "is not a number"),
        ("(a := 3) > 1", 2, "NamedExpr is not allowed"),
        ("a > 1; b > 1", 6, "not a relation"),
        ("a // 2 > 1", 1, "FloorDiv is not allowed"),
        ("a % 2 > 1", 1, "Mod is not allowed"),
        ("a & b > 1", 1, "BitAnd is not allowed"),
        ("~a > 1", 1, "not allowed"),
        ("a > 1 and gi_PTN < 2", 11, "no readout or constant"),
        ("a is b", 1, "comparison Is is not allowed"),
        ("a in [1, 2, 3]", 6, "two bounds"),
        ("a in b", 6, "two bounds"),
        ("min(a) > 1", 1, "takes 2 or more"),
        ("abs(a, b) > 1", 1, "takes 1"),
        ("log10(x=a) > 1", 1, "only the functions of the list"),
        ("mean(a) > 1", 1, "panel of cells"),
        ("a + 1", 1, "is a number, not a yes or no"),
        ("p > 1", 1, "one answer a cell"),
        ("not a", 5, "a yes or no is needed"),
        ("a > 1e999", 5, "too large"),
        ("a >", 4, "not a relation"),
        ("", 1, "not a relation"),
        ("(" * 200 + "a" + ")" * 200 + " > 1", 41, "too deep"),
        ("-" * 300 + "a > 1", 1, "too long"),
        ("a > 1" + " and a > 1" * 300, 2000, "too long"),
        ("\x00a > 1", 1, "not a relation"),
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused_with_its_column(text: str, column: int, says: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse_formula(text, SHAPES)
    assert says in str(error.value)
    assert error.value.column == column


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(FormulaError) as error:
        parse_formula("gi_PTN < 1", {"gi_PTEN": "member"})
    assert error.value.hint == "gi_PTEN"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(FormulaError):
        parse_formula(text, SHAPES)


def test_huge_powers_end_in_infinity_not_in_a_hang() -> None:
    assert holds("9 ** 9 ** 9 ** 9 > 1") == [True]
    assert holds("(-8) ** 0.5 > a or a > -1", a=[0.0]) == [False]  # not a number: nothing is satisfied


def test_bounds_are_closed() -> None:
    assert holds("a in [1, 2]", 4, a=[0.9, 1.0, 2.0, 2.1]) == [False, True, True, False]
    assert holds("a not in [1, 2]", 4, a=[0.9, 1.0, 2.0, 2.1]) == [True, False, False, True]
    assert holds("1 <= a <= 2 < b", 2, a=[1.5, 1.5], b=[3.0, 2.0]) == [True, False]


@pytest.mark.parametrize(
    "text", ["a > 0", "not a > 0", "a > 0 or b > 0", "a != a", "b > 0 or a == a", "abs(a - a) < 1"]
)
def test_a_member_without_a_value_never_satisfies(text: str) -> None:
    assert holds(text, 2, a=[np.nan, 1.0], b=[1.0, 1.0])[0] is False


def test_infinity_is_a_value() -> None:
    assert holds("a > 1000", a=[np.inf]) == [True]
    assert holds("not a < 1000", a=[np.inf]) == [True]


def test_panels_are_reduced_over_their_cells() -> None:
    p = np.array([[1.0, 2.0, 4.0], [3.0, 3.0, 3.0]])
    assert holds("mean(p) > 2.3", 2, p=p) == [True, True]
    assert holds("median(p) == 2", 2, p=p) == [True, False]
    assert holds("highest(p) - lowest(p) == 3", 2, p=p) == [True, False]
    assert holds("spread(p) == 4", 2, p=p) == [True, False]
    assert holds("fraction(p >= 2) > 0.6", 2, p=p) == [True, True]
    assert holds("all(p > 2)", 2, p=p) == [False, True]
    assert holds("any(p > a)", 2, p=p, a=[3.5, 3.5]) == [True, False]


def test_rank_correlation_is_that_of_scipy() -> None:
    from scipy.stats import spearmanr

    rng = np.random.default_rng(0)
    p, q = rng.integers(0, 5, (6, 9)).astype(float), rng.integers(0, 5, (6, 9)).astype(float)
    expected = [float(spearmanr(first, second).statistic) for first, second in zip(p, q, strict=True)]
    for lane, value in enumerate(expected):
        assert holds(f"spearman(p, q) in [{value - 1e-9}, {value + 1e-9}]", 6, p=p, q=q)[lane]


def test_balanced_accuracy_weighs_both_classes_alike() -> None:
    p = np.array([[0.9, 0.8, 0.1, 0.6]])
    assert holds("balanced_accuracy(p, k, 0.5) == 0.75", p=p, k=[1, 1, 0, 0]) == [True]


def test_a_panel_that_does_not_vary_has_no_rank_correlation() -> None:
    assert holds("spearman(p, k) > -2", p=np.ones((1, 3)), k=[1, 2, 3]) == [False]


def test_patients_are_reduced_over_the_members_that_could_be_simulated() -> None:
    v = [0.1, 0.2, np.nan, 0.9]
    assert holds("fraction(v < 0.5) > 0.6", 4, v=v) == [True, True, False, True]
