"""A person's id beside an answer: in pages (free ones, slack and old frames included) and in lines of a log."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.audit.knowledge import Knowledge, Sighting
from bot.audit.pages import Page

NEAR = 1500
"""Bytes."""
_DONE = re.compile(rb"submitted|completed|saved|accepted|token|thanks", re.IGNORECASE)
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")


@dataclass
class Residue:
    """Weights of the links that nearness suggests: (kind of sign, question) -> person -> whose answer -> weight."""

    knowledge: Knowledge
    weights: dict[tuple[str, int], dict[str, dict[str, int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    )
    where: set[str] = field(default_factory=set)
    seen: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Question -> whose answers were seen anywhere in plain text."""

    def page(self, page: Page) -> None:
        self.text(page.data, "page")

    def text(self, data: bytes, where: str) -> None:
        """Each answer goes to the nearest id of each kind."""
        answers = self.knowledge.canaries.found(data)
        if not answers:
            return
        for _, (question, whose) in answers:
            self.seen[question].add(whose)
        kinds: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for offset, (kind, person) in self.knowledge.traces.found(data):
            kinds[kind].append((offset, person))
        for kind, people in kinds.items():
            for offset, (question, whose) in answers:
                distance, person = _nearest(people, offset)
                if distance < NEAR:
                    self.weights[kind, question][person][whose] += NEAR - distance
                    self.where.add(where)

    def best(self, kind: str, question: int) -> dict[str, set[str]]:
        """Person -> the answer that most speaks for."""
        found = self.weights.get((kind, question), {})
        return {person: {max(sorted(weights), key=weights.__getitem__)} for person, weights in found.items()}


def _nearest(people: list[tuple[int, str]], offset: int) -> tuple[int, str]:
    place = bisect_left(people, (offset, ""))
    beside = people[max(0, place - 1) : place + 1]
    return min((abs(at - offset), person) for at, person in beside)


@dataclass
class Log:
    """A text file, or a file of appended commands: who and what is named in it, and when."""

    name: str
    people: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Kind of sign -> person -> line: the first that says that something is done, else the first at all."""
    times: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """The same with the moment written in the line, seconds."""
    answers: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Question -> whose -> line."""


def read_log(name: str, data: bytes, knowledge: Knowledge, residue: Residue) -> Log:
    log = Log(name)
    residue.text(data, "log")
    told: set[Sighting] = set()
    moment: float | None = None
    for number, line in enumerate(data.splitlines()):
        moment = _moment(line, moment)
        done = _DONE.search(line) is not None
        for _, (kind, person) in knowledge.traces.found(line):
            first = person not in log.people[kind]
            if first or (done and (kind, person) not in told):
                log.people[kind][person] = number
                if moment is not None:
                    log.times[kind][person] = moment
            if done:
                told.add((kind, person))
        _name_answers(log, number, (whose for _, whose in knowledge.canaries.found(line)))
    return log


def _name_answers(log: Log, number: int, named: Iterable[tuple[int, str]]) -> None:
    for question, whose in named:
        log.answers[question].setdefault(whose, number)


def _moment(line: bytes, before: float | None) -> float | None:
    """Lines without a moment belong to the line above."""
    if (match := _MOMENT.search(line)) is None:
        return before
    try:
        moment = datetime.fromisoformat(match[0].decode())
    except ValueError:
        return before
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
