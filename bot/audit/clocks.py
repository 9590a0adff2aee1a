"""Moments that both sides share: numbers of copies of a store, transactions of a log, days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.audit.answers import Answers
from bot.audit.moments import day
from bot.audit.orderings import Ordering
from bot.audit.sides import Side
from bot.audit.stories import Story


@dataclass(frozen=True)
class Clock:
    name: str
    people: Mapping[str, int]
    """Person -> when they came, or when their row changed."""
    answers: Mapping[str, int]


def copies(answers: Answers, sides: Sequence[Side]) -> Iterator[Clock]:
    """One for the appearance of people, one for the first and one for the last change of their rows."""
    if answers.series is None or answers.series.states < 2:
        return
    seen = {whose: unit.at for whose, unit in answers.units.items()}
    for side in sides:
        if side.series is answers.series and not side.history.shape.index:
            yield from _of_side(side, seen)


def _of_side(side: Side, seen: Mapping[str, int]) -> Iterator[Clock]:
    yield Clock(f"{side.name} appears", side.appeared, seen)
    changed = {person: ats for person, ats in side.changed.items() if ats}
    if len(changed) >= 3:
        yield Clock(f"{side.name} changes", {person: ats[0] for person, ats in changed.items()}, seen)
        last = {person: ats[-1] for person, ats in changed.items()}
        if any(len(ats) > 1 for ats in changed.values()):
            yield Clock(f"{side.name} changes last", last, seen)


def transactions(answers: Answers, stories: Sequence[Story]) -> Iterator[Clock]:
    for story in stories:
        people: dict[str, dict[str, int]] = defaultdict(dict)
        mine: dict[str, int] = {}
        for number, each in enumerate(story.transactions):
            for kind, person in each.people:
                people[kind].setdefault(person, number)
            for question, whose in each.answers:
                if question == answers.question and whose in answers.units:
                    mine.setdefault(whose, number)
        for kind, found in sorted(people.items()):
            if mine and len(found) >= 3:
                yield Clock(f"{kind} in {story.name}", found, mine)


def ranks(people: Sequence[Ordering], answers: Answers) -> Iterator[Clock]:
    """For queues, which need no moments: people in any order against the copies in which answers appeared."""
    if answers.series is None or answers.series.states < 2:
        return
    seen = {whose: unit.at for whose, unit in answers.units.items()}
    for each in people:
        numbers = {place: number for number, place in enumerate(sorted(set(each.places.values())))}
        yield Clock(each.name, {person: numbers[place] for person, place in each.places.items()}, seen)


def days(people: Sequence[Ordering], answers: Sequence[Ordering]) -> Iterator[Clock]:
    for left in people:
        for right in answers:
            if left.timed and right.timed:
                yield Clock(
                    f"day of {left.name} = day of {right.name}",
                    {person: day(at) for person, at in left.places.items()},
                    {whose: day(at) for whose, at in right.places.items()},
                )
