"""An expression that was read, and what it asks for."""

from dataclasses import dataclass
from functools import cached_property

from surveys.expressions.functions import FUNCTIONS
from surveys.expressions.syntax import Call, Chain, Column, Itself, Lookup, Node, Reference, walk


@dataclass(frozen=True)
class Expression:
    """A readable expression; two are equal when their trees are, whatever the spaces."""

    root: Node
    source: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.root == other.root

    def __hash__(self) -> int:
        return hash(self.root)

    def __str__(self) -> str:
        return str(self.root)

    @cached_property
    def references(self) -> frozenset[str]:
        """The names in `${…}`."""
        return frozenset(node.name for node in walk(self.root) if isinstance(node, Reference))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The bare names of a choice filter, without those that a lookup reads in another list."""
        return _columns(self.root)

    @cached_property
    def lookups(self) -> tuple[Lookup, ...]:
        """Every lookup, those within the brackets of another one too."""
        return tuple(node for node in walk(self.root) if isinstance(node, Lookup))

    @cached_property
    def uses_spreadsheet_signs(self) -> bool:
        """Whether `<>` stands for `!=`: carried here, refused by ODK's engines."""
        return any(sign == "<>" for node in walk(self.root) if isinstance(node, Chain) for sign, _ in node.rest)

    @cached_property
    def uses_self(self) -> bool:
        """Whether the question's own answer is read: by `.`, once(), string-length() of nothing …"""
        return any(
            isinstance(node, Itself)
            or (isinstance(node, Call) and FUNCTIONS[node.name].reads_self(len(node.arguments)))
            for node in walk(self.root)
        )


def columns_of(lookup: Lookup) -> frozenset[str]:
    """The columns of its own list that a lookup reads."""
    read = frozenset[str]().union(*map(_columns, lookup.predicates))
    return read | {lookup.column} if lookup.column else read


def _columns(root: Node) -> frozenset[str]:
    """The bare names below `root`, but not those within the brackets of a lookup."""
    nodes = walk(root, into=lambda node: not isinstance(node, Lookup))
    return frozenset(node.name for node in nodes if isinstance(node, Column))
