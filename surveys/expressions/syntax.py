"""The syntax tree: immutable, compared without offsets, printed as text that parses back to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

#: From the loosest to the tightest; all are left-associative.
LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!=", "<>"}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)

LEVEL_OF: dict[str, int] = {sign: level for level, signs in enumerate(LEVELS) for sign in signs}


def _offset() -> int:
    return field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    #: As written: `1.0` stays `1.0`, and a thousand digits do not become Infinity in print.
    text: str
    offset: int = _offset()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Text:
    """A literal. It never holds both kinds of quotes: XPath has no way to write that."""

    value: str
    offset: int = _offset()

    def __str__(self) -> str:
        quote = '"' if "'" in self.value else "'"
        return f"{quote}{self.value}{quote}"


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`; `offset` is that of the `$`."""

    name: str
    offset: int = _offset()

    def __str__(self) -> str:
        return f"${{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Itself:
    """`.`: the answer the expression is attached to."""

    offset: int = _offset()

    def __str__(self) -> str:
        return "."


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name in a choice filter or between the brackets of a lookup: a column of the choices sheet."""

    name: str
    offset: int = _offset()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Union:
    """`${a} | ${b}`: several questions as one set, an argument of sum(), count() and the like only."""

    parts: tuple["Reference | Itself", ...]
    offset: int = _offset()

    def __str__(self) -> str:
        return " | ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"
    offset: int = _offset()

    def __str__(self) -> str:
        return f"-({self.operand})" if isinstance(self.operand, Chain) else f"-{self.operand}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one level in a row, as `a - b + c`: flat, so a thousand `or` are no deeper than one."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]
    offset: int = _offset()

    @property
    def level(self) -> int:
        return LEVEL_OF[self.rest[0][0]]

    def __str__(self) -> str:
        parts = [self._inner(self.first)]
        for sign, operand in self.rest:
            parts += [sign, self._inner(operand)]
        return " ".join(parts)

    def _inner(self, operand: "Node") -> str:
        loose = isinstance(operand, Chain) and operand.level <= self.level
        return f"({operand})" if loose else str(operand)


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Node", ...]
    offset: int = _offset()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class ChoiceName:
    """`jr:choice-name(code, '${question}')`: the label of a choice of that question."""

    code: "Node"
    question: Reference
    offset: int = _offset()

    def __str__(self) -> str:
        return f"jr:choice-name({self.code}, '{self.question}')"


@dataclass(frozen=True, slots=True)
class Lookup:
    """`instance('list')/root/item[predicate]/column`: the cells of that column in the rows that fit, as a set.

    Without a column it is the rows themselves, which can only be counted.
    """

    list_name: str
    predicates: tuple["Node", ...] = ()
    column: str = ""
    offset: int = _offset()

    def __str__(self) -> str:
        rows = f"instance({Text(self.list_name)})/root/item" + "".join(f"[{each}]" for each in self.predicates)
        return f"{rows}/{self.column}" if self.column else rows


Node = Number | Text | Reference | Itself | Column | Union | Negative | Chain | Call | ChoiceName | Lookup


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Negative(operand):
            return (operand,)
        case Chain(first, rest):
            return (first, *(operand for _, operand in rest))
        case Call(_, arguments):
            return arguments
        case Union(parts):
            return parts
        case ChoiceName(code, question):
            return (code, question)
        case Lookup(_, predicates):
            return predicates
        case _:
            return ()


def walk(node: Node, *, into: Callable[[Node], bool] = lambda node: True) -> Iterator[Node]:
    """Every node, in the order of the text; what is inside one that is not gone `into` is left out."""
    yield node
    for child in children(node) if into(node) else ():
        yield from walk(child, into=into)
