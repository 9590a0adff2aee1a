"""How often one person may write, and how often a wrong code may be tried: counted in memory and nowhere else.

A row that said who wrote, or who tried a code, would be the leak that the rest avoids; a restart forgets both, and
with 100 bits no guesser gains by it. Both counts are sets of what was tried, so that an input handled twice counts
once.
"""

from collections import OrderedDict
from datetime import date, datetime, timedelta
from threading import Lock

LETTERS_A_DAY = 5
WRONG_AN_HOUR = 5
WRONG_OF_ALL = 1_000
"""An hour, whoever tries: above what two hundred people mistype, far below what would find anything."""
HOUR = timedelta(hours=1)


class LettersADay:
    def __init__(self) -> None:
        self._day = date.min
        self._sent: dict[str, set[bytes]] = {}

    def allows(self, person: str, day: date, stamp: bytes = b"") -> bool:
        """Whether one more may go; one that went already may always go again."""
        sent = self._on(day).get(person, set())
        return stamp in sent or len(sent) < LETTERS_A_DAY

    def count(self, person: str, day: date, stamp: bytes) -> None:
        self._on(day).setdefault(person, set()).add(stamp)

    def _on(self, day: date) -> dict[str, set[bytes]]:
        if day != self._day:
            self._day, self._sent = day, {}
        return self._sent


class WrongCodes:
    def __init__(self) -> None:
        self._tried: OrderedDict[tuple[str, bytes], datetime] = OrderedDict()
        self._lock = Lock()  # codes are tried in several threads

    def __len__(self) -> int:
        return len(self._tried)

    def may_try(self, person: str, now: datetime) -> bool:
        """While False nothing is looked up, and the answer reads as for a wrong code."""
        with self._lock:
            self._forget(now)
            own = sum(1 for who, _ in self._tried if who == person)
            return own < WRONG_AN_HOUR and len(self._tried) < WRONG_OF_ALL

    def count(self, person: str, digest: bytes, now: datetime) -> None:
        """The same slip of the pen twice counts once, and its hour does not begin anew."""
        with self._lock:
            if len(self._tried) < WRONG_OF_ALL:
                self._tried.setdefault((person, digest), now)

    def _forget(self, now: datetime) -> None:
        while self._tried and next(iter(self._tried.values())) <= now - HOUR:
            self._tried.popitem(last=False)
