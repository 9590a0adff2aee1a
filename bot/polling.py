"""Long polling that confirms an update to Telegram only when its effect is committed.

aiogram's own polling confirms what its handlers have not finished: one SIGKILL lost 100 of 160 queued answers. Here
the offset is the lowest unfinished update, so that what was in hand at a kill is delivered again.

TokenRevoked     Telegram no longer accepts the token: the process must end, retrying cannot help
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.crash_points import crash_at
from bot.telegram_session import Unreadable

log = structlog.get_logger()

BATCH = 100
"""Telegram's own limit of one answer."""
REFUSALS_BEFORE_END = 3
"""A single 401 has been seen during Telegram's own trouble; three in a row are a revoked token."""
LONGEST_PAUSE = 30.0
SETTLING = 0.05
"""Seconds to wait for a batch in hand before asking for more: asking at once would return the same updates."""
SAME_OFFSET = 0.55
"""Seconds between polls while the oldest update is in hand: within half a second of the same offset Telegram returns
one update, the same one (tdlib/telegram-bot-api, Client.cpp)."""
GRACE = 15.0
"""Seconds beyond the poll's own time before the connection counts as dead."""

RawUpdate = dict[str, Any]


class RawGetUpdates(TelegramMethod[list[RawUpdate]]):
    """getUpdates whose answer is not parsed as a whole: one update that cannot be read must not hide the others."""

    __returning__: ClassVar[Any] = list[RawUpdate]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class TokenRevoked(Exception):
    """The token is not accepted."""


class Poller:
    """Hands every update over once, and tracks which are finished.

    `accept(raw, finished)` must return at once and call `finished()` when the effect is durable, however long after.
    """

    def __init__(
        self,
        bot: Bot,
        accept: Callable[[RawUpdate, Callable[[], None]], None],
        *,
        kinds: list[str],
        poll_seconds: int,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._accept = accept
        self._kinds = kinds
        self._poll_seconds = poll_seconds
        self._pause = pause
        self._unfinished: set[int] = set()
        self._finished: set[int] = set()
        self._newest: int | None = None
        self._asked: int | None = None
        self._limit = BATCH
        self._progress = asyncio.Event()
        self._stopping = asyncio.Event()
        self.connected = asyncio.Event()

    @property
    def unfinished(self) -> int:
        return len(self._unfinished)

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """Poll until `stop`. Raises TokenRevoked; every other trouble is waited out."""
        failures = refusals = 0
        while not self._stopping.is_set():
            try:
                batch = await self._unless_stopped(self._ask(self._poll_seconds, self._kinds))
            except (TelegramUnauthorizedError, TelegramNotFound) as refused:
                refusals += 1
                log.error("poll_unauthorized", attempt=refusals)
                if refusals >= REFUSALS_BEFORE_END:
                    raise TokenRevoked from refused
                await self._wait(2.0 * refusals)
            except TelegramRetryAfter as busy:
                log.warning("poll_told_to_wait", seconds=busy.retry_after)
                await self._wait(float(busy.retry_after))
            except TelegramConflictError:
                failures += 1
                log.warning("poll_conflict", attempt=failures)
                await self._wait(_backed_off(failures, least=2.0))
            except Unreadable as unreadable:
                failures += 1
                log.error("poll_unreadable", attempt=failures)
                self._narrow(unreadable.updates)
                await (self._settle(self._asked, 1) if unreadable.updates else self._wait(_backed_off(failures)))
            except (TelegramAPIError, TimeoutError, OSError) as trouble:
                failures += 1
                log.warning("poll_failed", error=type(trouble).__name__, attempt=failures)
                await self._wait(_backed_off(failures))
            else:
                failures = refusals = 0
                self.connected.set()
                if batch is not None:
                    self._limit = min(BATCH, self._limit * 2)
                    self._take(batch)
                    await self._settle(self._asked, len(batch))

    async def confirm(self) -> None:
        """Tell Telegram what is finished, so that a clean stop leaves nothing to be delivered twice."""
        # An offset told before says nothing new, and Telegram holds a quick poll that repeats it for three seconds.
        if self._newest is not None and self._offset() != self._asked:
            await self._ask(0, self._kinds)

    def _offset(self) -> int | None:
        if self._unfinished:
            return min(self._unfinished)
        return None if self._newest is None else self._newest + 1

    async def _ask(self, seconds: int, kinds: list[str]) -> list[RawUpdate]:
        self._asked = self._offset()
        if self._asked is not None:
            crash_at("before_confirm")
        method = RawGetUpdates(offset=self._asked, limit=self._limit, timeout=seconds, allowed_updates=kinds)
        return await self._bot(method, request_timeout=int(seconds + GRACE))

    def _narrow(self, numbers: list[int]) -> None:
        """One update that cannot be decoded hides all others of its answer: ask for ever fewer until it stands alone,
        then hand over nothing of it but its number."""
        if self._limit > 1:
            self._limit = 1
            return
        for number in numbers:
            self._newest = number
            if not self._known(number):
                self._unfinished.add(number)
                self._accept({"update_id": number}, self._finisher(number))

    def _take(self, batch: list[RawUpdate]) -> None:
        # What stood below the offset just asked with is confirmed. The answer proves nothing about what it leaves out:
        # a poll repeated too soon gets a single update (telegram.md 2.7, point 4).
        returned = {raw["update_id"] for raw in batch}
        least = self._asked or 0
        self._finished = {number for number in self._finished if number >= least or number in returned}
        fresh = [raw for raw in batch if not self._known(raw["update_id"])]
        for raw in fresh:
            self._unfinished.add(raw["update_id"])
        if returned:
            # The greatest in hand, not of all time: after a quiet week ids may start again lower.
            self._newest = max(returned | self._unfinished | self._finished)
        for raw in fresh:
            self._accept(raw, self._finisher(raw["update_id"]))

    def _known(self, number: int) -> bool:
        return number in self._unfinished or number in self._finished

    def _finisher(self, number: int) -> Callable[[], None]:
        def finished() -> None:
            self._unfinished.discard(number)
            self._finished.add(number)
            self._progress.set()

        return finished

    async def _settle(self, asked: int | None, returned: int) -> None:
        """Wait until asking again can bring something new."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while returned and not self._stopping.is_set():
            if self._offset() == asked:
                left = begun + SAME_OFFSET - loop.time()
            elif len(self._unfinished) > returned // 4:
                left = begun + SETTLING - loop.time()
            else:
                return
            self._progress.clear()
            try:
                await asyncio.wait_for(self._progress.wait(), max(0.0, left))
            except TimeoutError:
                return

    async def _wait(self, seconds: float) -> None:
        await self._unless_stopped(self._pause(seconds))

    async def _unless_stopped(self, work: Awaitable[Any]) -> Any:
        """What `work` gives, or None when told to stop meanwhile."""
        doing = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            if not doing.done():
                doing.cancel()
        return doing.result() if doing.done() and not doing.cancelled() else None


def _backed_off(failures: int, least: float = 0.5) -> float:
    """Seconds: doubling from `least`, at most LONGEST_PAUSE, with jitter so that many bots do not return together."""
    return float(min(LONGEST_PAUSE, least * 2 ** min(failures - 1, 10)) * random.uniform(0.7, 1.0))
