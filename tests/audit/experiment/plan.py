"""Who works in the town, who answers and when, and what else people do meanwhile. Fixed by the seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

DAYS = 5
QUESTIONS = ("work", "team", "chief", "pay", "tools")
STAFF: dict[int, tuple[tuple[int, ...], ...]] = {
    17: ((12, 10), (14, 6)),
    65: ((22, 18, 15, 13, 10),),
    205: ((60, 48, 40, 33, 27, 22, 18, 14, 11, 9, 7, 6),),
}
"""Answers -> sizes of departments, one of these by the seed; 205 of 295 is the town of trust.md 3.4."""
WORDS = [
    *["да", "нет", "можно", "лучше", "очень", "зимой", "холодно", "график", "смены", "отпуск"],
    *["чай", "ремонт", "очередь", "бумаги", "принтер", "тихо", "шумно", "рано", "поздно", "дружно"],
]
LETTERS = {17: 8, 65: 12, 205: 24}
"""Fewer than eight have no order to be found."""
ORDINARY = ("privacy", "rate", "start")
ORDINARY_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Employee:
    id: int
    unit: str
    answers: bool
    ratings: tuple[str, ...]
    """Nobody else's combination: a row that shows all five names its author."""
    comment: str
    canary: str
    letter: str
    """Empty for who writes none."""
    letter_canary: str


@dataclass(frozen=True, slots=True)
class Event:
    at: timedelta
    """Since the launch."""
    employee: Employee
    kind: str
    """answer, letter or one of ORDINARY."""


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    sizes: tuple[int, ...]
    staff: tuple[Employee, ...]
    events: tuple[Event, ...]

    @property
    def answering(self) -> list[Employee]:
        return [each for each in self.staff if each.answers]


def planned(answers: int, seed: int) -> Plan:
    chance = random.Random(f"{answers} {seed}")
    choices = STAFF[answers]
    sizes = choices[seed % len(choices)]
    units = [f"u{at}" for at, size in enumerate(sizes) for _ in range(size)]
    ids = chance.sample(range(10**9, 8 * 10**9), len(units))
    vectors = chance.sample(range(5 ** len(QUESTIONS)), len(units))
    answering = set(chance.sample(range(len(units)), answers))
    writing = set(chance.sample(range(len(units)), LETTERS[answers]))
    staff = [
        _employee(chance, ids[at], unit, vectors[at], answers=at in answering, writes=at in writing)
        for at, unit in enumerate(units)
    ]
    chance.shuffle(staff)
    return Plan(seed, sizes, tuple(staff), tuple(_events(chance, staff)))


def _employee(chance: random.Random, identity: int, unit: str, vector: int, *, answers: bool, writes: bool) -> Employee:
    ratings = tuple(str(vector // 5**place % 5 + 1) for place in range(len(QUESTIONS)))
    canaries = [_canary(chance) for _ in range(2)]
    comment, letter = (_said(chance, canary) for canary in canaries)
    return Employee(identity, unit, answers, ratings, comment, canaries[0], letter if writes else "", canaries[1])


def _canary(chance: random.Random) -> str:
    """64 random bits in letters: digits in a row could be masked as a telephone number."""
    bits = chance.getrandbits(64)
    return "".join(chr(ord("a") + (bits >> 4 * place & 15)) for place in range(16))


def _said(chance: random.Random, canary: str) -> str:
    return " ".join([*chance.choices(WORDS, k=chance.randint(3, 44)), canary])


def _events(chance: random.Random, staff: Sequence[Employee]) -> list[Event]:
    found = [Event(_moment(chance), each, "answer") for each in staff if each.answers]
    found += [Event(_moment(chance), each, "letter") for each in staff if each.letter]
    ordinary = chance.sample(staff, round(ORDINARY_SHARE * len(staff)))
    found += [Event(_moment(chance), each, chance.choice(ORDINARY)) for each in ordinary]
    return sorted(found, key=lambda event: event.at)


def _moment(chance: random.Random) -> timedelta:
    """Most on the first days, within nine hours from nine o'clock."""
    day = min(DAYS - 1, int(chance.expovariate(0.6)))
    return timedelta(days=day, seconds=chance.randrange(1, 9 * 3600))
