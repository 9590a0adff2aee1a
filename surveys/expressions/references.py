"""`${name}`: where it stands, what was probably meant, and piping of answers into labels."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from surveys.expressions.parser import Expression
from surveys.expressions.syntax import Reference, walk
from surveys.expressions.tokens import REFERENCE


@dataclass(frozen=True, slots=True)
class Place:
    """A `${name}`: `offset` of its `$`, in code points from 0."""

    name: str
    offset: int


class Shown(Protocol):
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
    """A label with answers in place of `${name}`. What an answer itself holds is not looked into again."""
    return _replaced(text, scope.shown)


def _replaced(text: str, replacement: Callable[[str], str]) -> str:
    def one(match: re.Match[str]) -> str:
        return replacement(match.group(1))

    return REFERENCE.sub(one, text)
