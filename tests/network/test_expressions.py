import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.rates_twin import value_of

from her2sim.errors import NetworkError
from her2sim.network.calculus import derivative
from her2sim.network.expression import RELATIONS, UNARY, Apply, Expression, Name, Number, names, parse, to_text
from her2sim.network.lowering import Lowered, compile_arrays, compile_scalar
from her2sim.network.scalars import SCALARS

numbers = st.floats(0.01, 100, allow_nan=False).map(Number)
leaves = st.one_of(numbers, st.sampled_from(["x", "y", "k", "time"]).map(Name))


def grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(inner, inner)
    relation = st.tuples(st.sampled_from(RELATIONS[:4]), pairs).map(lambda p: Apply(*p))
    both = st.tuples(relation, relation)
    condition = st.one_of(
        relation,
        st.tuples(st.sampled_from(["and", "or", "xor"]), both | st.tuples(relation, relation, relation)).map(
            lambda p: Apply(*p)
        ),
        relation.map(lambda p: Apply("not", (p,))),
    )
    pieces = st.one_of(st.tuples(inner, condition, inner), st.tuples(inner, condition, inner, relation, inner))
    return st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/", "min", "max"]), pairs).map(lambda p: Apply(*p)),
        st.tuples(st.sampled_from(["neg", *UNARY]), st.tuples(inner)).map(
            lambda p: p[1][0] if p[0] == "neg" and isinstance(p[1][0], Number) else Apply(*p)
        ),
        st.tuples(inner, st.sampled_from([0.5, 2.0, 2.5, 3.0]).map(Number)).map(lambda p: Apply("**", p)),
        pieces.map(lambda p: Apply("piecewise", p)),
        condition,
    )


trees = st.recursive(leaves, grow, max_leaves=12)
POINT = {"x": 1.3, "y": 0.7, "k": 2.1, "time": 0.4}


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "x.real", "x[0]", "lambda: 1", "x if y else k", "x < y < k", "x and y < k", "f(x)", "'a'",
        "exp(x, y)", "min(x)", "exp(x=1)", "x // y", "x % y", "~x", "(x, y)", "[x]", "x := 1", "", "x +", "1e999",
        "min(*x)", "1j", "x; y", "exp", "x @ y", "not x", "None", "f'{x}'", "max()", "x in y",
        "piecewise(x, y)", "piecewise(x, y > 0)", "piecewise(x, y, k)", "xor(x > 0)", "xor(x, y > 0)", "x is y",
        "floor()", "True", "(" * 500 + "x" + ")" * 500,
    ],
)  # fmt: skip
def test_text_outside_the_whitelist_is_refused(text: str):
    with pytest.raises(NetworkError, match="rate of shedding"):
        parse(text, "rate of shedding")


def test_an_endless_expression_is_refused():
    with pytest.raises(NetworkError, match="too long"):
        parse("x+" * 20_000 + "x")


@given(trees)
def test_printing_and_reading_gives_the_same_tree(tree: Expression):
    assert parse(to_text(tree)) == tree


def test_names_are_those_read():
    assert names(parse("k*x**2/(half + max(x, y, 3))")) == {"k", "x", "half", "y"}


def compiled(tree: Expression, root: str | None = None) -> float:
    lowered = Lowered(["k"], ["x", "y"], [("tree", tree)])
    symbol = lowered.symbols["tree"] if root is None else lowered.gradient("tree").get(root, "(0.0)")
    _, values = compile_scalar(lowered.source([symbol]))([POINT["k"]])
    return values([POINT["x"], POINT["y"]], POINT["time"])[0]


@given(trees)
def test_generated_code_gives_the_value_of_the_tree(tree: Expression):
    try:
        expected = value_of(tree, POINT)
    except (ArithmeticError, ValueError):
        return
    if isinstance(expected, complex) or not math.isfinite(expected):
        return
    try:
        found = compiled(tree)
    except (ArithmeticError, ValueError):
        return  # a constant branch that the tree's value does not need
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)  # reordered products round differently


@given(trees, st.sampled_from(["x", "y"]))
def test_the_derivative_is_the_limit_of_differences(tree: Expression, name: str):
    def at(shift: float) -> float:
        return value_of(tree, POINT | {name: POINT[name] + shift})

    try:
        points = [at(shift) for shift in (-2e-4, -1e-4, 0.0, 1e-4, 2e-4)]
        slope = compiled(tree, name)
    except (ArithmeticError, ValueError):
        return
    wide, narrow = (points[4] - points[0]) / 4e-4, (points[3] - points[1]) / 2e-4
    if not abs(wide - narrow) < 1e-5 * (abs(narrow) + 1e-3 * max(map(abs, points)) + 1e-6):
        return  # a kink of min or max, a clipped root, or too steep for differences
    assert slope == pytest.approx(narrow, rel=1e-3, abs=1e-5 * (1 + max(map(abs, points))))


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.5, 2.0, 2.7, 4.0])
@pytest.mark.parametrize("x", [0.0, -1e-9])
def test_a_hill_law_and_its_slope_are_finite_at_and_just_below_zero(exponent: float, x: float):
    lowered = Lowered(["n", "half"], ["x"], [("hill", parse("x**n/(half**n + x**n)"))])
    slope = lowered.gradient("hill")["x"]
    values = compile_scalar(lowered.source([lowered.symbols["hill"], slope]))([exponent, 2.0])[1]([x])
    assert values[0] == pytest.approx(0.0, abs=1e-8)
    assert all(math.isfinite(value) for value in values)


def test_the_slope_of_a_first_order_law_at_zero_is_its_constant():
    slope = derivative(parse("k*x**1"), "x")
    assert to_text(slope) == "k"


@given(trees, st.lists(st.floats(0.1, 5), min_size=1, max_size=4))
def test_code_for_arrays_agrees_with_code_for_numbers(tree: Expression, xs: list[float]):
    import numpy as np

    lowered = Lowered(["k"], ["x", "y"], [("tree", tree)])
    source = lowered.source([lowered.symbols["tree"]])
    try:
        one = compile_scalar(source)([2.1])[1]
        expected = [one([x, 0.7])[0] for x in xs]
    except (ArithmeticError, ValueError):
        return
    with np.errstate(all="ignore"):
        found = compile_arrays(source)([2.1])[1]([np.array(xs), np.full(len(xs), 0.7)])[0]
    np.testing.assert_allclose(np.broadcast_to(found, (len(xs),)), expected, rtol=1e-9)  # libm and NumPy differ by ulps


@pytest.mark.parametrize("name", ["minimum", "maximum"])
@pytest.mark.parametrize("pair", [(math.nan, 1.0), (1.0, math.nan), (math.nan, math.inf)])
def test_the_least_and_the_largest_of_an_undefined_value_are_undefined_in_code_for_numbers(name, pair):
    assert math.isnan(SCALARS[name](*pair))
    assert {SCALARS[name](1.0, 2.0), SCALARS[name](2.0, 1.0)} == {{"minimum": 1.0, "maximum": 2.0}[name]}
