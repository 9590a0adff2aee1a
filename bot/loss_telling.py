"""One message to every administrator about answers that were lost, sent again after a kill until it has been tried."""

import asyncio
from collections.abc import Awaitable, Callable

from handlers.telegram.outgoing import Outgo, Outgoing
from surveys.address import Address
from surveys.anonymity.losses import Untold, losses_page, told, untold
from surveys.conversation.desk_rights import ADMIN
from surveys.people import Person
from surveys.screens import Reply, Screen
from surveys.texts import spoken
from surveys.work import Work, Works

Letter = tuple[Address, Screen]


class LossTelling:
    def __init__(self, works: Works, outgoing: Outgoing, spawn: Callable[[Awaitable[None]], None]) -> None:
        self._works = works
        self._outgoing = outgoing
        self._spawn = spawn
        self._under_way = False

    def begin(self) -> None:
        """Returns at once. While a telling is under way nothing more is begun."""
        if not self._under_way:
            self._under_way = True
            self._spawn(self._tell())

    async def _tell(self) -> None:
        try:
            said, letters = await self._works.read(_written)
            if letters:
                posted = [self._outgoing.post(_outgo(address, screen)) for address, screen in letters]
                await asyncio.gather(*(one.tried for one in posted))
                await self._works.write(lambda work: told(work, said) if _administrators(work) else None)
        finally:
            self._under_way = False


def _administrators(work: Work) -> list[Person]:
    """Those who can be reached. Who turned out to be gone while they were told is none of them any more."""
    return [person for person in work.roles.persons_with(ADMIN) if person.unreachable_since is None]


def _written(work: Work) -> tuple[list[Untold], list[Letter]]:
    said = untold(work)
    return said, [(each.address, losses_page(work, said, spoken(each.language))) for each in _administrators(work)]


def _outgo(address: Address, screen: Screen) -> Outgo:
    return Outgo(address, Reply(screen, afresh=True), screen.language)
