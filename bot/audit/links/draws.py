"""Who was drawn: rows of some of those who wait change, or their boxes go, when a block appears, and others' do not.

A block of k then names k people, although each of them was to hide among 2k or more. This stays within 1/k, so accuracy
alone does not show it; and what a person's box looks like may say which answer it held.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.audit.answers import Answers
from bot.audit.chance import binomial_tail, neutral, spearman_z
from bot.audit.labels import Departments
from bot.audit.records import Value
from bot.audit.rows import History, Row
from bot.audit.scores import Link, of_orders, of_sets
from bot.audit.sides import Side, opaque, owned
from bot.audit.stories import LONG

Departures = Mapping[str, Sequence[int]]
"""Person -> copies in which something of theirs changed or went."""


def drawn(answers: Answers, departments: Departments, sides: Sequence[Side]) -> Iterator[Link | None]:
    series = answers.series
    if series is None or series.states < 2:
        return
    for side in sides:
        if side.series is not series or side.history.shape.index or side.history is answers.history:
            continue
        yield from _told(f"{side.name} changes", answers, departments, side.appeared, side.changed)
        for name, table in series.tables.items():
            if table in (side.history, answers.history) or table.shape.index:
                continue
            for way, departures in _boxes(side, table):
                yield from _told(f"{side.name} {way} {name}", answers, departments, side.appeared, departures)


def _told(
    name: str, answers: Answers, departments: Departments, came: Mapping[str, int], departures: Departures
) -> Iterator[Link | None]:
    """Those whose rows change are drawn; or, just as telling, those whose rows do not."""
    flushes: dict[tuple[int, str], set[str]] = defaultdict(set)
    for whose, unit in answers.units.items():
        flushes[unit.at, answers.labels.get(whose, "")].add(whose)
    cells: dict[str, set[str]] = defaultdict(set)
    for person in came:
        cells[departments.cell(person) if departments.known else ""].add(person)
    for sign, changing in (("drawn", True), ("kept", False)):
        found: dict[str, set[str]] = {}
        chances: dict[str, float] = {}
        published: dict[str, int] = defaultdict(int)
        for (at, cell), block in sorted(flushes.items()):
            pool = sum(1 for person in cells[cell] if came[person] <= at) - published[cell]
            published[cell] += len(block)
            waiting = {person for person in cells[cell] if came[person] < at and person not in found}
            group = {person for person in waiting if at in departures.get(person, ())}
            if not group or group == waiting:
                continue
            for person in group if changing else waiting - group:
                found[person] = block
                chances[person] = len(block) / max(pool, len(block))  # of whoever surely waits
        link = of_sets("drawn", f"{name}: {sign}", answers, found)
        # Who still waits was predicted wrongly and counts here too, though their answer is not to be seen.
        yield link and replace(link, p=binomial_tail(link.hits, list(chances.values())))


def _boxes(side: Side, table: History) -> Iterator[tuple[str, Departures]]:
    """Ways from a person to a row of another table, and when that row went."""
    gone = _gone(table)
    if not gone:
        return
    named: dict[str, list[int]] = defaultdict(list)
    for value, person in owned(side).items():
        named[person] += gone.get(value, [])
    if sum(1 for ats in named.values() if ats) >= 5:
        yield "names a row of", named
    rows = _came_together(side, table)
    for place, column in enumerate(table.shape.columns):
        names = {person: row.values[place] for person, row in rows.items()}
        beside = {person: gone.get(value, []) for person, value in names.items() if opaque(value)}
        if len(set(names.values())) == len(names) and sum(1 for ats in beside.values() if ats) >= 5:
            yield f"came with a {column} of", beside


def _gone(table: History) -> dict[Value, list[int]]:
    """Opaque value -> copies in which it was in the table no longer; a row that only changed is still there."""
    stays = {(event.at, value) for event in table.events if not event.gone for value in event.row.values}
    found: dict[Value, list[int]] = defaultdict(list)
    for event in table.events:
        if event.gone:
            for value in event.row.values:
                if opaque(value) and (event.at, value) not in stays:
                    found[value].append(event.at)
    return found


def _came_together(side: Side, table: History) -> dict[str, Row]:
    """Person -> the only row that entered the other table in the copy in which only this person appeared."""
    people: dict[int, list[str]] = defaultdict(list)
    for person, at in side.appeared.items():
        people[at].append(person)
    rows: dict[int, list[Row]] = defaultdict(list)
    for event in table.events:
        if not event.gone:
            rows[event.at].append(event.row)
    return {
        found[0]: rows[at][0] for at, found in people.items() if at and len(found) == 1 and len(rows.get(at, ())) == 1
    }


def by_length(answers: Answers, departments: Departments, sides: Sequence[Side]) -> Iterator[Link | None]:
    """Longer boxes hold longer answers: a person's are those at the same ranks."""
    written = {whose: float(unit.length) for whose, unit in answers.units.items()}
    for name, sizes in _lengths(answers, sides):
        yield of_sets("length", name, answers, _at_ranks(sizes, written))
        if departments.known:
            yield of_sets(
                "length", f"{name}, by department", answers, _by_cell(answers, departments, sizes), departments.base()
            )
        pairs = [(sizes[person], length) for person, length in written.items() if person in sizes]
        yield of_orders("length", f"{name} ~ length of the text", spearman_z(pairs), len(pairs), inside=True)


def _lengths(answers: Answers, sides: Sequence[Side]) -> Iterator[tuple[str, dict[str, float]]]:
    """What was sealed when a person came, in bytes: (name, person -> length), where lengths differ."""
    series = answers.series
    if series is None or series.states < 2:
        return
    for side in sides:
        if side.series is series and not side.history.shape.index:
            for name, table in series.tables.items():
                found = {
                    person: float(length)
                    for person, row in _came_together(side, table).items()
                    if (length := _sealed(row))
                }
                if len(found) >= 5 and len(set(found.values())) > 1:
                    yield f"{side.name} came with {name}", found


def _sealed(row: Row) -> int:
    return sum(len(value) for value in row.values if isinstance(value, bytes) and len(value) >= LONG)


def _by_cell(answers: Answers, departments: Departments, sizes: Mapping[str, float]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for cell in sorted(set(answers.labels.values())):
        mine = {whose: float(unit.length) for whose, unit in answers.units.items() if answers.labels[whose] == cell}
        theirs = {person: size for person, size in sizes.items() if departments.cell(person) == cell}
        found |= _at_ranks(theirs, mine)
    return found


def _at_ranks(sizes: Mapping[str, float], answers: Mapping[str, float]) -> dict[str, set[str]]:
    """Ties share all the answers at their ranks, stretched to the number of answers."""
    order = sorted(answers, key=lambda whose: (answers[whose], neutral(whose, "answer")))
    counted = sorted(sizes.values())
    found = {}
    for person, size in sizes.items():
        low = sum(1 for other in counted if other < size) * len(order) // len(counted)
        high = -(-bisect_right(counted, size) * len(order) // len(counted))
        found[person] = set(order[low:high])
    return found
