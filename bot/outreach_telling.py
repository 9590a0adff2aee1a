"""Tells coordinators what time alone brought about in their campaigns."""

import asyncio

from handlers.telegram.outgoing import Outgo, Outgoing
from surveys.address import Address
from surveys.conversation.outreach_news import notices, told, untold
from surveys.screens import Reply, Screen
from surveys.trail import Entry
from surveys.work import Work, Works

EVERY = 20.0
"""Seconds between two looks."""


class OutreachTelling:
    def __init__(self, works: Works, outgoing: Outgoing) -> None:
        self._works = works
        self._outgoing = outgoing

    async def look(self) -> None:
        """What is written down as told has been tried: a kill between the two tells it twice, and never not at all.

        Raises Unavailable.
        """
        entries, letters = await self._works.read(_written)
        if not entries:
            return
        posted = [self._outgoing.post(_outgo(address, screen)) for address, screen in letters]
        await asyncio.gather(*(one.tried for one in posted))
        await self._works.write(lambda work: told(work, entries))


def _written(work: Work) -> tuple[list[Entry], list[tuple[Address, Screen]]]:
    entries = untold(work)
    return entries, notices(work, entries)


def _outgo(address: Address, screen: Screen) -> Outgo:
    return Outgo(address, Reply(screen, afresh=True), screen.language)
