"""What any store looks like to the attack: rows with a place, states in order of time, and what changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.audit.records import Value
from bot.audit.shapes import Shape


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Compared by identity; two states share the rows of a page that did not change."""

    values: tuple[Value, ...]
    number: int | None = None
    """The rowid, where there is one."""
    position: float | None = None
    """Where it lies among its neighbours, from early to late; None where the place says nothing of the time."""
    leaf: int = 0
    """Rows of different leaves have positions that cannot be compared."""
    transaction: int | None = None
    """PostgreSQL: xmin."""


Part = tuple[Row, ...]
"""Rows that come and go together: a page of SQLite, a whole table elsewhere. Compared by identity."""


@dataclass(frozen=True, slots=True)
class Table:
    shape: Shape
    parts: tuple[Part, ...]

    def __iter__(self) -> Iterator[Row]:
        return (row for part in self.parts for row in part)


State = dict[str, Table]


@dataclass(frozen=True, slots=True)
class Event:
    at: int
    """Number of the state, from 0."""
    row: Row
    gone: bool


@dataclass(eq=False)
class History:
    """A table over all states of a series."""

    shape: Shape
    events: list[Event] = field(default_factory=list)
    peak: tuple[Row, ...] = ()
    """The rows of the last state that had the most of them."""
    last: tuple[Part, ...] = ()

    def step(self, at: int, parts: tuple[Part, ...]) -> None:
        before = {id(part) for part in self.last}
        after = {id(part) for part in parts}
        if before == after:
            return
        gone = [row for part in self.last if id(part) not in after for row in part]
        new = [row for part in parts if id(part) not in before for row in part]
        self.events += [Event(at, row, gone=True) for row in _without(gone, new)]
        self.events += [Event(at, row, gone=False) for row in _without(new, gone)]
        self.last = parts
        if (count := sum(map(len, parts))) >= len(self.peak) and count:
            self.peak = tuple(row for part in parts for row in part)

    def ever(self) -> list[Row]:
        """Every row that any state held, in the order of first appearance."""
        return [event.row for event in self.events if not event.gone]


@dataclass(eq=False)
class Series:
    """States of one store in order of time. The last one is what was found last."""

    name: str
    states: int = 0
    tables: dict[str, History] = field(default_factory=dict)

    def add(self, state: State) -> None:
        for name, table in state.items():
            history = self.tables.get(name)
            if history is None or history.shape.columns != table.shape.columns:
                history = self.tables[name] = History(table.shape)
            history.step(self.states, table.parts)
        for name, history in self.tables.items():
            if name not in state:
                history.step(self.states, ())
        self.states += 1


def _without(rows: Iterable[Row], others: Iterable[Row]) -> list[Row]:
    """Those whose values do not stand among the others: a page that was rewritten is no news."""
    left = Counter(row.values for row in others)
    kept = []
    for row in rows:
        if left[row.values] > 0:
            left[row.values] -= 1
        else:
            kept.append(row)
    return kept
