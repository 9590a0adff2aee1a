"""Every promise made to a person, and the checker that compares them with the database (trust.md 5.3)."""

import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from storage.opening import open_storage
from surveys.chance import SystemClock

Visit = tuple[str, str]
"""A person's key and a point's key: one visit, one response."""


class History:
    """Written down as it happens, one JSON object a line, and kept in memory for the check.

    `storming` is true while a nemesis is at work: patience is counted from its end (I7).
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self.storming = False
        self.confirmed: dict[Visit, dict[str, Any]] = defaultdict(dict)
        self.thanked: set[Visit] = set()
        self.scans: Counter[str] = Counter()

    def did(self, person: int, what: str, **details: Any) -> None:
        self._note(person=person, did=what, **details)
        if what == "scan":
            self.scans[details["point"]] += 1

    def shown(self, person: int, point: str, **answers: Any) -> None:
        """The screen has moved on: these answers are promised to be safe."""
        self._note(person=person, point=point, shown=answers)
        self.confirmed[(str(person), point)] |= answers

    def thanks(self, person: int, point: str) -> None:
        self._note(person=person, point=point, shown="thanks")
        self.thanked.add((str(person), point))

    @property
    def promises(self) -> int:
        return sum(len(answers) for answers in self.confirmed.values())

    def close(self) -> None:
        self._file.close()

    def _note(self, **entry: Any) -> None:
        self._file.write(json.dumps({"at": time.monotonic(), **entry}, ensure_ascii=False) + "\n")


class Verdict:
    """What the database holds beside what was promised. `lost` and `doubled` are sentences without answers in them."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.doubled: list[str] = []
        self.stored: dict[Visit, dict[str, Any]] = {}

    def __str__(self) -> str:
        return "; ".join([*self.lost[:5], *self.doubled[:5]]) or "kept"


RESPONSES = """
    SELECT person.key, response.point, response.key, response.state
    FROM response JOIN person ON person.id = response.person_id
    WHERE response.standing <> 'draft'
"""


async def checked(database: str, history: History) -> Verdict:
    """Read with SQL of its own what is stored, and judge it by the history (I1 and I2)."""
    async with open_storage(database, clock=SystemClock(), exclusive=False) as storage:
        rows = await storage.read(lambda work: _all(work, RESPONSES))
        answers = await storage.read(lambda work: _all(work, "SELECT response_key, question, value FROM answer"))
        funnel = await storage.read(
            lambda work: _all(work, "SELECT point, stage, SUM(n) FROM funnel_count GROUP BY 1, 2")
        )
    return _judged(rows, answers, {(point, stage): int(n) for point, stage, n in funnel}, history)


async def rows(database: str, statement: str) -> list[Any]:
    """What a statement of the story's own finds."""
    async with open_storage(database, clock=SystemClock(), exclusive=False) as storage:
        return await storage.read(lambda work: _all(work, statement))


def _judged(responses: list[Any], answers: list[Any], funnel: dict[Any, int], history: History) -> Verdict:
    verdict = Verdict()
    of_response: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, question, value in answers:
        of_response[key][question] = json.loads(value)
    finished: Counter[str] = Counter()
    started: Counter[str] = Counter()
    for person, point, key, state in responses:
        if (person, point) in verdict.stored:
            verdict.doubled.append(f"a second response at {point}")
        verdict.stored[(person, point)] = of_response[key]
        started[point] += 1
        finished[point] += state == "submitted"
        if (person, point) in history.thanked and state != "submitted":
            verdict.lost.append(f"thanked at {point}, but the response is {state}")
    for visit, promised in history.confirmed.items():
        stored = verdict.stored.get(visit, {})
        wrong = [question for question, value in promised.items() if stored.get(question) != value]
        verdict.lost += [f"{question} at {visit[1]}" for question in wrong]
    for stage, expected in (("scanned", history.scans), ("started", started), ("finished", finished)):
        for point in {point for point, named in funnel if named == stage} | set(expected):
            counted = funnel.get((point, stage), 0)
            if counted > expected[point]:
                verdict.doubled.append(f"{stage} at {point}: {counted} of {expected[point]}")
            if counted < expected[point]:
                verdict.lost.append(f"{stage} at {point}: {counted} of {expected[point]}")
    return verdict


def _all(work: Any, statement: str) -> list[Any]:
    return [tuple(row) for row in work._connection.exec_driver_sql(statement).all()]


def canaries_in(files: list[Path], canaries: list[str]) -> list[str]:
    """The files (by name) that hold something personal or secret (I8)."""
    return [
        f"{path.name} holds {canary[:4]}..."
        for path in files
        if path.exists()
        for canary in canaries
        if canary.encode() in path.read_bytes() or canary in path.name
    ]
