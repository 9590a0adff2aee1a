"""Points, Funnel and Attempts in memory."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from surveys.points.point import Point

T = TypeVar("T")


@dataclass
class TwinPoints:
    rows: dict[str, Point] = field(default_factory=dict)
    lookups: list[str] = field(default_factory=list)

    def by_key(self, key: str) -> Point | None:
        self.lookups.append(key)
        return self.rows.get(key)

    def by_code(self, code: str) -> Point | None:
        self.lookups.append(code)
        return next((point for point in self.rows.values() if point.code == code), None)

    def all(self) -> list[Point]:
        return list(self.rows.values())

    def save(self, points: Iterable[Point]) -> None:
        self.rows |= {point.key: point for point in points}


@dataclass
class TwinFunnel:
    counts: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    raters: list[tuple[str, int, datetime]] = field(default_factory=list)
    flags: list[tuple[str, datetime, int]] = field(default_factory=list)

    def count(self, point: str, stage: str, day: date) -> None:
        self.counts[point, stage, day] += 1

    def totals(self, point: str, since: date) -> dict[str, int]:
        totals: Counter[str] = Counter()
        for (where, stage, day), number in self.counts.items():
            if where == point and day >= since:
                totals[stage] += number
        return dict(totals)

    def raters_since(self, point: str, moment: datetime) -> int:
        return len({person for where, person, at in self.raters if where == point and at >= moment})

    def flag_burst(self, point: str, at: datetime, raters: int) -> None:
        self.flags.append((point, at, raters))

    def bursts(self, since: datetime) -> list[tuple[str, datetime, int]]:
        return [flag for flag in reversed(self.flags) if flag[1] >= since]


@dataclass
class TwinAttempts:
    rows: dict[str, list[datetime]] = field(default_factory=dict)

    def count_since(self, subject: str, moment: datetime) -> int:
        return sum(1 for at in self.rows.get(subject, ()) if at > moment)

    def add(self, subject: str, at: datetime) -> None:
        self.rows.setdefault(subject, []).append(at)

    def stored(self) -> int:
        return sum(map(len, self.rows.values()))


@dataclass
class TwinWork:
    """The part of a Work that service points touch."""

    points: TwinPoints = field(default_factory=TwinPoints)
    funnel: TwinFunnel = field(default_factory=TwinFunnel)
    attempts: TwinAttempts = field(default_factory=TwinAttempts)


@dataclass
class TwinWorks:
    work: TwinWork = field(default_factory=TwinWork)

    async def write(self, function: Callable[[Any], T]) -> T:
        return function(self.work)

    async def read(self, function: Callable[[Any], T]) -> T:
        return function(self.work)
