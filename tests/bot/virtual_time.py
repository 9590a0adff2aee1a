"""A clock that moves only when somebody waits for it, so that hours of waiting take no time."""

import asyncio
import heapq
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualTime:
    """`now` and `pause` for what takes them as ports. `run` drives tasks until the given one is done."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = 0

    def now(self) -> float:
        return self.seconds

    async def pause(self, seconds: float) -> None:
        self._order += 1
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, self._order, woken))
        await woken

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        while not task.done():
            for _ in range(20):  # let everybody who can go on do so before time moves
                await asyncio.sleep(0)
            if task.done() or not self._sleepers:
                continue
            moment, _, woken = heapq.heappop(self._sleepers)
            self.seconds = max(self.seconds, moment)
            if not woken.done():
                woken.set_result(None)
        return task.result()
