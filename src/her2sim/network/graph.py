"""Every quantity of a network as one graph in which equal sub-expressions are one node, with exact derivatives.

A node is an operation on earlier nodes. Leaves are numbers, parameters, species, `time` and switches: a switch holds
the truth of a relation that moves with the state, frozen while an integrator takes a step and turned by root finding,
so that rates are smooth within a step. Where relations may be read at a point (outputs), they are compared directly.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from her2sim.errors import NetworkError
from her2sim.network.expression import Apply, Expression, Name, Number

TIME = -1
"""the variable `time` in a gradient; species are variables 0 and up"""

Gradient = dict[int, int]
_RELATIONS = {"<", "<=", ">", ">=", "==", "!="}
_UNARY: Mapping[str, Callable[[float], float]] = {
    "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "asin": math.asin, "acos": math.acos, "atan": math.atan, "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh,
    "asinh": math.asinh, "acosh": math.acosh, "atanh": math.atanh, "abs": abs, "floor": math.floor, "ceil": math.ceil,
    "neg": lambda x: -x,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An operation; `value` is the number, place, or weight tuple of a leaf or sum."""

    op: str
    args: tuple[int, ...] = ()
    value: float | tuple[float, ...] = 0.0


@dataclass(frozen=True, slots=True)
class Switch:
    """The truth of `difference >= 0` (strict: `> 0`), a moving relation."""

    difference: int
    strict: bool


@dataclass
class Graph:
    """Nodes in an order in which each comes after what it reads.

    Args:
        frozen: moving relations become switches; otherwise they are compared where they are read.
    """

    frozen: bool = True
    nodes: list[Node] = field(default_factory=list[Node])
    moving: list[bool] = field(default_factory=list[bool])
    switches: list[Switch] = field(default_factory=list[Switch])
    _known: dict[Node, int] = field(default_factory=dict[Node, int])
    _gradients: dict[int, Gradient] = field(default_factory=dict[int, Gradient])

    def node(self, op: str, args: tuple[int, ...] = (), value: float | tuple[float, ...] = 0.0) -> int:
        """The place of a node, made on first use."""
        made = Node(op, args, value)
        if made not in self._known:
            self._known[made] = len(self.nodes)
            self.nodes.append(made)
            self.moving.append(op in ("species", "time", "switch") or any(self.moving[place] for place in args))
        return self._known[made]

    def number(self, value: float) -> int:
        """A constant."""
        return self.node("number", (), float(value) + 0.0)

    def leaf(self, op: str, place: int = 0) -> int:
        """A parameter, species, time or switch."""
        return self.node(op, (), float(place))

    def known(self, place: int) -> float | None:
        """The value of a constant node; None for any other."""
        node = self.nodes[place]
        return float(node.value) if node.op == "number" and not isinstance(node.value, tuple) else None

    def add(self, left: int, right: int) -> int:
        """left + right."""
        a, b = self.known(left), self.known(right)
        if a is not None and b is not None:
            return self.number(a + b)
        if a == 0.0:
            return right
        return left if b == 0.0 else self.node("+", (left, right))

    def subtract(self, left: int, right: int) -> int:
        """left - right."""
        a, b = self.known(left), self.known(right)
        if a is not None and b is not None:
            return self.number(a - b)
        if a == 0.0:
            return self.negative(right)
        return left if b == 0.0 else self.node("-", (left, right))

    def negative(self, inner: int) -> int:
        """-inner."""
        value = self.known(inner)
        if value is not None:
            return self.number(-value)
        node = self.nodes[inner]
        if node.op == "neg":
            return node.args[0]
        factor, rest = self._split(inner)
        if rest is not None and factor != self.number(1.0):
            return self._scaled(self.negative(factor), rest)
        return self.node("neg", (inner,))

    def multiply(self, left: int, right: int) -> int:
        """left * right; a factor 0 makes the product 0.

        What parameters alone fix is collected in front, where it costs nothing: a product is fixed * moving.
        """
        a, b = self.known(left), self.known(right)
        if a is not None and b is not None:
            return self.number(a * b)
        if a == 0.0 or b == 0.0:
            return self.number(0.0)
        if a == 1.0:
            return right
        if b == 1.0:
            return left
        (first, one), (second, other) = self._split(left), self._split(right)
        factor = self._plain(first, second)
        if one is None or other is None:
            rest = other if one is None else one
            return factor if rest is None else self._scaled(factor, rest)
        return self._scaled(factor, self.node("*", (one, other)))

    def _plain(self, left: int, right: int) -> int:
        """The product of two fixed nodes."""
        a, b = self.known(left), self.known(right)
        if a is not None and b is not None:
            return self.number(a * b)
        if 0.0 in (a, b):
            return self.number(0.0)
        if a == 1.0:
            return right
        if b == 1.0:
            return left
        if -1.0 in (a, b):
            return self.node("neg", (right if a == -1.0 else left,))
        return self.node("*", (left, right))

    def _split(self, place: int) -> tuple[int, int | None]:
        """A node as a fixed factor and a moving rest; None where nothing moves."""
        if not self.moving[place]:
            return place, None
        node = self.nodes[place]
        if node.op == "*" and not self.moving[node.args[0]]:
            return node.args[0], node.args[1]
        return self.number(1.0), place

    def _scaled(self, factor: int, rest: int) -> int:
        """factor * rest, a fixed factor being spread over two terms that have one each."""
        value, node = self.known(factor), self.nodes[rest]
        if value in (0.0, 1.0):
            return self.number(0.0) if value == 0.0 else rest
        if node.op in ("+", "-"):
            parts = [self._split(argument) for argument in node.args]
            if all(inner is not None and self.known(first) != 1.0 for first, inner in parts):
                terms = [self._scaled(self._plain(factor, first), inner or 0) for first, inner in parts]
                return self.node(node.op, tuple(terms))
        return self.node("neg", (rest,)) if value == -1.0 else self.node("*", (factor, rest))

    def divide(self, above: int, below: int) -> int:
        """above / below; by what is fixed: times its inverse."""
        a, b = self.known(above), self.known(below)
        if a is not None and b is not None and b != 0.0:
            return self.number(a / b)
        if a == 0.0:
            return above
        if b == 1.0:
            return above
        (first, one), (second, other) = self._split(above), self._split(below)
        if one is None and other is None:
            return self.node("/", (above, below))
        factor = self.divide(first, second)
        if one is None:
            return self.node("/", (factor, other or 0))
        return self._scaled(factor, one if other is None else self.node("/", (one, other)))

    def power(self, base: int, exponent: int) -> int:
        """base ** exponent; 2 and 3 by multiplication."""
        value, b = self.known(exponent), self.known(base)
        if value in (0.0, 1.0):
            return self.number(1.0) if value == 0.0 else base
        if value in (2.0, 3.0):
            square = self.multiply(base, base)
            return square if value == 2.0 else self.multiply(square, base)
        if value is not None and b is not None and b > 0:
            return self.number(b**value)
        if value == 0.5:
            return self.node("sqrt", (base,))
        return self.node("**", (base, exponent))

    def select(self, condition: int, true: int, false: int) -> int:
        """`true` where the condition is not 0, else `false`."""
        value = self.known(condition)
        if value is not None:
            return true if value else false
        return true if true == false else self.node("select", (condition, true, false))

    def weighted(self, terms: tuple[tuple[int, float], ...]) -> int:
        """A weighted sum."""
        merged: dict[int, float] = {}
        for place, weight in terms:
            merged[place] = merged.get(place, 0.0) + weight
        kept = [(place, weight) for place, weight in merged.items() if weight]
        if not kept:
            return self.number(0.0)
        if len(kept) == 1:
            return self.multiply(self.number(kept[0][1]), kept[0][0])
        return self.node("sum", tuple(place for place, _ in kept), tuple(weight for _, weight in kept))

    def relation(self, op: str, left: int, right: int) -> int:
        """1 where the relation holds, else 0."""
        a, b = self.known(left), self.known(right)
        if a is not None and b is not None:
            held = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}[op]
            return self.number(float(held))
        if op == "!=":
            return self.subtract(self.number(1.0), self.relation("==", left, right))
        if op in ("<", "<="):
            left, right, op = right, left, {"<": ">", "<=": ">="}[op]
        if op == "==":
            return self.multiply(self.relation(">=", left, right), self.relation(">=", right, left))
        if self.frozen and (self.moving[left] or self.moving[right]):
            return self._switch(self.subtract(left, right), op == ">")
        return self.node(op, (left, right))

    def _switch(self, difference: int, strict: bool) -> int:
        made = Switch(difference, strict)
        if made not in self.switches:
            self.switches.append(made)
        return self.leaf("switch", self.switches.index(made))

    def lower(self, expression: Expression, symbols: Mapping[str, int]) -> int:
        """The node of an expression.

        Args:
            symbols: node of every name the expression may read; `time` is always known.
        """
        match expression:
            case Number(value):
                return self.number(value)
            case Name("time"):
                return self.leaf("time")
            case Name(name):
                return symbols[name]
            case Apply(op, args):
                return self._apply(op, [self.lower(argument, symbols) for argument in args])

    def _apply(self, op: str, args: list[int]) -> int:
        binary = {"+": self.add, "-": self.subtract, "*": self.multiply, "/": self.divide, "**": self.power}
        if op in binary:
            return binary[op](*args)
        if op in _RELATIONS:
            return self.relation(op, *args)
        if op in ("min", "max", "and", "or", "xor"):
            return self._chain(op, args)
        if op == "not":
            return self.subtract(self.number(1.0), self._truth(args[0]))
        if op == "piecewise":
            found = args[-1]
            for place in range(len(args) - 3, -1, -2):
                found = self.select(self._truth(args[place + 1]), args[place], found)
            return found
        return self._function(op, args[0])

    def _truth(self, place: int) -> int:
        """1 where a value is not 0, else 0."""
        node, value = self.nodes[place], self.known(place)
        if value is not None:
            return self.number(float(value != 0.0))
        logical = node.op in ("switch", ">=", ">", "truth") or (node.op == "-" and self.known(node.args[0]) == 1.0)
        if logical or (node.op == "*" and all(self.nodes[arg].op in ("switch", ">=", ">") for arg in node.args)):
            return place
        return self.node("truth", (place,))

    def _chain(self, op: str, args: list[int]) -> int:
        if not args:
            return self.number(1.0 if op == "and" else 0.0)
        if op in ("and", "or", "xor"):
            args = [self._truth(argument) for argument in args]
        found = args[0]
        for other in args[1:]:
            found = self._pair(op, found, other)
        return found

    def _pair(self, op: str, left: int, right: int) -> int:
        if op == "and":
            return self.multiply(left, right)
        a, b = self.known(left), self.known(right)
        if op == "xor":
            return self.add(left, self.multiply(right, self.subtract(self.number(1.0), self.add(left, left))))
        op = "max" if op == "or" else op
        if a is not None and b is not None:
            return self.number(max(a, b) if op == "max" else min(a, b))
        return left if left == right else self.node(op, (left, right))

    def _function(self, op: str, inner: int) -> int:
        if op not in _UNARY:
            raise NetworkError("this is not allowed in a rate law.", got=op, expected=", ".join(sorted(_UNARY)))
        if op == "neg":
            return self.negative(inner)
        if op in ("floor", "ceil") and self.frozen and self.moving[inner]:
            raise NetworkError(
                f"{op} of a quantity that moves cannot stand in a rate or trigger: its jumps would be stepped over.",
                expected="relations in piecewise, which are found exactly",
            )
        value = self.known(inner)
        if value is not None:
            try:
                return self.number(_UNARY[op](value))
            except (ValueError, OverflowError):
                pass
        if op == "ceil":
            return self.negative(self.node("floor", (self.negative(inner),)))
        return self.node(op, (inner,))

    def gradient(self, place: int) -> Gradient:
        """Derivatives of a node: node by variable (a species, or TIME); variables it does not depend on are absent."""
        if place not in self._gradients:
            from her2sim.network.slopes import gradient_of

            self._gradients[place] = gradient_of(self, place)
        return self._gradients[place]
