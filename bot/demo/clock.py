"""The demo's time: the emulated Telegram's clock, so that moving it on the page moves the bot too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


class CityClock:
    """`seconds` is a source of Unix time. While the past is being made up, the clock stands where it is put."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._put: datetime | None = None

    def now(self) -> datetime:
        return self._put or datetime.fromtimestamp(self._seconds(), UTC)

    def put(self, moment: datetime) -> None:
        self._put = moment

    @contextmanager
    def in_the_past(self) -> Iterator[None]:
        """Within this block `put` decides what time it is; after it, the source does again."""
        try:
            yield
        finally:
            self._put = None
