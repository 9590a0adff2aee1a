"""Live progress: what coordinators watch is drawn again in its place once its figures have changed.

`look` comes round every few seconds (`bot.ticks`), in the lane of campaigns: nobody's answer waits for a figure.
"""

from collections.abc import Awaitable, Callable

from bot.gate import Lane, lane
from surveys.address import Address
from surveys.chance import Clock
from surveys.conversation.outreach_progress import watched
from surveys.conversation.outreach_watching import unwatched, watched_there
from surveys.screens import Screen
from surveys.work import Works

EVERY = 3.0
"""Seconds between two looks: a chat takes about one message a second (telegram.md 2.9), and people tap there too."""

Redraw = Callable[[Address, str, Screen], Awaitable[bool | None]]
"""As `handlers.telegram.redrawing` does."""


class ProgressKeeping:
    def __init__(self, works: Works, clock: Clock, redraw: Redraw, a_second: float) -> None:
        self._works = works
        self._clock = clock
        self._redraw = redraw
        self._a_second = a_second
        self._shown: dict[tuple[Address, str], Screen] = {}
        """What was drawn last, of those that were drawn again."""

    async def look(self) -> None:
        """Raises Unavailable."""
        now = self._clock.now()
        pages = await self._works.read(lambda work: watched(work, now, self._a_second))
        places = {(each.address, each.placement) for each in pages}
        self._shown = {place: screen for place, screen in self._shown.items() if place in places}
        for each in pages:
            before = self._shown.get((each.address, each.placement))
            if before is None and each.stands:
                self._shown[each.address, each.placement] = each.screen
            elif before != each.screen:
                await self._draw(each.address, each.placement, each.screen)

    async def _draw(self, address: Address, placement: str, screen: Screen) -> None:
        # Others were drawn since these pages were gathered, and its reader may have turned to something else.
        if not await self._works.read(lambda work: watched_there(work, address, placement)):
            return
        with lane(Lane.CAMPAIGNS):
            drawn = await self._redraw(address, placement, screen)
        if drawn:
            self._shown[address, placement] = screen
        elif drawn is False:
            await self._works.write(lambda work: unwatched(work, address, placement))
