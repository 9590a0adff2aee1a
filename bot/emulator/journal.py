"""The witness: every update delivered, every method called, everything a person did, in one order."""

import time
from collections import deque
from itertools import islice
from typing import Any

from bot.emulator.clock import Clock

Entry = dict[str, Any]


class Journal:
    """Keeps the newest `limit` entries. Numbers go on rising when old entries are dropped."""

    def __init__(self, clock: Clock, limit: int) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=limit)
        self.last = 0

    def add(self, kind: str, **fields: Any) -> None:
        """`kind` is update, call, action or fault. `monotonic` and `time` (emulated, Unix) are seconds."""
        self.last += 1
        self._entries.append(
            {
                "seq": self.last,
                "kind": kind,
                "monotonic": time.monotonic(),
                "time": self._clock.now(),
                **fields,
            }
        )

    def since(self, number: int = 0) -> list[Entry]:
        """Entries with a number above `number`, oldest first."""
        wanted = max(0, min(self.last - number, len(self._entries)))
        return list(islice(self._entries, len(self._entries) - wanted, None))

    def clear(self) -> None:
        self._entries.clear()
