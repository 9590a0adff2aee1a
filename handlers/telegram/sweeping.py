"""What must leave a chat leaves at once: the person's own words, and screens of ours that show an answer.

Every debt is in hand (this process is at it, nothing is written anywhere) or kept (`chores.Kept`: it survives the
process). It moves from the first to the second when Telegram has closed the chat, when patience ends, when the reply
that was to settle it is lost, or at a stop. The future of a debt is done once it is settled or kept; the update that
made it is not confirmed before, so that a kill brings it again.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from handlers.telegram.chores import FOR_SECONDS, Chore, Kept, Key, Kind
from handlers.telegram.removing import Removal, Remover
from surveys.address import Address
from surveys.chance import Clock

log = structlog.get_logger()

PATIENCE = 20.0
"""Seconds for which a debt is only in hand: as long as a reply may hold up its update."""
LOOK = 0.5
"""Seconds between two looks at whether Telegram has closed the chat."""
SAVING_AGAIN = 2.0
"""Seconds until a debt that could not be kept (a full disk) is tried to be kept again."""


@dataclass(slots=True, eq=False)
class Debt:
    """`firm`: settled or kept, so its update may be confirmed. `over`: what was under way for it has ended."""

    chore: Chore
    settled: bool = False
    firm: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    over: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Sweeping:
    """`closed(chat)`: for how many seconds Telegram takes nothing for it; `left()` is called when a debt is kept."""

    def __init__(
        self,
        remover: Remover,
        kept: Kept,
        clock: Clock,
        *,
        closed: Callable[[str], float],
        left: Callable[[], None],
        patience: float = PATIENCE,
    ) -> None:
        self._remover = remover
        self._kept = kept
        self._clock = clock
        self._closed = closed
        self._left = left
        self._patience = patience
        self._in_hand: dict[Key, Debt] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    def has_in_hand(self, key: Key) -> bool:
        return key in self._in_hand

    def wipe(self, address: Address, placement: str, language: str, since: float) -> "asyncio.Future[None]":
        """Delete what the person wrote at `placement`, at `since` (seconds since the epoch; 0 where nobody knows)."""
        debt = self._in_hand.get((address, placement))
        if debt is None:
            debt = self._taken(Chore(address, placement, Kind.OWN, self._deadline(since)))
            self._spawn(self._wiping(debt, language))
        return debt.firm

    def owe(self, address: Address, placement: str, since: float) -> "asyncio.Future[None]":
        """A message of ours must not stay as it is. Who draws over it calls `settled`, who cannot calls `dropped`."""
        debt = self._in_hand.get((address, placement))
        if debt is None:
            debt = self._taken(Chore(address, placement, Kind.OURS, self._deadline(since)))
        return debt.firm

    def settled(self, address: Address, placement: str) -> None:
        """What stood at `placement` does not stand there any more, be there a debt or not."""
        debt = self._in_hand.get((address, placement))
        if debt is not None:
            _end(debt, settled=True)
        elif self._kept.holds((address, placement)):
            # Else what was just drawn there would be taken away for what stood there before.
            self._spawn(self._struck((address, placement)))

    def dropped(self, address: Address, placement: str) -> None:
        """What was to settle the debt is lost: it is kept, and somebody else sees to it."""
        debt = self._in_hand.get((address, placement))
        if debt is not None:
            _end(debt, settled=False)

    async def hand_over(self) -> None:
        """Keep whatever is still in hand, as the process is about to end."""
        for debt in list(self._in_hand.values()):
            if not debt.over.done() and await self._saved(debt.chore):
                _set(debt.firm)

    def _deadline(self, since: float) -> float:
        return (since or self._clock.now().timestamp()) + FOR_SECONDS

    def _taken(self, chore: Chore) -> Debt:
        debt = self._in_hand[chore.key] = Debt(chore)
        self._spawn(self._watched(debt))
        return debt

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _wiping(self, debt: Debt, language: str) -> None:
        chat, placement = debt.chore.address.key, debt.chore.placement
        settled = False
        try:
            removal = await self._remover.delete(chat, placement)
            if removal is Removal.REFUSED:
                log.error("message_stays", kind=debt.chore.kind, count=1)
                settled = await self._remover.ask_the_person(chat, language)
            else:
                settled = removal is Removal.DONE
        except Exception as fault:
            log.error("wipe_failed", error=type(fault).__name__)
        _end(debt, settled=settled)

    async def _watched(self, debt: Debt) -> None:
        """From hand to where it is kept, when its time has come."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        while not debt.over.done():
            await asyncio.wait((debt.over,), timeout=LOOK)
            if debt.over.done():
                break
            if self._closed(debt.chore.address.key) > 0 or loop.time() >= end:
                await self._until_saved(debt)
                _set(debt.firm)
                await asyncio.wait((debt.over,))
        if not debt.settled:
            await self._until_saved(debt)
        del self._in_hand[debt.chore.key]
        if debt.settled:
            await self._struck(debt.chore.key)
        else:
            self._left()
        _set(debt.firm)

    async def _until_saved(self, debt: Debt) -> None:
        """Returns when it is kept, or settled meanwhile."""
        while not await self._saved(debt.chore):
            if debt.settled:
                return
            await asyncio.sleep(SAVING_AGAIN)

    async def _saved(self, chore: Chore) -> bool:
        try:
            await self._kept.add(chore)
        except OSError as trouble:
            log.error("chore_not_kept", error=type(trouble).__name__)
            return False
        return True

    async def _struck(self, key: Key) -> None:
        if self._kept.holds(key):
            try:
                await self._kept.strike(key)
            except OSError as trouble:
                log.warning("chore_not_struck", error=type(trouble).__name__)


def _end(debt: Debt, *, settled: bool) -> None:
    debt.settled = debt.settled or settled
    _set(debt.over)


def _set(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
