"""The chores that a former life or a closed chat left behind, tried again and again until they are done.

After its deadline, or when Telegram refuses for good, a chore ends by asking the person to remove the message
themselves: Telegram lets people delete at any time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from handlers.telegram.chores import Chore, Kept, Key, Kind
from handlers.telegram.removing import Removal, Remover
from surveys.address import Address
from surveys.chance import Clock

log = structlog.get_logger()

PAUSES = (1.0, 5.0, 15.0, 60.0)
"""Seconds between rounds while chores are left; the last one repeats."""
ONE = 20.0
"""Seconds for one chore: a request that the gate holds longer than that is tried in a later round."""
IN_A_ROW = 3
"""Chores that fail one after another before a round ends early: then it is Telegram, not a chat."""


class CatchingUp:
    """`language_of(address)` is asked once a message cannot be removed; `in_hand(key)`: somebody else is at it."""

    def __init__(
        self,
        remover: Remover,
        kept: Kept,
        clock: Clock,
        *,
        closed: Callable[[str], float],
        in_hand: Callable[[Key], bool],
        language_of: Callable[[Address], Awaitable[str]],
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._remover = remover
        self._kept = kept
        self._clock = clock
        self._closed = closed
        self._in_hand = in_hand
        self._language_of = language_of
        self._pauses = pauses
        self._more = asyncio.Event()
        self._last: dict[Key, int] = {}

    def wake(self) -> None:
        """Something was left behind."""
        self._more.set()

    async def run(self) -> None:
        rounds = fruitless = 0
        while True:
            self._more.clear()
            rounds += 1
            done = await self._round(rounds)
            fruitless = 0 if done else fruitless + 1
            with suppress(TimeoutError):
                seconds = self._pauses[min(fruitless, len(self._pauses) - 1)] if self._kept.chores() else None
                await asyncio.wait_for(self._more.wait(), seconds)

    async def _round(self, number: int) -> int:
        """How many chores ended. Those tried longest ago come first, so that none waits behind a chat in trouble."""
        done = troubles = 0
        staying: dict[Address, list[Chore]] = {}
        chores = self._kept.chores()
        self._last = {chore.key: self._last.get(chore.key, 0) for chore in chores}
        for chore in sorted(chores, key=lambda one: self._last[one.key]):
            if troubles == IN_A_ROW:
                break
            if self._in_hand(chore.key) or self._closed(chore.address.key) > 0:
                continue
            self._last[chore.key] = number
            removal = await self._tried(chore)
            late = chore.deadline <= self._clock.now().timestamp()
            if removal is Removal.DONE:
                done += await self._struck(chore)
            elif removal is Removal.REFUSED or late:
                staying.setdefault(chore.address, []).append(chore)
            troubles = troubles + 1 if removal is Removal.LATER else 0
        for address, left in staying.items():
            done += await self._given_up(address, left)
        return done

    async def _tried(self, chore: Chore) -> Removal:
        try:
            async with asyncio.timeout(ONE):
                if chore.kind is Kind.OWN:
                    return await self._remover.delete(chore.address.key, chore.placement)
                return await self._remover.clear(
                    chore.address.key, chore.placement, await self._language(chore.address)
                )
        except TimeoutError:
            return Removal.LATER
        except Exception as fault:
            log.error("chore_failed", error=type(fault).__name__)
            return Removal.LATER

    async def _given_up(self, address: Address, chores: list[Chore]) -> int:
        """Tell the person, once for all of `chores`."""
        try:
            async with asyncio.timeout(ONE):
                told = await self._remover.ask_the_person(address.key, await self._language(address))
        except TimeoutError:
            told = False
        if not told:
            return 0
        log.error("message_stays", count=len(chores))
        return sum([await self._struck(chore) for chore in chores])

    async def _struck(self, chore: Chore) -> int:
        try:
            await self._kept.strike(chore.key)
        except OSError as trouble:
            log.error("chore_not_struck", error=type(trouble).__name__)
        return 1

    async def _language(self, address: Address) -> str:
        try:
            return await self._language_of(address)
        except Exception as fault:
            log.warning("language_unknown", error=type(fault).__name__)
            return ""
