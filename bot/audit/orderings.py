"""One thing in which people, or answers, can be put in order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.audit.moments import moments
from bot.audit.records import Value
from bot.audit.rows import Row
from bot.audit.shapes import Shape

FEWEST = 5
"""An order of fewer says nothing."""


@dataclass(frozen=True)
class Ordering:
    name: str
    places: Mapping[str, float]
    """Person, or whose answer -> a number that grows."""
    timed: bool = False
    """The numbers are seconds since 1970."""
    groups: Mapping[str, object] = field(default_factory=dict)
    """Whose answer -> where its number can be compared with others; empty: everywhere."""
    inside: bool = False
    """The groups are single rows, so that the order says nothing of when a row was written."""


def of_columns(shape: Shape, rows: Mapping[str, Row], *, of_people: bool) -> list[Ordering]:
    """By rowid, by each column, by place, by transaction: one row for each."""
    width = max((len(row.values) for row in rows.values()), default=0)
    found: list[Ordering | None] = [
        _numbered("rowid", {each: row.number for each, row in rows.items()}),
        _numbered("xmin", {each: row.transaction for each, row in rows.items()}),
    ]
    for place in range(0 if shape.index else width):
        name = shape.columns[place] if place < len(shape.columns) else f"#{place}"
        values = {each: row.values[place] for each, row in rows.items() if place < len(row.values)}
        found.append(of_values(name, values, of_people=of_people))
    return _telling(found)


def physical(rows: Mapping[str, Row]) -> list[Ordering]:
    """By place in the file: over all of it, and page by page."""
    placed = {each: row for each, row in rows.items() if row.position is not None}
    places = {each: row.position for each, row in placed.items() if row.position is not None}
    leaves = {each: row.leaf for each, row in placed.items()}
    return _telling([Ordering("place", places, groups=leaves if len(set(leaves.values())) > 1 else {})])


def of_values(name: str, values: Mapping[str, Value], *, of_people: bool = False) -> Ordering | None:
    """None where the values cannot be compared with each other."""
    known = {each: value for each, value in values.items() if value is not None}
    told = moments(name, list(known.values()), of_people=of_people)
    if told is not None:
        return Ordering(name, dict(zip(known, told, strict=True)), timed=True)
    kinds = {_kind(value) for value in known.values()}
    if len(kinds) != 1:
        return None
    return Ordering(name, ranked(known))


def ranked(values: Mapping[str, Any]) -> dict[str, float]:
    """Equal values share a number."""
    numbers = {value: float(number) for number, value in enumerate(sorted(set(values.values())))}
    return {each: numbers[value] for each, value in values.items()}


def _kind(value: Value) -> type:
    return float if isinstance(value, int | float) else type(value)


def _numbered(name: str, numbers: Mapping[str, int | None]) -> Ordering:
    return Ordering(name, {each: float(number) for each, number in numbers.items() if number is not None})


def _telling(orderings: Iterable[Ordering | None]) -> list[Ordering]:
    return [each for each in orderings if each is not None and tells(each)]


def tells(ordering: Ordering) -> bool:
    return len(ordering.places) >= FEWEST and len(set(ordering.places.values())) >= 3


def different(orderings: Sequence[Ordering]) -> list[Ordering]:
    """Without those that say the same as an earlier one: a rowid and its INTEGER PRIMARY KEY."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for each in orderings:
        numbers = ranked(each.places)
        order = (tuple(sorted(numbers.items())), bool(each.groups), each.timed)
        if order not in seen:
            seen.add(order)
            kept.append(each)
    return kept
