"""What a function is. Arguments are evaluated when asked for, so if() is no special case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from surveys.expressions.errors import EvaluationFailed
from surveys.expressions.scope import Scope
from surveys.expressions.syntax import Node
from surveys.expressions.values import Value, as_number, truth


class Evaluator(Protocol):
    @property
    def scope(self) -> Scope: ...

    @property
    def zone(self) -> tzinfo | None: ...

    def value(self, node: Node) -> Value: ...

    def values(self, node: Node) -> list[Value]:
        """The values of a set: of each question of a union, of each row that a lookup finds; else the one value."""
        ...

    def text(self, node: Node) -> str: ...

    def spend(self, amount: int, offset: int) -> None:
        """Counts work done; raises EvaluationFailed when it was too much."""
        ...


@dataclass(frozen=True, slots=True)
class Arguments:
    evaluator: Evaluator
    offset: int
    function: str
    nodes: tuple[Node, ...]

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def scope(self) -> Scope:
        return self.evaluator.scope

    @property
    def zone(self) -> tzinfo | None:
        return self.evaluator.zone

    def value(self, index: int) -> Value:
        return self.evaluator.value(self.nodes[index])

    def text(self, index: int) -> str:
        return self.evaluator.text(self.nodes[index])

    def number(self, index: int) -> float:
        return as_number(self.value(index), self.zone)

    def truth(self, index: int) -> bool:
        return truth(self.value(index))

    def own(self) -> Value:
        """The answer the expression is attached to."""
        own = self.scope.self_value
        return "" if own is None else own

    def spread(self, begin: int = 0) -> list[Value]:
        """The values from `begin` on, a set giving each of its own."""
        return [value for node in self.nodes[begin:] for value in self.evaluator.values(node)]

    def fails(self, code: str, **data: object) -> EvaluationFailed:
        return EvaluationFailed(self.offset, code, function=self.function, **data)


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    apply: Callable[[Arguments], Value]
    least: int
    #: None: as many as one likes.
    most: int | None
    #: Arguments from this one on may be sets: `${a} | ${b}`.
    nodes_from: int | None = None
    #: The first argument must be a question or a set of them.
    only_nodes: bool = False
    #: It reads the question's own answer when called with this many arguments.
    self_arity: int | None = None
    #: Which argument is a regular expression.
    pattern_at: int | None = None
    #: The number of arguments must be even.
    paired: bool = False

    def accepts(self, given: int) -> bool:
        if self.paired and given % 2:
            return False
        return self.least <= given and (self.most is None or given <= self.most)

    def reads_self(self, given: int) -> bool:
        return self.self_arity == given
