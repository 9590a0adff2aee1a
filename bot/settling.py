"""What became of messages, written down many at a time, and kept until storage takes it."""

import asyncio
from collections.abc import Callable

import structlog

from surveys.campaigns.sending import Result, settle
from surveys.chance import Chance, Clock
from surveys.errors import Unavailable
from surveys.work import Works

log = structlog.get_logger()

TOGETHER = 0.15
"""Seconds in which outcomes gather before they are written: what a kill may cost in second copies beside what is in
flight."""
AWAY = 1.0
"""Seconds between two tries while storage is away."""


class Settling:
    def __init__(self, works: Works, clock: Clock, chance: Chance, at: Callable[[str], None]) -> None:
        self._works = works
        self._clock = clock
        self._chance = chance
        self._at = at
        self._waiting: list[Result] = []
        self._writing = 0
        self._arrived = asyncio.Event()

    @property
    def waiting(self) -> int:
        """Outcomes that are not written down yet."""
        return len(self._waiting) + self._writing

    def put(self, result: Result) -> None:
        self._waiting.append(result)
        self._arrived.set()

    async def run(self) -> None:
        """Write for ever; storage that is away is waited for."""
        while True:
            await self._arrived.wait()
            await asyncio.sleep(TOGETHER)
            try:
                await self.written()
            except Unavailable as away:
                log.warning("outcomes_not_written", reason=away.reason, waiting=len(self._waiting))
                await asyncio.sleep(AWAY)

    async def written(self) -> None:
        """Write what waits now. What cannot be written is kept. Raises Unavailable."""
        results, self._waiting = self._waiting, []
        self._arrived.clear()
        if not results:
            return
        now, self._writing = self._clock.now(), len(results)
        try:
            taken_over = await self._works.write(lambda work: settle(work, results, now, self._chance))
        except BaseException:
            # Cancelled, too: whether it was written is not known then, and a second time changes nothing.
            self._waiting = results + self._waiting
            self._arrived.set()
            raise
        finally:
            self._writing = 0
        self._at("courier_settled")
        if taken_over:
            log.warning("claims_taken_over", count=taken_over)
