"""Every ordering of people against every ordering of answers, over the whole and inside every department."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.audit.answers import Answers
from bot.audit.chance import grouped_z, spearman_z
from bot.audit.labels import Departments
from bot.audit.orderings import FEWEST, Ordering
from bot.audit.residue import Log
from bot.audit.scores import Link, of_orders, of_sets
from bot.audit.sides import Side
from bot.audit.stories import Story


def orderings_of_people(sides: Sequence[Side], stories: Sequence[Story], logs: Sequence[Log]) -> list[Ordering]:
    found = [
        Ordering(f"{side.name} by {each.name}", each.places, each.timed, each.groups)
        for side in sides
        for each in side.orderings()
    ]
    for story in stories:
        places: dict[str, dict[str, float]] = defaultdict(dict)
        for number, entered in enumerate(story.transactions):
            for kind, person in entered.people:
                places[kind].setdefault(person, float(number))
        found += [Ordering(f"{kind} by {story.name}", each) for kind, each in sorted(places.items())]
    for log in logs:
        for kind, lines in log.people.items():
            found.append(Ordering(f"{kind} by line of {log.name}", {p: float(line) for p, line in lines.items()}))
        for kind, times in log.times.items():
            found.append(Ordering(f"{kind} by time in {log.name}", times, timed=True))
    return found


def orderings_of_answers(answers: Answers, stories: Sequence[Story], logs: Sequence[Log]) -> list[Ordering]:
    found = answers.orderings()
    for story in stories:
        places: dict[str, float] = {}
        for number, entered in enumerate(story.transactions):
            for question, whose in entered.answers:
                if question == answers.question and whose in answers.units:
                    places.setdefault(whose, number + answers.units[whose].place / 1e4)
        found.append(Ordering(story.name, places))
    for log in logs:
        lines = log.answers.get(answers.question, {})
        places = {whose: float(line) for whose, line in lines.items() if whose in answers.units}
        found.append(Ordering(f"line of {log.name}", places))
    return found


def compared(
    answers: Answers, departments: Departments, people: Sequence[Ordering], places: Sequence[Ordering]
) -> Iterator[Link | None]:
    """The i-th of m people gets the answer at rank i; where both have times, the answer nearest in time."""
    for left in people:
        for right in places:
            if len(left.places) < FEWEST or len(right.places) < FEWEST:
                continue
            name = f"{left.name} ~ {right.name}"
            guesses = _matched(left, right, left.places, right.places)
            found = of_sets("order", name, answers, guesses)
            if departments.known:  # the published label alone puts people and answers into one order, so no z here
                yield found
                yield _inside_departments(name, answers, departments, left, right)
            else:
                pairs = [(left.places[whose], at) for whose, at in right.places.items() if whose in left.places]
                yield found and replace(found, z=spearman_z(pairs))
            if right.groups:
                groups: Mapping[str, object] = right.groups
                if departments.known and not right.inside:  # a page may hold one department and not another
                    groups = {whose: (answers.labels.get(whose), group) for whose, group in groups.items()}
                yield _inside_groups(f"{name}, group by group", left, right, groups, inside=right.inside)


def _inside_departments(
    name: str, answers: Answers, departments: Departments, left: Ordering, right: Ordering
) -> Link | None:
    people: dict[str, dict[str, float]] = defaultdict(dict)
    for person, at in left.places.items():
        people[departments.cell(person)][person] = at
    places: dict[str | None, dict[str, float]] = defaultdict(dict)
    for whose, at in right.places.items():
        places[answers.labels.get(whose)][whose] = at
    guesses: dict[str, set[str]] = {}
    for cell, mine in people.items():
        guesses |= _matched(left, right, mine, places.get(cell, {}))
    found = of_sets("order", f"{name}, by department", answers, guesses, departments.base())
    compared = _inside_groups("", left, right, answers.labels, inside=False)
    return found and replace(found, z=compared.z)


def _inside_groups(name: str, left: Ordering, right: Ordering, groups: Mapping[str, object], *, inside: bool) -> Link:
    pairs = [(groups[whose], left.places[whose], at) for whose, at in right.places.items() if whose in left.places]
    return of_orders("order", name, grouped_z(pairs), len(pairs), inside=inside)


def _matched(
    left: Ordering, right: Ordering, people: Mapping[str, float], answers: Mapping[str, float]
) -> dict[str, set[str]]:
    if not answers:
        return {}
    return _nearest(people, answers) if left.timed and right.timed else _scaled(people, answers)


def _scaled(people: Mapping[str, float], answers: Mapping[str, float]) -> dict[str, set[str]]:
    """People who share a place share the answers at all their ranks, and answers that share a place go together."""
    lying = sorted(answers, key=lambda whose: answers[whose])
    tied: dict[float, set[str]] = defaultdict(set)
    for whose, at in answers.items():
        tied[at].add(whose)
    standing: dict[float, list[str]] = defaultdict(list)
    for person, at in people.items():
        standing[at].append(person)
    found: dict[str, set[str]] = {}
    before = 0
    for at in sorted(standing):
        ranks = range(before, before + len(standing[at]))
        middles = (lying[(2 * rank + 1) * len(lying) // (2 * len(people))] for rank in ranks)
        candidates = set().union(*(tied[answers[whose]] for whose in middles))
        found |= dict.fromkeys(standing[at], candidates)
        before += len(standing[at])
    return found


def _nearest(people: Mapping[str, float], answers: Mapping[str, float]) -> dict[str, set[str]]:
    tied: dict[float, set[str]] = defaultdict(set)
    for whose, at in answers.items():
        tied[at].add(whose)
    times = sorted(tied)
    found = {}
    for person, at in people.items():
        place = bisect_left(times, at)
        beside = times[max(0, place - 1) : place + 1]
        found[person] = tied[min(beside, key=lambda time: abs(time - at))]
    return found
