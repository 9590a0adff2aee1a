"""Emulated time: real monotonic time plus what tests and demos have moved it by."""

import time
from collections.abc import Callable


class Clock:
    """`now()` is an emulated Unix time in seconds; expiry goes by it, waiting does not."""

    def __init__(self, start: float | None = None) -> None:
        self._offset = (time.time() if start is None else start) - time.monotonic()
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> float:
        return time.monotonic() + self._offset

    def seconds(self) -> int:
        """The `date` of Bot API objects."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        """Moves the clock; a negative value moves it back."""
        self._offset += seconds
        for listener in self._listeners:
            listener()

    def set(self, timestamp: float) -> None:
        self.advance(timestamp - self.now())

    def on_move(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)
