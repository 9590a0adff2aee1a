"""`${name}`: where it stands, what was probably meant, and piping of answers and of lists' cells into labels."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from surveys.expressions.errors import ExpressionFault
from surveys.expressions.evaluation import evaluate
from surveys.expressions.expression import Expression
from surveys.expressions.parser import parse
from surveys.expressions.scope import Scope
from surveys.expressions.syntax import Reference, walk
from surveys.expressions.tokens import NAME, REFERENCE
from surveys.expressions.values import as_text


@dataclass(frozen=True, slots=True)
class Place:
    """A `${name}`: `offset` of its `$`, in code points from 0."""

    name: str
    offset: int


class Shown(Scope, Protocol):
    def shown(self, name: str) -> str:
        """The answer as a person reads it: a choice's label, not its code; empty when there is none."""
        ...


def collect(expression: Expression) -> tuple[Place, ...]:
    """Every reference, in the order of the text; a name met twice is there twice."""
    nodes = (node for node in walk(expression.root) if isinstance(node, Reference))
    return tuple(Place(node.name, node.offset) for node in nodes)


def collect_piped(text: str) -> tuple[Place, ...]:
    """Every `${name}` in a label, hint or message."""
    return tuple(Place(match.group(1), match.start()) for match in REFERENCE.finditer(text))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A reference to nothing, and the known name nearest to it."""

    place: Place
    nearest: str | None


def unknown(places: Iterable[Place], known: Iterable[str]) -> tuple[Unknown, ...]:
    names = {name.lower(): name for name in known}
    return tuple(Unknown(place, _nearest(place.name, names)) for place in places if place.name not in names.values())


def _nearest(name: str, names: dict[str, str]) -> str | None:
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def rename(source: str, names: dict[str, str]) -> str:
    """The text with references renamed, whatever else it holds; names not in `names` stay."""
    return _replaced(source, lambda name: f"${{{names.get(name, name)}}}")


def interpolate(text: str, scope: Shown) -> str:
    """A label with answers in place of `${name}` and cells in place of lookups; nothing put in is looked into again.

    A lookup that cannot be read or computed leaves nothing in its place.
    """
    between, lookups = _parted(text)
    parts = [with_answers(between[0], scope)]
    for lookup, after in zip(lookups, between[1:], strict=True):
        parts += (_looked_up(lookup, scope), with_answers(after, scope))
    return "".join(parts)


def without_lookups(text: str) -> str:
    return "".join(_parted(text)[0])


def _parted(text: str) -> tuple[list[str], list[str]]:
    """What stands between lookups, before the first and after the last; and the lookups."""
    between, lookups, at = [], [], 0
    for place in lookups_in(text):
        between.append(text[at : place.offset])
        lookups.append(place.name)
        at = place.offset + len(place.name)
    return [*between, text[at:]], lookups


def with_answers(text: str, scope: Shown) -> str:
    """`interpolate` without lookups."""
    return _replaced(text, scope.shown)


def lookups_in(text: str) -> tuple[Place, ...]:
    """Every `instance('list')/root/item[…]/column` in a label as it is written, the outer one of nested ones.

    As in pyxform, a space outside the brackets ends it. What only begins like one is found too: it is for a check
    to refuse.
    """
    found: list[Place] = []
    at = 0
    while match := _LOOKUP_BEGINS.search(text, at):
        at = _lookup_end(text, match.end())
        found.append(Place(text[match.start() : at], match.start()))
    return tuple(found)


_LOOKUP_BEGINS = re.compile(r"(?<![\w.:-])instance\((?:'[^']*'|\"[^\"]*\")\)")
_STEP = re.compile(rf"/{NAME}")
_WITHIN = re.compile(r"'[^']*'|\"[^\"]*\"|[\[\]]")


def _lookup_end(text: str, at: int) -> int:
    """Where the steps and predicates that begin at `at` end; a bracket without its pair takes the rest."""
    while True:
        if step := _STEP.match(text, at):
            at = step.end()
        elif text.startswith("[", at):
            at = _bracket_end(text, at)
        else:
            return at


def _bracket_end(text: str, at: int) -> int:
    depth = 0
    for sign in _WITHIN.finditer(text, at):
        depth += {"[": 1, "]": -1}.get(sign.group(), 0)
        if not depth:
            return sign.end()
    return len(text)


def _looked_up(source: str, scope: Shown) -> str:
    try:
        return as_text(evaluate(parse(source), scope))
    except ExpressionFault:
        return ""


def _replaced(text: str, replacement: Callable[[str], str]) -> str:
    def one(match: re.Match[str]) -> str:
        return replacement(match.group(1))

    return REFERENCE.sub(one, text)
