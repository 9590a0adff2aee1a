"""Nobody spawns tasks on their own: one supervisor keeps them, logs what they raise and ends them at the stop."""

import asyncio
from collections.abc import Awaitable

import structlog

from bot.logs import frames

log = structlog.get_logger()


class Supervisor:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drained(self, seconds: float) -> int:
        """Wait at most `seconds`, then cancel. The number of tasks cancelled."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = len(self._tasks)
        await self.end()
        return left

    async def end(self) -> None:
        """Cancel everything and wait until it is gone."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except asyncio.CancelledError:
        raise
    except Exception as fault:
        log.error("task_failed", error=type(fault).__name__, frames=frames(fault))
