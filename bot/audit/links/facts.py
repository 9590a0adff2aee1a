"""Links that need no guessing: the person's sign in the answer's row, beside it, or in the same transaction."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.audit.answers import Answers
from bot.audit.knowledge import Knowledge
from bot.audit.records import Value
from bot.audit.residue import Residue
from bot.audit.rows import Row
from bot.audit.scores import Link, of_sets
from bot.audit.sides import Side, opaque, owned
from bot.audit.stories import Story

CROWD = 50
"""Transactions with more new people are loads of a roster."""
FEW, SHARE = 3, 0.3
"""A value shared by people and answers counts where it is found for more than 3 answers and 30 % of them."""


def direct(answers: Answers, sides: Sequence[Side], knowledge: Knowledge) -> Iterator[Link | None]:
    yield _named(answers, knowledge)
    own = [side for side in sides if side.history is answers.history]
    for side in own:
        rows: dict[Row, set[str]] = defaultdict(set)
        for person, events in side.events.items():
            for event in events:
                rows[event.row].add(person)
        led: dict[str, set[str]] = defaultdict(set)
        for whose, unit in answers.units.items():
            for person in rows.get(unit.row, ()):
                led[person].add(whose)
        yield of_sets("direct", f"{side.name} in the answer's row", answers, led)
    for side in sides:
        if side not in own:
            yield from _shared(answers, side)


def _named(answers: Answers, knowledge: Knowledge) -> Link | None:
    found: dict[str, set[str]] = defaultdict(set)
    for whose, unit in answers.units.items():
        for _, (_, person) in knowledge.people_in(unit.row):
            found[person].add(whose)
    return of_sets("direct", "a person in the answer's row", answers, found)


def _shared(answers: Answers, side: Side) -> Iterator[Link | None]:
    """A value that stands once among the answers and belongs to one person."""
    people = _unique(side)
    for column, values in _columns_of_answers(answers).items():
        for place, owners in people.items():
            found: dict[str, set[str]] = {}
            for value, whose in values.items():
                if len(whose) == 1 and value in owners:
                    found.setdefault(owners[value], set()).update(whose)
            if len(found) > FEW and len(found) > SHARE * answers.n:
                yield of_sets("direct", f"{side.name}: value {place} = answer's {column}", answers, found)


def _unique(side: Side) -> dict[str, dict[Value, str]]:
    """Column -> {opaque value: the one person who has it}."""
    found = {column: owned(side, place) for place, column in enumerate(side.history.shape.columns)}
    return {column: owners for column, owners in found.items() if len(owners) > FEW}


def _columns_of_answers(answers: Answers) -> dict[str, dict[Value, set[str]]]:
    found: dict[str, dict[Value, set[str]]] = {}
    for place, column in enumerate(answers.history.shape.columns):
        values: dict[Value, set[str]] = defaultdict(set)
        for whose, unit in answers.units.items():
            if place < len(unit.row.values) and opaque(value := unit.row.values[place]):
                values[value].add(whose)
        if len(values) > FEW:
            found[column] = values
    return found


def residue(answers: Answers, found: Residue) -> Iterator[Link | None]:
    for kind in sorted({kind for kind, question in found.weights if question == answers.question}):
        best = found.best(kind, answers.question)
        kept = {person: whose & answers.units.keys() for person, whose in best.items()}
        yield of_sets("residue", f"{kind} beside the text ({', '.join(sorted(found.where))})", answers, kept)


def together(answers: Answers, stories: Sequence[Story]) -> Iterator[Link | None]:
    for story in stories:
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for each in story.transactions:
            if len({person for _, person in each.people}) > CROWD:
                continue
            mine = {whose for question, whose in each.answers if question == answers.question}
            for kind, person in each.people:
                found[kind][person] |= mine & answers.units.keys()
        for kind, sets in sorted(found.items()):
            yield of_sets("wal_tx", f"{kind} in one transaction ({story.name})", answers, sets)
