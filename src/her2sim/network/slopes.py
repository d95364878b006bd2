"""Derivatives of graph nodes, operation by operation (forward over the sparse set of variables)."""

from collections.abc import Mapping

from her2sim.network.graph import TIME, Gradient, Graph


def gradient_of(graph: Graph, place: int) -> Gradient:
    """Derivatives of a node from those of its arguments; see `Graph.gradient`."""
    node = graph.nodes[place]
    if not graph.moving[place] or node.op in ("switch", ">=", ">", "truth", "floor", "sign"):
        return {}
    if node.op == "species":
        assert not isinstance(node.value, tuple)  # noqa: S101 - a leaf holds one place
        return {int(node.value): graph.number(1.0)}
    if node.op == "time":
        return {TIME: graph.number(1.0)}
    inner = [graph.gradient(argument) for argument in node.args]
    if node.op == "sum":
        return _of_sum(graph, node.value if isinstance(node.value, tuple) else (), inner)
    variables = dict.fromkeys(variable for part in inner for variable in part)
    found: Gradient = {}
    for variable in variables:
        slopes = [part.get(variable, graph.number(0.0)) for part in inner]
        slope = _slope(graph, place, slopes)
        if graph.known(slope) != 0.0:
            found[variable] = slope
    return found


def _of_sum(graph: Graph, weights: tuple[float, ...], inner: list[Gradient]) -> Gradient:
    terms: dict[int, list[tuple[int, float]]] = {}
    for weight, part in zip(weights, inner, strict=True):
        for variable, slope in part.items():
            terms.setdefault(variable, []).append((slope, weight))
    found: Gradient = {}
    for variable, pairs in terms.items():
        constants = sum(weight * value for slope, weight in pairs if (value := graph.known(slope)) is not None)
        moving = tuple((slope, weight) for slope, weight in pairs if graph.known(slope) is None)
        slope = graph.add(graph.weighted(moving), graph.number(constants))
        if graph.known(slope) != 0.0:
            found[variable] = slope
    return found


def _slope(graph: Graph, place: int, slopes: list[int]) -> int:
    node, g = graph.nodes[place], graph
    args = node.args
    match node.op:
        case "+":
            return g.add(*slopes)
        case "-":
            return g.subtract(*slopes)
        case "neg":
            return g.negative(slopes[0])
        case "*":
            return g.add(g.multiply(slopes[0], args[1]), g.multiply(args[0], slopes[1]))
        case "/":
            return g.divide(g.subtract(slopes[0], g.multiply(place, slopes[1])), args[1])
        case "**":
            return _of_power(g, place, slopes)
        case "select":
            return g.select(args[0], slopes[1], slopes[2])
        case "max":
            return g.select(g.node(">=", (args[0], args[1])), slopes[0], slopes[1])
        case "min":
            return g.select(g.node(">=", (args[1], args[0])), slopes[0], slopes[1])
        case _:
            return g.multiply(_of_function(g, node.op, place, args[0]), slopes[0])


def _of_power(g: Graph, place: int, slopes: list[int]) -> int:
    base, exponent = g.nodes[place].args
    through_base = g.multiply(g.node("slope", (base, exponent)), slopes[0])
    if g.known(slopes[1]) == 0.0:
        return through_base
    return g.add(through_base, g.multiply(g.multiply(place, g.node("log", (base,))), slopes[1]))


def _of_function(g: Graph, op: str, place: int, x: int) -> int:
    """d f(x) / dx."""
    one = g.number(1.0)
    square = g.multiply(x, x)
    if op in ("asin", "acos", "atan", "asinh", "acosh", "atanh"):
        inside = {"atan": (one, square, "+"), "atanh": (one, square, "-"), "asinh": (square, one, "+")}
        inside |= {"asin": (one, square, "-"), "acos": (one, square, "-"), "acosh": (square, one, "-")}
        left, right, sign = inside[op]
        below = g.add(left, right) if sign == "+" else g.subtract(left, right)
        if op not in ("atan", "atanh"):
            below = g.node("sqrt", (below,))
        slope = g.divide(one, below)
        return g.negative(slope) if op == "acos" else slope
    simple: Mapping[str, int] = {
        "exp": place,
        "log": g.divide(one, x) if op == "log" else place,
        "sqrt": g.divide(g.number(0.5), place) if op == "sqrt" else place,
        "sin": g.node("cos", (x,)) if op == "sin" else place,
        "cos": g.negative(g.node("sin", (x,))) if op == "cos" else place,
        "sinh": g.node("cosh", (x,)) if op == "sinh" else place,
        "cosh": g.node("sinh", (x,)) if op == "cosh" else place,
        "tan": g.add(one, g.multiply(place, place)),
        "tanh": g.subtract(one, g.multiply(place, place)),
        "abs": g.node("sign", (x,)) if op == "abs" else place,
    }
    return simple[op]
