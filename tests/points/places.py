"""Points, times and a fixed chance for the tests of this folder."""

import random
from datetime import UTC, datetime

from surveys.chance import ALPHABET
from surveys.points.codes import check_digit
from surveys.points.point import Point, Service

SECRET = b"a secret of this installation only"
NOON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class FixedChance:
    """The same signs in every run."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)

    def key(self, length: int = 8) -> str:
        return "".join(self.random.choice(ALPHABET) for _ in range(length))

    def fraction(self) -> float:
        return self.random.random()


def code(free: int) -> str:
    return f"{free}{check_digit(str(free))}"


HALL = Point(
    "hall2222",
    code(1234567),
    "МФЦ на улице Ленина, 5",
    "МФЦ",
    "г. Аргун, ул. Ленина, 5",
    "Пн–Пт 9:00–18:00\nСб 9:00–14:00",
    (Service("passport", "Паспорт"), Service("benefits", "Льготы; пособия = выплаты")),
    "counter",
    "ext-service",
)
ARCHIVE = Point("arch3333", code(7654321), "Архив", "Архивный отдел", active=False)
