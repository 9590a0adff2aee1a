"""Pools that write several answers at once: first in, first out; or drawn at random from those who wait."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from bot.audit.answers import Answers
from bot.audit.clocks import Clock
from bot.audit.labels import Departments
from bot.audit.scores import Link, of_sets


def queue(answers: Answers, departments: Departments, clock: Clock) -> Iterator[Link | None]:
    """Who came as the r-th belongs to the flush that brought the r-th answer."""
    everybody = _queued(dict(clock.people), _flushes(clock.answers))
    yield of_sets("flush queue", clock.name, answers, everybody)
    if not departments.known:
        return
    found: dict[str, set[str]] = {}
    for cell, people in _by_cell(clock, departments).items():
        mine = {whose: at for whose, at in clock.answers.items() if answers.labels.get(whose) == cell}
        found |= _queued(people, _flushes(mine))
    yield of_sets("flush queue", f"{clock.name}, by department", answers, found, departments.base())


def following(answers: Answers, departments: Departments, clock: Clock) -> Iterator[Link | None]:
    """The first flush at or after a person's coming."""
    flushes = _flushes(clock.answers)
    moments = sorted(flushes)
    everybody = {person: _next(flushes, moments, at) for person, at in clock.people.items()}
    yield of_sets("next flush", clock.name, answers, everybody)
    if not departments.known:
        return
    found: dict[str, set[str]] = {}
    for cell, people in _by_cell(clock, departments).items():
        mine = _flushes({whose: at for whose, at in clock.answers.items() if answers.labels.get(whose) == cell})
        found |= {person: _next(mine, sorted(mine), at) for person, at in people.items()}
    yield of_sets("next flush", f"{clock.name}, by department", answers, found, departments.base())


def _flushes(answers: Mapping[str, int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for whose, at in answers.items():
        found[at].add(whose)
    return found


def _by_cell(clock: Clock, departments: Departments) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for person, at in clock.people.items():
        found[departments.cell(person)][person] = at
    return found


def _next(flushes: Mapping[int, set[str]], moments: list[int], at: int) -> set[str]:
    place = bisect_left(moments, at)
    return flushes[moments[place]] if place < len(moments) else set()


def _queued(people: Mapping[str, int], flushes: Mapping[int, set[str]]) -> dict[str, set[str]]:
    """People of one moment share a range of ranks."""
    ends: list[tuple[int, set[str]]] = []
    count = 0
    for moment in sorted(flushes):
        count += len(flushes[moment])
        ends.append((count, flushes[moment]))
    bounds = [end for end, _ in ends]
    together: dict[int, list[str]] = defaultdict(list)
    for person, at in people.items():
        together[at].append(person)
    found: dict[str, set[str]] = {}
    rank = 0
    for at in sorted(together):
        first, last = bisect_left(bounds, rank + 1), bisect_left(bounds, rank + len(together[at]))
        candidates = set().union(*(answers for _, answers in ends[first : last + 1]))
        found |= dict.fromkeys(together[at], candidates)
        rank += len(together[at])
    return found
