"""Long polling as the Bot API does it (BA Client.cpp:15700-15722, 16238-16252, 16322-16433)."""

import asyncio
import time
from typing import NoReturn

from bot.emulator.parameters import Parameters, integer
from bot.emulator.refusals import Refused, conflict
from bot.emulator.updates import Event, UpdateQueue

MAX_TIMEOUT = 50
BATCHING = 0.0015  # LONG_POLL_WAIT_AFTER 1 ms to LONG_POLL_MAX_DELAY 2 ms
SAME_OFFSET_WINDOW = 3.0
SAME_OFFSET_TIMEOUT = 3
HASTE_WINDOW = 0.5
CONFLICT_PAUSE = 3.0
MAX_ANSWER_BYTES = 4 << 20

TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Polling:
    """At most one request waits. Its waiting is real time: moving the emulated clock ends nothing here."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._waiting: asyncio.Future[None] | None = None
        self._wake_planned = False
        self._last_offset: int | None = None
        self._last_start = float("-inf")
        self._quiet_until = float("-inf")
        queue.on_push.append(lambda _: self._plan_wake())

    async def get(self, parameters: Parameters, *, patient: bool = True) -> list[Event]:
        """The next events; an impatient call does not wait for any. Raises Refused 409."""
        offset = integer(parameters.text("offset"))
        limit = parameters.number("limit", 100, 1, 100)
        timeout = parameters.number("timeout", 0, 0, MAX_TIMEOUT)
        if parameters.has("allowed_updates"):
            self._queue.allow(parameters.text("allowed_updates"))
        limit, timeout = self._slowed_down(offset, limit, timeout)
        events = self._queue.read(offset, limit)
        if not events and timeout and patient:
            await self._wait(timeout)
            events = self._queue.read(offset, limit)
        return _fitting(events)

    @property
    def waiting(self) -> bool:
        """Whether a request waits for updates now."""
        return self._waiting is not None

    def interrupt(self, refusal: Refused) -> None:
        """Ends the waiting request, if there is one, with this answer."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(refusal)

    async def conflict(self) -> NoReturn:
        """Raises 409; the first at once, further ones within 3 s after a pause of 3 s."""
        now = time.monotonic()
        if now < self._quiet_until:
            await asyncio.sleep(CONFLICT_PAUSE)
        else:
            self._quiet_until = now + CONFLICT_PAUSE
        raise conflict(TWO_POLLERS)

    def _slowed_down(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        now = time.monotonic()
        since = now - self._last_start if offset == self._last_offset else float("inf")
        if since < SAME_OFFSET_WINDOW and timeout < SAME_OFFSET_TIMEOUT:
            timeout = SAME_OFFSET_TIMEOUT
        if since < HASTE_WINDOW:
            limit = 1
        self._last_offset, self._last_start = offset, now
        return limit, timeout

    async def _wait(self, seconds: float) -> None:
        self.interrupt(conflict(TWO_POLLERS))
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = mine
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            pass
        except Refused as refusal:
            if TWO_POLLERS in refusal.description:
                await self.conflict()
            raise
        finally:
            if self._waiting is mine:
                self._waiting = None

    def _plan_wake(self) -> None:
        if self._waiting is not None and not self._wake_planned:
            self._wake_planned = True
            asyncio.get_running_loop().call_later(BATCHING, self._wake)

    def _wake(self) -> None:
        self._wake_planned = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


def _fitting(events: list[Event]) -> list[Event]:
    size = 0
    for position, event in enumerate(events):
        size += len(event.payload)
        if size > MAX_ANSWER_BYTES and position:
            return events[:position]
    return events
