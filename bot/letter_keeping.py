"""What keeps the letters of employees going: the day's round, at an hour of the clock, and who is told of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import tzinfo

import structlog

from handlers.telegram.outgoing import Outgo, Outgoing
from surveys.address import Address
from surveys.anonymity.draw import Afterwards
from surveys.anonymity.keys import Keys
from surveys.chance import Chance, Clock
from surveys.conversation.letter_news import Notice, notices
from surveys.errors import Unavailable
from surveys.mailbox.news import News, told, untold
from surveys.mailbox.release import let_out, mend
from surveys.mailbox.standing import mail_key
from surveys.screens import Reply, Screen
from surveys.work import Work, Works

log = structlog.get_logger()

EVERY = 300.0
"""Seconds between two looks at the clock."""

CarryOut = Callable[[Callable[[Work], Sequence[Afterwards]]], Awaitable[None]]


class LetterKeeping:
    """`carry_out` does one write and then what has to follow it, as `bot.campaign_keeping` does for draws."""

    def __init__(
        self,
        works: Works,
        keys: Keys,
        clock: Clock,
        chance: Chance,
        zone: tzinfo,
        outgoing: Outgoing,
        *,
        carry_out: CarryOut,
        every: float = EVERY,
    ) -> None:
        self._works = works
        self._keys = keys
        self._clock = clock
        self._chance = chance
        self._zone = zone
        self._outgoing = outgoing
        self._carry_out = carry_out
        self._every = every

    async def recover(self) -> None:
        """Before anybody can write. The key is made now, so that its file does not tell when somebody first wrote."""
        now = self._clock.now()
        await asyncio.to_thread(mail_key, self._keys)
        await self._carry_out(lambda work: mend(work, self._keys, now))

    async def run(self) -> None:
        """Look for ever; storage that is away is waited for."""
        while True:
            try:
                await self.look()
            except Unavailable as away:
                log.warning("letters_postponed", reason=away.reason)
            await asyncio.sleep(self._every)

    async def look(self) -> None:
        """The day's round where it is due, and news that nobody has been told yet, e.g. because of a kill."""
        now = self._clock.now()
        await self._carry_out(lambda work: let_out(work, self._keys, self._chance, now, self._zone))
        news, letters = await self._works.read(_written)
        if not letters:
            return
        posted = [self._outgoing.post(_outgo(address, screen)) for address, screen in letters]
        await asyncio.gather(*(one.tried for one in posted))
        await self._works.write(lambda work: told(work, news))


def _written(work: Work) -> tuple[News, list[Notice]]:
    news = untold(work)
    return news, notices(work, news) if news else []


def _outgo(address: Address, screen: Screen) -> Outgo:
    return Outgo(address, Reply(screen, afresh=True), screen.language)
