"""One lane per person: what one person sends is handled in order, different people side by side, and a lane that is
empty is gone (aiogram's isolation keeps a lock per user for ever: 5,001 locks after 5,000 users)."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

import structlog

from bot.logs import frames

log = structlog.get_logger()

Job = Callable[[], Awaitable[None]]


class Lanes:
    """What goes wrong in a job is the job's to handle; if it raises all the same, the lane goes on with the next one.

    At most `width` lanes move at the same time.
    """

    def __init__(self, width: int = 200) -> None:
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(width)

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, key: Hashable, job: Job) -> None:
        """Run `job` after everything put under `key` before."""
        lane = self._waiting.get(key)
        if lane is not None:
            lane.append(job)
            return
        self._waiting[key] = deque([job])
        task = asyncio.create_task(self._drive(key))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _drive(self, key: Hashable) -> None:
        lane = self._waiting[key]
        try:
            while lane:
                async with self._room:
                    await _done(lane.popleft())
        finally:
            del self._waiting[key]

    async def drain(self, seconds: float) -> int:
        """Wait until every lane is empty, at most `seconds`. The number of lanes that are not."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._running and (left := end - loop.time()) > 0:
            await asyncio.wait(self._running, timeout=left)
        return len(self._waiting)

    def cancel(self) -> None:
        """Give up what is still running: the caller has waited long enough."""
        for task in self._running:
            task.cancel()


async def _done(job: Job) -> None:
    try:
        await job()
    except Exception as fault:
        log.error("lane_job_failed", error=type(fault).__name__, frames=frames(fault))
