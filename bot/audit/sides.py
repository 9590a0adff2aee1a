"""Where people lie: columns that hold ids or pseudonyms, and columns that lead to them.

A side is one kind of sign in one column of one table. What an attacker may learn from it: in which orders its people
stand, in which copy each appeared or changed, and what else their rows say.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.audit.knowledge import Knowledge
from bot.audit.orderings import Ordering, different, of_columns, physical, tells
from bot.audit.records import Value
from bot.audit.rows import Event, History, Row, Series

SHARE = 0.8
"""Of a column's values that are people, so that it counts as a column of people …"""
KNOWN = 0.5
"""… or of all people, who stand in it among other things."""
_LEADING = re.compile(r"(?:user|person|employee|member)(?:_id|_key)?")
_OPAQUE = 6
"""Signs or bytes from which equal values are no chance."""


@dataclass(frozen=True)
class Side:
    name: str
    kind: str
    """Of the sign: "id", "mark 0" …"""
    series: Series
    history: History
    events: Mapping[str, tuple[Event, ...]]
    """Person -> what happened to their rows, in order."""

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The first of each person."""
        return {person: next(e.row for e in events if not e.gone) for person, events in self.events.items()}

    @cached_property
    def last(self) -> dict[str, Row]:
        return {person: [e.row for e in events if not e.gone][-1] for person, events in self.events.items()}

    @cached_property
    def appeared(self) -> dict[str, int]:
        return {person: events[0].at for person, events in self.events.items()}

    @cached_property
    def changed(self) -> dict[str, list[int]]:
        """Person -> states after the first in which their rows were others."""
        return {
            person: sorted({event.at for event in events if event.at > events[0].at})
            for person, events in self.events.items()
        }

    def orderings(self) -> list[Ordering]:
        shape = self.history.shape
        lying = {row: row for row in self.history.peak}
        peak = {person: row for person, events in self.events.items() for e in events if (row := lying.get(e.row))}
        found = [*of_columns(shape, self.rows, of_people=True), *physical(peak)]
        if any(self.last[person] is not row for person, row in self.rows.items()):
            found += [
                Ordering(f"last {each.name}", each.places, each.timed)
                for each in of_columns(shape, self.last, of_people=True)
            ]
        if self.series.states > 1:
            found.append(Ordering("first copy", {p: float(at) for p, at in self.appeared.items() if at}))
            found.append(Ordering("first change", {p: float(ats[0]) for p, ats in self.changed.items() if ats}))
        return different([each for each in found if tells(each)])


@dataclass
class _Columns:
    """Per column and kind of sign: whose rows."""

    people: dict[tuple[int, str], dict[str, list[Event]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    rows: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))


def sides_in(series: Series, knowledge: Knowledge) -> list[Side]:
    """Columns of people, and columns of other tables that lead to the keys of their rows, up to two steps."""
    found = [side for history in series.tables.values() for side in _of_table(series, history, knowledge)]
    fresh = found
    for _ in range(2):
        fresh = [hop for side in fresh for hop in _hops(series, side, {each.name for each in found})]
        found = found + fresh
    return found


def _of_table(series: Series, history: History, knowledge: Knowledge) -> list[Side]:
    columns = _Columns()
    for event in history.events:
        for place, (kind, person) in knowledge.people_in(event.row):
            columns.people[place, kind][person].append(event)
            columns.rows[place, kind] += not event.gone
    filled = {
        place: sum(1 for event in history.events if not event.gone and _value(event.row, place) is not None)
        for place, _ in columns.people
    }
    found = []
    for (place, kind), people in sorted(columns.people.items()):
        all_kinds = sum(rows for (other, _), rows in columns.rows.items() if other == place)
        enough = all_kinds >= SHARE * filled[place] or len(people) >= KNOWN * len(_known(knowledge, kind))
        if len(people) >= 3 and enough:
            events = {person: tuple(each) for person, each in people.items() if not each[0].gone}
            found.append(Side(f"{_named(history, place)} ({kind})", kind, series, history, events))
    return found


def _known(knowledge: Knowledge, kind: str) -> list[str]:
    return [person for other, person in knowledge.pseudonyms.values() if other == kind] or list(knowledge.roster)


def _named(history: History, place: int) -> str:
    columns = history.shape.columns
    return f"{history.shape.name}.{columns[place] if place < len(columns) else place}"


def _value(row: Row, place: int) -> Value:
    return row.values[place] if place < len(row.values) else None


def _hops(series: Series, side: Side, known: set[str]) -> list[Side]:
    found = []
    for place, keys in _keys(side).items():
        for history in series.tables.values():
            if history is side.history or history.shape.index:
                continue
            for other in range(len(history.shape.columns)):
                name = f"{_named(history, other)} -> {side.name}"
                if name in known or not _leads(side, place, keys, history, other):
                    continue
                if events := _led(history, other, keys):
                    found.append(Side(name, side.kind, series, history, events))
    return found


def _keys(side: Side) -> dict[int, dict[Value, str]]:
    """Columns of a side whose every value belongs to one person: value -> person."""
    found: dict[int, dict[Value, str]] = {}
    for place in range(len(side.history.shape.columns)):
        owners: dict[Value, str] = {}
        unique = True
        for person, events in side.events.items():
            for value in {_value(event.row, place) for event in events} - {None}:
                unique = unique and owners.setdefault(value, person) == person
        if unique and len(owners) >= 3:
            found[place] = owners
    return found


def _leads(side: Side, place: int, keys: Mapping[Value, str], history: History, other: int) -> bool:
    values = {_value(event.row, other) for event in history.events} - {None}
    if len(values & keys.keys()) < 3:
        return False
    column, table = history.shape.columns[other], side.history.shape.name
    declared = any(
        each.column == column and each.table == table and each.target in ("", side.history.shape.columns[place])
        for each in history.shape.foreign
    )
    if declared:
        return True
    if all(opaque(value) for value in values):
        return len(values & keys.keys()) >= SHARE * len(values)
    named = _LEADING.fullmatch(column) or column in (f"{table}_id", f"{table.rstrip('s')}_id", f"{table}_key")
    return bool(named) and values <= keys.keys()


def _led(history: History, other: int, keys: Mapping[Value, str]) -> dict[str, tuple[Event, ...]]:
    events: dict[str, list[Event]] = defaultdict(list)
    for event in history.events:
        person = keys.get(_value(event.row, other))
        if person is not None:
            events[person].append(event)
    return {person: tuple(each) for person, each in events.items() if not each[0].gone} if len(events) >= 3 else {}


def opaque(value: Value) -> bool:
    return isinstance(value, str | bytes) and len(value) >= _OPAQUE


def owned(side: Side, place: int | None = None) -> dict[Value, str]:
    """Opaque values, of one column or of all, that belong to one person: value -> person."""
    owners: dict[Value, set[str]] = defaultdict(set)
    for person, events in side.events.items():
        for event in events:
            for value in event.row.values if place is None else event.row.values[place : place + 1]:
                if opaque(value):
                    owners[value].add(person)
    return {value: next(iter(people)) for value, people in owners.items() if len(people) == 1}
