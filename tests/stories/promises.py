"""What employees were told about their anonymous answers, and the checker that compares it with what lies there.

Nobody but a test can make this comparison: it opens the boxes with the keys, and knows which sign is whose.
"""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Promises:
    """Written down as they are made, one JSON object a line. `storming`: a nemesis is at work, patience counts from its
    end."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self.storming = False
        self.voted: set[int] = set()
        self.said: set[int] = set()
        self.made = 0

    def begin(self) -> None:
        """Another survey: nothing is promised yet."""
        self.voted.clear()
        self.said.clear()

    def vote(self, person: int) -> None:
        self._note(self.voted, person, "vote")

    def text(self, person: int) -> None:
        self._note(self.said, person, "text")

    def close(self) -> None:
        self._file.close()

    def _note(self, told: set[int], person: int, what: str) -> None:
        if person not in told:
            told.add(person)
            self.made += 1
            self._file.write(json.dumps({"at": time.monotonic(), "person": person, "told": what}) + "\n")


@dataclass
class Found:
    """What lies in blocks and pools, counted: signs, rates and texts; and the marks."""

    signs: Counter[str] = field(default_factory=Counter)
    rates: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    marks: frozenset[bytes] = frozenset()
    blocks: int = 0


class Verdict:
    """Sentences without answers in them."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.doubled: list[str] = []

    def judge(self, what: str, promised: dict[int, str], known: set[str], found: Counter[str]) -> None:
        """`promised`: whose answer must be there; `known`: all that anybody could have given."""
        self.lost += [f"{what} of {person}" for person, value in promised.items() if not found[value]]
        self.doubled += [f"{what} {times} times" for value, times in found.items() if times > 1]
        self.doubled += [f"a {what} nobody gave" for value in found if value not in known]

    def same(self, what: str, expected: Any, found: Any) -> None:
        if expected != found:
            self.lost.append(f"{what}: {len(expected)} expected, {len(found)} found")

    def __str__(self) -> str:
        return "; ".join([*self.lost[:5], *self.doubled[:5]]) or "kept"
