"""Candidates by what a person and an answer share: department, day, the copy in which both appeared, any value."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.audit.answers import Answers
from bot.audit.clocks import Clock
from bot.audit.labels import Departments
from bot.audit.records import Value
from bot.audit.scores import LABEL, Link, of_sets
from bot.audit.sides import Side


def by_department(answers: Answers, departments: Departments, people: Sequence[str]) -> Iterator[Link | None]:
    if not departments.known:
        return
    yield of_sets(LABEL, "department", answers, {person: departments.own(person) for person in people})
    yield of_sets(LABEL, "nearest department", answers, {person: departments.nearest(person) for person in people})
    yield of_sets(LABEL, "department or other", answers, {person: departments.possible(person) for person in people})


def by_clock(
    answers: Answers, departments: Departments, clock: Clock, kind: str = "partition"
) -> Iterator[Link | None]:
    """Both at the same moment."""
    at: dict[int, set[str]] = defaultdict(set)
    for whose, moment in clock.answers.items():
        at[moment].add(whose)
    found = {person: at.get(moment, set()) for person, moment in clock.people.items()}
    yield from with_and_without(kind, clock.name, answers, departments, found)


def by_value(answers: Answers, departments: Departments, sides: Sequence[Side]) -> Iterator[Link | None]:
    """Any column of a person's row that holds the same values as a column of the answers, in half of them at least."""
    columns = _columns(answers)
    for side in sides:
        if side.history is answers.history or side.history.shape.index:
            continue
        for place, name in enumerate(side.history.shape.columns):
            mine = {person: row.values[place] for person, row in side.last.items() if place < len(row.values)}
            for column, values in columns.items():
                if _alike(set(mine.values()) - {None}, values, answers.n):
                    found = {person: values.get(value, set()) for person, value in mine.items()}
                    told = f"{side.name}: {name} = answer's {column}"
                    yield from with_and_without("partition", told, answers, departments, found)


def with_and_without(
    kind: str, name: str, answers: Answers, departments: Departments, found: Mapping[str, set[str]]
) -> Iterator[Link | None]:
    """Over everything, and among the answers of the person's own department."""
    yield of_sets(kind, name, answers, found)
    if departments.known:
        own = {person: departments.among(person, candidates) for person, candidates in found.items()}
        yield of_sets(kind, f"{name}, by department", answers, own, departments.base())


def _columns(answers: Answers) -> dict[str, dict[Value, set[str]]]:
    found: dict[str, dict[Value, set[str]]] = {}
    for place, column in enumerate(answers.history.shape.columns):
        values: dict[Value, set[str]] = defaultdict(set)
        for whose, unit in answers.units.items():
            if place < len(unit.row.values) and (value := unit.row.values[place]) is not None:
                values[value].add(whose)
        found[column] = values
    return found


def _alike(people: set[Value], answers: Mapping[Value, set[str]], n: int) -> bool:
    shared = people & answers.keys()
    return len(shared) >= 2 and sum(len(answers[value]) for value in shared) * 2 >= n
