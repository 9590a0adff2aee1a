"""Twelve people with an answer each, for tests of one thing at a time."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.audit import Knowledge

_CHANCE = random.Random(5)
PEOPLE = [str(_CHANCE.randrange(10**9, 10**10)) for _ in range(12)]
CANARY = {person: f"{_CHANCE.getrandbits(64):016x}" for person in PEOPLE}
DEPARTMENT = {person: f"Отдел {number % 2}" for number, person in enumerate(PEOPLE)}
OTHERS = [str(_CHANCE.randrange(10**9, 10**10)) for _ in range(6)]
KNOWLEDGE = Knowledge(
    {person: (DEPARTMENT.get(person, "Отдел 1"),) for person in PEOPLE + OTHERS},
    truth={person: (canary,) for person, canary in CANARY.items()},
)


def shuffled(seed: int) -> list[str]:
    people = list(PEOPLE)
    random.Random(seed).shuffle(people)
    return people


def made(path: Path, script: str, fill: Callable[[sqlite3.Connection], object]) -> Path:
    database = sqlite3.connect(path)
    database.executescript(script)
    fill(database)
    database.commit()
    database.execute("VACUUM")
    database.close()
    return path
