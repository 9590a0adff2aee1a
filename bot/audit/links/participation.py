"""Who took part: rows, values of a column, or lines of a log that belong to exactly the people who answered.

No answer is linked by it, but that somebody answered is personal too, and it is half of every other link
(trust.md 1.3, items 8 and 9).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.audit.chance import binomial_tail
from bot.audit.knowledge import NAMED, Knowledge
from bot.audit.records import Value
from bot.audit.residue import Log
from bot.audit.scores import Link
from bot.audit.sides import Side

ALIKE = 0.9
"""People in both / people in either."""
KINDS = 10
"""Columns with more values tell no groups."""


def took_part(sides: Sequence[Side], logs: Sequence[Log], knowledge: Knowledge) -> Iterator[Link | None]:
    answered = {*knowledge.truth, *knowledge.values, *knowledge.rows} & knowledge.people
    if not answered or len(answered) == len(knowledge.roster):
        return
    for name, people in _groups(sides, logs):
        both = len(people & answered)
        if both < ALIKE * len(people | answered):
            continue
        p = binomial_tail(both, [len(answered) / len(knowledge.roster)] * len(people))
        yield Link("participation", name, len(people), both, p=p)


def _groups(sides: Sequence[Side], logs: Sequence[Log]) -> Iterator[tuple[str, set[str]]]:
    for side in sides:
        if side.kind != NAMED or side.history.shape.index:
            continue
        yield f"rows of {side.name}", set(side.events)
        yield f"{side.name} changes", {person for person, ats in side.changed.items() if ats}
        for place, column in enumerate(side.history.shape.columns):
            groups: dict[Value, set[str]] = defaultdict(set)
            for person, row in side.last.items():
                if place < len(row.values):
                    groups[row.values[place]].add(person)
            if len(groups) <= KINDS:
                for number, people in enumerate(groups.values()):
                    yield f"{side.name}: {column}, value {number + 1}", people
            elif None in groups:
                yield f"{side.name}: {column} is set", set(side.last) - groups[None]
    for log in logs:
        for kind, lines in log.people.items():
            yield f"{kind} in {log.name}", set(lines)
