"""A syntax tree and answers to a value. No I/O, no clock, nothing remembered between two evaluations."""

import math
from datetime import datetime, time

from surveys.expressions.errors import EvaluationFailed
from surveys.expressions.expression import Expression
from surveys.expressions.functions import FUNCTIONS, Arguments
from surveys.expressions.scope import Scope
from surveys.expressions.syntax import (
    Call,
    Chain,
    ChoiceName,
    Column,
    Itself,
    Lookup,
    Negative,
    Node,
    Number,
    Reference,
    Text,
    Union,
)
from surveys.expressions.values import TOLERANCE, Value, as_float, as_number, as_text, in_zone, truth

#: Code points of one text, an answer or a result.
MAX_TEXT = 65_536

#: Code points read by functions plus nodes visited. About 0.1 s.
MAX_WORK = 2_000_000

#: What judging one row of a list costs beside its nodes: some 80,000 rows are what one evaluation may look at.
ROW_WORK = 20


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of the expression; numbers are always float. Raises EvaluationFailed and nothing else."""
    return _Evaluation(scope).value(expression.root)


class _Evaluation:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.zone = scope.now.tzinfo
        self._work = 0
        #: The list and its row that a lookup is judging: there a bare name is a cell of that row.
        self._row: tuple[str, int] | None = None
        #: What lookups found, by the identity of their nodes. One within another never depends on the outer row:
        #: a bare name belongs to the innermost list. So it is computed once, not for every row.
        self._found: dict[int, list[Value]] = {}

    def spend(self, amount: int, offset: int) -> None:
        self._work += amount
        if self._work > MAX_WORK:
            raise EvaluationFailed(offset, "too_much_work")

    def value(self, node: Node) -> Value:
        self.spend(1, node.offset)
        match node:
            case Number(text):
                return float(text)
            case Text(value):
                return value
            case Reference(name):
                return self._read(self.scope.value(name), node)
            case Itself():
                return self._read(self.scope.self_value, node)
            case Column(name):
                cell = self.scope.cell(*self._row, name) if self._row else self.scope.column(name)
                return self._read(cell, node)
            case Negative(operand):
                return -self.number(operand)
            case Chain():
                return self._chain(node)
            case Call(name, arguments):
                result = FUNCTIONS[name].apply(Arguments(self, node.offset, name, arguments))
                return self._bounded(result, node)
            case ChoiceName(code, question):
                return self.scope.label(question.name, self.text(code)) or ""
            case Union() | Lookup():
                return next(iter(self.values(node)), "")

    def values(self, node: Node) -> list[Value]:
        """The members of a set; as a single value it is its first one (XPath 1.0, 4.2)."""
        match node:
            case Union(parts):
                return [self.value(part) for part in parts]
            case Lookup():
                if id(node) not in self._found:
                    self._found[id(node)] = self._looked_up(node)
                return self._found[id(node)]
        return [self.value(node)]

    def _looked_up(self, lookup: Lookup) -> list[Value]:
        """The cells that are not empty, as an empty one is no node in ODK's list either."""
        count = self.scope.rows(lookup.list_name)
        if count is None:
            raise EvaluationFailed(lookup.offset, "no_list", name=lookup.list_name)
        self.spend(count * ROW_WORK, lookup.offset)
        rows = list(range(count))
        for predicate in lookup.predicates:
            rows = [row for at, row in enumerate(rows, 1) if self._fits(predicate, lookup.list_name, row, at)]
        if not lookup.column:
            return ["row"] * len(rows)
        cells = (self.scope.cell(lookup.list_name, row, lookup.column) for row in rows)
        return [self._read(cell, lookup) for cell in cells if cell not in (None, "")]

    def _fits(self, predicate: Node, list_name: str, row: int, position: int) -> bool:
        """A number between the brackets is a position, from 1 among what is left (XPath 1.0, 2.4)."""
        outer, self._row = self._row, (list_name, row)
        value = self.value(predicate)
        self._row = outer
        return value == position if isinstance(value, float) else truth(value)

    def number(self, node: Node) -> float:
        return as_number(self.value(node), self.zone)

    def text(self, node: Node) -> str:
        text = as_text(self.value(node))
        self.spend(len(text), node.offset)
        return text

    def _read(self, value: Value | None, node: Node) -> Value:
        """None is the empty text, a whole number a float, a moment is by our clock."""
        if value is None:
            return ""
        if isinstance(value, datetime):
            return in_zone(value, self.zone)
        if isinstance(value, int) and not isinstance(value, bool):
            return as_float(value)
        return self._bounded(value, node)

    def _bounded(self, value: Value, node: Node) -> Value:
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise EvaluationFailed(node.offset, "text_too_long", limit=MAX_TEXT)
        return value

    def _chain(self, chain: Chain) -> Value:
        sign = chain.rest[0][0]
        if sign in ("and", "or"):
            return self._logic(chain, wanted=sign == "or")
        if sign in ("=", "!=", "<>", "<", "<=", ">", ">="):
            left = self.value(chain.first)
            for comparison, operand in chain.rest:
                left = self._compares(comparison, left, self.value(operand))
            return left
        total = self.number(chain.first)
        for operation, operand in chain.rest:
            total = _arithmetic(operation, total, self.number(operand))
        return total

    def _logic(self, chain: Chain, *, wanted: bool) -> bool:
        """Operands after the one that decides are not evaluated (XPath 1.0, 3.4)."""
        operands = (chain.first, *(operand for _, operand in chain.rest))
        return wanted if any(truth(self.value(operand)) is wanted for operand in operands) else not wanted

    def _compares(self, sign: str, left: Value, right: Value) -> bool:
        if sign == "=":
            return self._equal(left, right)
        if sign in ("!=", "<>"):
            return not self._equal(left, right)
        first, second = as_number(left, self.zone), as_number(right, self.zone)
        match sign:
            case "<":
                return first < second
            case "<=":
                return first <= second
            case ">":
                return first > second
            case _:
                return first >= second

    def _equal(self, left: Value, right: Value) -> bool:
        """Truth if either is a truth, else numbers if either is a number (XPath 1.0, 3.4), else texts.

        Two moments are compared as numbers, or the same instant written with another offset would differ.
        """
        if isinstance(left, bool) or isinstance(right, bool):
            return truth(left) == truth(right)
        moments = isinstance(left, datetime | time) and isinstance(right, datetime | time)
        if moments or isinstance(left, float) or isinstance(right, float):
            first, second = as_number(left, self.zone), as_number(right, self.zone)
            return first == second or abs(first - second) < TOLERANCE
        return as_text(left) == as_text(right)


def _arithmetic(operation: str, left: float, right: float) -> float:
    match operation:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "div":
            return _divided(left, right)
        case _:
            return _remainder(left, right)


def _divided(left: float, right: float) -> float:
    """IEEE 754, as XPath: nothing divided by nothing is NaN, anything else by zero is Infinity."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """The sign is the dividend's (XPath 1.0, 3.5): -5 mod 2 is -1."""
    if math.isnan(left) or math.isnan(right) or math.isinf(left) or right == 0:
        return math.nan
    return math.fmod(left, right)
