"""Where answers lie: every text of an employee in a row is an answer of its own, also inside JSON and inside a block.

With the truth answers are found by their texts, one set for each question and table that holds many of them; people
whose answer has no text are found by rows that show all their values. Without the truth, by what tables are called.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.audit.knowledge import Knowledge
from bot.audit.orderings import Ordering, different, of_columns, physical, tells
from bot.audit.records import Value
from bot.audit.rows import History, Row, Series
from bot.audit.stories import canaries

_NAMED = re.compile(r"answer|response|submission|feedback|vote|ballot|rating|comment|reply", re.IGNORECASE)
MANY = 0.3
"""Tables with fewer answers than this share of the fullest are copies of single ones, which residue finds."""


@dataclass(frozen=True, slots=True)
class Unit:
    row: Row
    at: int
    """The state in which it was first seen."""
    place: int
    """Position among the answers of its row."""
    length: int
    """Signs of the text it stands in."""


@dataclass(frozen=True)
class Answers:
    """Answers to one question in one table. Keys: whose it is; without the truth, a number."""

    name: str
    series: Series | None
    history: History
    question: int
    units: Mapping[str, Unit]
    labels: Mapping[str, str] = field(default_factory=dict)
    """Whose -> the department written beside it."""
    label_column: str = ""
    known: bool = True
    """The truth says whose they are."""

    @property
    def n(self) -> int:
        return len(self.units)

    @property
    def cells(self) -> int:
        return max(1, len(set(self.labels.values())))

    def orderings(self) -> list[Ordering]:
        rows = {whose: unit.row for whose, unit in self.units.items()}
        current = _by_values(self.history.peak)
        lying = {whose: current.get(row.values, row) for whose, row in rows.items()}
        found = [*of_columns(self.history.shape, rows, of_people=False), *physical(lying)]
        holders = Counter(unit.row for unit in self.units.values())
        if max(holders.values(), default=0) > 1:
            places = {whose: float(unit.place) for whose, unit in self.units.items()}
            found.append(Ordering("place in the row", places, groups=rows, inside=True))
        if self.series is not None and self.series.states > 1:
            appeared = {whose: unit.at + unit.place / 1e4 for whose, unit in self.units.items() if unit.at}
            found.append(Ordering("first copy", appeared))
        return different([each for each in found if tells(each)])


def answers_in(series: Series, knowledge: Knowledge) -> list[Answers]:
    if not knowledge.truth and not knowledge.values and not knowledge.rows:
        return [_guessed(series, history) for name, history in series.tables.items() if _NAMED.search(name)]
    found = [each for history in series.tables.values() for each in _by_text(series, history, knowledge)]
    for history in series.tables.values():
        found += _by_values_of_people(series, history, knowledge)
        found += _by_names_of_rows(series, history, knowledge)
    fullest: Counter[int] = Counter()
    for each in found:
        fullest[each.question] = max(fullest[each.question], each.n)
    return [_labelled(each, knowledge) for each in found if each.n >= max(3, MANY * fullest[each.question])]


def _by_text(series: Series, history: History, knowledge: Knowledge) -> Iterator[Answers]:
    if history.shape.index:
        return
    units: dict[int, dict[str, Unit]] = defaultdict(dict)
    for event in history.events:
        if event.gone:
            continue
        counts: Counter[int] = Counter()
        for column, (question, whose) in canaries(event.row.values, knowledge):
            length = len(str(event.row.values[column]))
            units[question].setdefault(whose, Unit(event.row, event.at, counts[question], length))
            counts[question] += 1
    for question, found in sorted(units.items()):
        lengths = _lengths(found, knowledge)
        placed = {whose: Unit(unit.row, unit.at, unit.place, lengths[whose]) for whose, unit in found.items()}
        yield Answers(f"{history.shape.name}[{question}]", series, history, question, placed)


def _lengths(units: Mapping[str, Unit], knowledge: Knowledge) -> dict[str, int]:
    """Signs of the smallest text around each canary: of the element, where a value is JSON."""
    texts: dict[str, int] = {}
    for row in {unit.row for unit in units.values()}:
        for text in (text for value in row.values if isinstance(value, str) for text in _texts(value)):
            for _, (_, whose) in knowledge.canaries.found(text.encode("utf-8", "replace")):
                texts[whose] = min(texts.get(whose, len(text)), len(text))
    return {whose: texts.get(whose, unit.length) for whose, unit in units.items()}


def _texts(value: str) -> Iterator[str]:
    if value[:1] in ("[", "{"):
        try:
            yield from _strings(json.loads(value))
            return
        except (ValueError, RecursionError):
            pass
    yield value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _by_values_of_people(series: Series, history: History, knowledge: Knowledge) -> list[Answers]:
    """Rows, or rows of one group, that show one person's whole set of values."""
    owners = defaultdict(list)
    for person, values in knowledge.values.items():
        owners[tuple(sorted(values.items()))].append(person)
    unique = {vector: people[0] for vector, people in owners.items() if len(people) == 1}
    if not unique or history.shape.index:
        return []
    questions = {tuple(name for name, _ in vector) for vector in unique}
    units: dict[str, Unit] = {}
    for event in history.events:
        if event.gone:
            continue
        for shown in _shown(history.shape.columns, event.row.values):
            for names in questions:
                if all(name in shown for name in names):
                    whose = unique.get(tuple((name, shown[name]) for name in names))
                    if whose is not None:
                        units.setdefault(whose, Unit(event.row, event.at, 0, 0))
    units = units or _grouped(history, unique, questions)
    return [Answers(f"{history.shape.name}[values]", series, history, -1, units)] if units else []


def _by_names_of_rows(series: Series, history: History, knowledge: Knowledge) -> list[Answers]:
    """Rows that hold nothing but sums: the answers in them lie in no place of their own."""
    if history.shape.index or not knowledge.row_names:
        return []
    units: dict[str, Unit] = {}
    for event in history.events:
        if not event.gone:
            for value in event.row.values:
                for whose in knowledge.row_names.get(value, ()):
                    units.setdefault(whose, Unit(event.row, event.at, 0, 0))
    return [Answers(f"{history.shape.name}[rows]", series, history, -2, units)] if units else []


def _shown(columns: tuple[str, ...], values: tuple[Value, ...]) -> Iterator[dict[str, str]]:
    """What a row shows by name: its columns, and every object inside its JSON."""
    yield {name: str(value) for name, value in zip(columns, values, strict=False) if value is not None}
    for value in values:
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                yield from _objects(json.loads(value))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        yield {str(name): str(each) for name, each in value.items()}
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(each, dict | list):
            yield from _objects(each)


def _grouped(
    history: History,
    unique: Mapping[tuple[tuple[str, str], ...], str],
    questions: set[tuple[str, ...]],
) -> dict[str, Unit]:
    """Tables with a row for each answer: (key, question, value), the key found by trying every column."""
    names = {name for each in questions for name in each}
    rows = [event for event in history.events if not event.gone]
    width = len(history.shape.columns)
    for asked in range(width):
        here = [event for event in rows if len(event.row.values) > asked and event.row.values[asked] in names]
        if len(here) < 3:
            continue
        for key in (place for place in range(width) if place != asked):
            for value in (place for place in range(width) if place not in (asked, key)):
                groups: dict[Value, dict[str, str]] = defaultdict(dict)
                first: dict[Value, Unit] = {}
                for event in here:
                    values = event.row.values
                    groups[values[key]][str(values[asked])] = str(values[value])
                    first.setdefault(values[key], Unit(event.row, event.at, 0, 0))
                found = {
                    unique[vector]: first[group]
                    for group, answers in groups.items()
                    if (vector := tuple(sorted(answers.items()))) in unique
                }
                if len(found) >= 3:
                    return found
    return {}


def _labelled(answers: Answers, knowledge: Knowledge) -> Answers:
    """With the column whose values are attributes of the roster, in at least half of the rows."""
    best: tuple[int, int] = (0, -1)
    rows = {whose: unit.row for whose, unit in answers.units.items()}
    width = max((len(row.values) for row in rows.values()), default=0)
    for place in range(width):
        shared = [value for row in rows.values() if (value := _text(row, place)) in knowledge.attributes]
        if len(set(shared)) >= 2 and len(shared) * 2 >= len(rows):
            best = max(best, (len(shared), -place))
    if not best[0]:
        return answers
    place = -best[1]
    labels = {whose: _text(row, place) for whose, row in rows.items()}
    column = answers.history.shape.columns[place]
    return Answers(
        answers.name, answers.series, answers.history, answers.question, answers.units, labels, column, answers.known
    )


def _text(row: Row, place: int) -> str:
    return str(row.values[place]) if place < len(row.values) else ""


def _guessed(series: Series, history: History) -> Answers:
    units = {
        f"#{number}": Unit(event.row, event.at, 0, 0) for number, event in enumerate(history.events) if not event.gone
    }
    return Answers(history.shape.name, series, history, 0, units, known=False)


def _by_values(rows: tuple[Row, ...]) -> dict[tuple[Value, ...], Row]:
    return {row.values: row for row in rows}
