"""Chance that comes out the same each time, so that the demo city is always the same city."""

import random
from collections.abc import Sequence
from typing import TypeVar

from surveys.chance import ALPHABET

T = TypeVar("T")


class SeededChance:
    """The port `surveys.chance.Chance`, and the few draws that making a city needs."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def key(self, length: int = 8) -> str:
        return "".join(self._random.choice(ALPHABET) for _ in range(length))

    def fraction(self) -> float:
        return self._random.random()

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def around(self, mean: float, spread: float) -> float:
        return self._random.gauss(mean, spread)

    def one_of(self, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
        return self._random.choices(things, weights)[0]

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return self._random.sample(things, len(things))
