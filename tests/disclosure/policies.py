"""The ways of publishing that trust.md 2.2 measured, as mutants: what each publishes, day by day."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.disclosure.attacker import People

K = 5
DAYS = 10


@dataclass(frozen=True)
class Arrivals:
    """Who answered, in order: (person, department, day)."""

    came: tuple[tuple[int, int, int], ...]

    def until(self, day: int, department: int | None = None) -> list[int]:
        return [who for who, cell, when in self.came if when <= day and department in (None, cell)]

    @property
    def departments(self) -> list[int]:
        return sorted({cell for _, cell, _ in self.came})


def measured(seed: int) -> Arrivals:
    """The simulated town of trust.md 2.2, its small departments not merged."""
    luck, came, who = random.Random(f"raw {seed}"), [], 0
    for department, people in enumerate((6, 9, 14, 22, 35)):
        for _ in range(people):
            if luck.random() < 0.75:
                came.append((min(DAYS - 1, int(luck.expovariate(0.35))), luck.random(), who, department))
            who += 1
    return Arrivals(tuple((who, department, day) for day, _, who, department in sorted(came)))


Policy = Callable[[Arrivals], list[People]]


def threshold(arrivals: Arrivals) -> list[People]:
    """P0: a department or the whole is published once it holds k answers."""
    return [shown for day in range(DAYS) for shown in _today(arrivals, day).values()]


def complementary(arrivals: Arrivals) -> list[People]:
    """P1: and the smallest shown department is hidden as long as the hidden rest is neither nobody nor k."""
    return [shown for day in range(DAYS) for shown in _complemented(arrivals, day).values()]


def frozen_until_k_new(arrivals: Arrivals) -> list[People]:
    """P2: and a number stays as it is until its department, or the whole, has k new answers."""
    standing: dict[int | None, People] = {}
    published: list[People] = []
    for day in range(DAYS):
        for place, shown in _complemented(arrivals, day).items():
            if len(shown - standing.get(place, frozenset())) >= K:
                standing[place] = shown
                published.append(shown)
    return published


def in_order_of_arrival(arrivals: Arrivals) -> list[tuple[int, People]]:
    """P3: indivisible blocks of k as they come, the newest held back; leftovers join the last. (department, block)"""
    blocks = []
    for department in arrivals.departments:
        came = arrivals.until(DAYS, department)
        full = [came[at : at + K] for at in range(0, len(came) - len(came) % K, K)]
        if full:
            full[-1] += came[len(came) - len(came) % K :] if len(came) % K else []
            blocks += [(department, frozenset(block)) for block in full]
    return blocks


def _today(arrivals: Arrivals, day: int) -> dict[int | None, People]:
    places: list[int | None] = [None, *arrivals.departments]
    held = {place: frozenset(arrivals.until(day, place)) for place in places}
    return {place: people for place, people in held.items() if len(people) >= K}


def _complemented(arrivals: Arrivals, day: int) -> dict[int | None, People]:
    shown = _today(arrivals, day)
    while None in shown:
        departments = {place: people for place, people in shown.items() if place is not None}
        hidden = len(shown[None]) - sum(map(len, departments.values()))
        if not 0 < hidden < K or not departments:
            break
        del shown[min(departments, key=lambda place: (len(departments[place]), place))]
    return shown
