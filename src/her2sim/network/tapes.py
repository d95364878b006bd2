"""Graph nodes as tapes: runs of one operation on many slots, ordered so that each reads only what is done.

A run is (operation, rows, terms, start in `stream`, start in `weights`); each row of the stream is the slot written and
the slots read. Within a tape rows are sorted by dependency level, operation and number of terms, so that an interpreter
decides once a run, not once a row. Products feeding one sum or product are fused.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from her2sim.network.batches import batches
from her2sim.network.graph import Graph

OPERATIONS = (
    "+", "-", "*", "/", "neg", "product3", "fma", "fms", "fnma", "net22", "net23",
    "net32", "net33", "min", "max", "select", ">=", ">", "sqrt", "exp",
    "log", "**", "slope", "abs", "sign", "floor", "truth", "sum", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "asinh", "acosh", "atanh", "signed",
)  # fmt: skip
CODE = {name: code for code, name in enumerate(OPERATIONS)}
"""operation -> its number in a run"""

_LEAVES = ("number", "parameter", "species", "time", "switch")
_LINEAR = ("+", "-", "neg", "sum")


@dataclass(frozen=True, slots=True)
class Row:
    """One operation before slots are known: nodes it reads, and weights of a sum."""

    op: str
    args: tuple[int, ...]
    weights: tuple[float, ...] = ()


@dataclass
class Runs:
    """Runs of one or more tapes with the streams they share."""

    table: list[tuple[int, int, int, int, int]] = field(default_factory=list[tuple[int, int, int, int, int]])
    stream: list[int] = field(default_factory=list[int])
    weights: list[float] = field(default_factory=list[float])

    def run(self, op: str, rows: Sequence[tuple[Sequence[int], Sequence[float]]]) -> None:
        """Append one run; every row is (slots written and read, weights) and has as many slots as the first."""
        if not rows:
            return
        self.table.append((CODE[op], len(rows), len(rows[0][0]) - 1, len(self.stream), len(self.weights)))
        for slots, weights in rows:
            self.stream.extend(slots)
            self.weights.extend(weights)

    def sums(self, rows: Iterable[tuple[int, Sequence[tuple[int, float]]]]) -> None:
        """Append weighted sums, (slot written, (slot read, weight) pairs) each, grouped by their number of terms.

        Where all weights are 1 or -1 the terms that are added come first and their number stands in place of the
        weights ("signed"): stoichiometry seldom needs a product.
        """
        signed: dict[tuple[int, int], list[list[int]]] = {}
        by_terms: dict[int, list[tuple[list[int], list[float]]]] = {}
        for target, terms in rows:
            added = [slot for slot, weight in terms if weight == 1.0]
            taken = [slot for slot, weight in terms if weight == -1.0]
            if len(added) + len(taken) == len(terms):
                signed.setdefault((len(added), len(taken)), []).append([target, *added, *taken])
            else:
                row = ([target, *(slot for slot, _ in terms)], [weight for _, weight in terms])
                by_terms.setdefault(len(terms), []).append(row)
        for added_count, taken_count in sorted(signed):
            group = signed[added_count, taken_count]
            terms_count = added_count + taken_count
            self.table.append((CODE["signed"], len(group), terms_count, len(self.stream), added_count))
            for slots in group:
                self.stream.extend(slots)
        for terms_count in sorted(by_terms):
            self.run("sum", by_terms[terms_count])


class Assembler:
    """Gives nodes slots and writes the tapes that fill them.

    Args:
        graph: the nodes.
        first: slots of the leaves by operation (their place is added), and of the first node that is computed.
    """

    def __init__(self, graph: Graph, first: dict[str, int]) -> None:
        self.graph, self.runs, self._next, self._first = graph, Runs(), first["nodes"], first
        self.numbers: list[float] = []
        self._slots: dict[int, int] = {}
        self._rows: dict[int, Row] = {}
        self._uses: Counter[int] = Counter()

    @property
    def size(self) -> int:
        """Slots in use, all leaves included."""
        return self._next

    def slot(self, place: int) -> int:
        """The slot of a node that is a leaf or was assembled."""
        node = self.graph.nodes[place]
        if node.op == "number":
            if place not in self._slots:
                self._slots[place] = self._first["number"] + len(self.numbers)
                self.numbers.append(self.graph.known(place) or 0.0)
            return self._slots[place]
        if node.op in _LEAVES and not isinstance(node.value, tuple):
            return self._first[node.op] + int(node.value)
        return self._slots[place]

    def _closure(self, roots: Sequence[int]) -> list[int]:
        """Nodes that lead to the roots, each after what it reads; leaves and assembled nodes are left out."""
        seen: set[int] = set()
        waiting = list(roots)
        while waiting:
            place = waiting.pop()
            if place in seen or place in self._slots or self.graph.nodes[place].op in _LEAVES:
                continue
            seen.add(place)
            waiting.extend(self.graph.nodes[place].args)
        return sorted(seen)

    def tape(self, roots: Sequence[int], *, moving: bool) -> tuple[int, int]:
        """Write the tape of all nodes that lead to the roots and move (or do not); its first and last run."""
        first = len(self.runs.table)
        closure = self._closure(list(roots))
        self._uses = Counter(set(roots))
        for place in closure:
            self._uses.update(self.graph.nodes[place].args)
        others = {
            arg for place in closure if self.graph.moving[place] != moving for arg in self.graph.nodes[place].args
        }
        wanted = [place for place in closure if self.graph.moving[place] == moving]
        rows = self._live({place: self._row(place) for place in wanted}, {*roots, *others})
        kinds = {place: (CODE[rows[place].op], len(rows[place].args)) for place in sorted(rows)}
        for batch in batches(kinds, {place: rows[place].args for place in rows}):
            for place in batch:
                self._slots[place], self._next = self._next, self._next + 1
            slots = [
                ([self._slots[place], *(self.slot(argument) for argument in rows[place].args)], rows[place].weights)
                for place in batch
            ]
            self.runs.run(rows[batch[0]].op, slots)
        return first, len(self.runs.table)

    def _live(self, rows: dict[int, Row], roots: set[int]) -> dict[int, Row]:
        """The rows that are still read once products and sums are fused."""
        used = set(roots)
        for place in sorted(rows, reverse=True):
            if place in used:
                used.update(rows[place].args)
        return {place: row for place, row in rows.items() if place in used}

    def _inner(self, place: int, op: str) -> tuple[int, ...] | None:
        """Arguments of a node that only one other reads, if it is this operation and moves as its reader does."""
        node = self.graph.nodes[place]
        fits = node.op == op and self._uses[place] == 1 and place not in self._slots
        return node.args if fits else None

    def _row(self, place: int) -> Row:
        node = self.graph.nodes[place]
        if node.op in _LINEAR:
            return self._linear(place)
        if node.op == "*":
            for left, right in (node.args, node.args[::-1]):
                inner = self._inner(left, "*")
                if inner is not None and self.graph.moving[left] == self.graph.moving[place]:
                    return Row("product3", (*inner, right))
        return Row(node.op, node.args)

    def _linear(self, place: int) -> Row:
        terms = self._terms(place, 1.0, top=True, moving=self.graph.moving[place])
        if len(terms) == 1:
            inner, weight = terms[0]
            return Row("neg", (inner,)) if weight == -1.0 else Row("sum", (inner,), (weight,))
        if len(terms) > 2 or any(abs(weight) != 1.0 for _, weight in terms):
            return Row("sum", tuple(inner for inner, _ in terms), tuple(weight for _, weight in terms))
        (left, first), (right, second) = terms
        if first == second == -1.0:
            return Row("sum", (left, right), (first, second))
        if first == -1.0:
            left, right, first, second = right, left, second, first
        return self._pair(left, right, second)

    def _pair(self, left: int, right: int, sign: float) -> Row:
        """left + right or left - right, with the products that only it reads."""
        one, other = self._factors(left), self._factors(right)
        if sign == -1.0 and one is not None and other is not None:
            return Row(f"net{len(one)}{len(other)}", (*one, *other))
        if one is not None and len(one) == 2:
            return Row("fma" if sign == 1.0 else "fms", (*one, right))
        if other is not None and len(other) == 2:
            return Row("fma" if sign == 1.0 else "fnma", (*other, left))
        return Row("+" if sign == 1.0 else "-", (left, right))

    def _factors(self, place: int) -> tuple[int, ...] | None:
        """Two or three factors of a moving product that only one node reads; None for anything else."""
        args = self._inner(place, "*")
        if args is None or not self.graph.moving[place]:
            return None
        for left, right in (args, args[::-1]):
            inner = self._inner(left, "*")
            if inner is not None and self.graph.moving[left]:
                return (*inner, right)
        return args

    def _terms(self, place: int, weight: float, *, top: bool, moving: bool) -> list[tuple[int, float]]:
        """A tree of sums as one list of weighted nodes; shared parts stay nodes of their own."""
        node = self.graph.nodes[place]
        alone = top or (self._uses[place] == 1 and self.graph.moving[place] == moving and place not in self._slots)
        if not alone or node.op not in _LINEAR:
            return [(place, weight)]
        weights = {"+": (1.0, 1.0), "-": (1.0, -1.0), "neg": (-1.0,)}.get(node.op, node.value)
        assert isinstance(weights, tuple)  # noqa: S101 - a sum holds its weights
        return [
            term
            for argument, factor in zip(node.args, weights, strict=True)
            for term in self._terms(argument, weight * factor, top=False, moving=moving)
        ]
