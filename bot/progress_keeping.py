"""Live progress: what coordinators watch is drawn again in its place as soon as its figures have changed.

Never more often than every few seconds, and in the lane of campaigns: nobody's answer waits for a figure.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.gate import Lane, lane
from surveys.address import Address
from surveys.chance import Clock
from surveys.conversation.outreach_progress import watched
from surveys.conversation.outreach_watching import unwatched
from surveys.errors import Unavailable
from surveys.screens import Screen
from surveys.work import Works

log = structlog.get_logger()

EVERY = 3.0
"""Seconds between two looks."""

Redraw = Callable[[Address, str, Screen], Awaitable[bool | None]]
"""As `handlers.telegram.redrawing` does."""


class ProgressKeeping:
    def __init__(self, works: Works, clock: Clock, redraw: Redraw, *, every: float = EVERY) -> None:
        self._works = works
        self._clock = clock
        self._redraw = redraw
        self._every = every
        self._shown: dict[tuple[Address, str], Screen] = {}
        """What was drawn last; after a restart everything is drawn once."""

    async def run(self) -> None:
        """Look for ever; storage that is away is waited for."""
        while True:
            try:
                await self.look()
            except Unavailable as away:
                log.warning("progress_postponed", reason=away.reason)
            await asyncio.sleep(self._every)

    async def look(self) -> None:
        now = self._clock.now()
        pages = await self._works.read(lambda work: watched(work, now))
        places = {(address, placement) for address, placement, _ in pages}
        self._shown = {place: screen for place, screen in self._shown.items() if place in places}
        for address, placement, screen in pages:
            if self._shown.get((address, placement)) != screen:
                await self._draw(address, placement, screen)

    async def _draw(self, address: Address, placement: str, screen: Screen) -> None:
        with lane(Lane.CAMPAIGNS):
            drawn = await self._redraw(address, placement, screen)
        if drawn:
            self._shown[address, placement] = screen
        elif drawn is False:
            await self._works.write(lambda work: unwatched(work, address, placement))
