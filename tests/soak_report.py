"""build/soak.json: what each soak story did and found."""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

FILE = Path(__file__).parents[1] / "build" / "soak.json"


class Judged(Protocol):
    """A checker's finding: sentences about what was lost and what was counted twice."""

    lost: list[str]
    doubled: list[str]


class SoakReport:
    """Counts of one story, written beside the others' when the block ends, whether it succeeded or not."""

    def __init__(self, story: str) -> None:
        self._story = story
        self._begun = time.monotonic()
        self.runs = 0
        self.kills = 0
        self.answers_confirmed = 0
        self.lost = 0
        self.duplicated = 0

    def kill(self, times: int) -> int:
        """So many kills are to come; the same number, for the loop that does them."""
        self.kills += times
        return times

    def judge(self, promises: int, verdict: Judged) -> None:
        """One more run with its promises, all of which must have been kept."""
        self.runs += 1
        self.answers_confirmed += promises
        self.lost += len(verdict.lost)
        self.duplicated += len(verdict.doubled)
        assert not verdict.lost + verdict.doubled, str(verdict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        counts = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        counts |= {"seconds": round(time.monotonic() - self._begun, 1), "passed": error is None}
        FILE.parent.mkdir(exist_ok=True)
        told = json.loads(FILE.read_text()) if FILE.exists() else {}
        FILE.write_text(json.dumps({**told, self._story: counts}, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
