"""Replies on their way to people: one queue a person, drained in order, never waited for by the one who commits.

A person whose chat Telegram has closed for an hour must not hold up anybody else's answers, so committing and
replying are apart. What has piled up meanwhile is drawn once: only the newest screen of a survey is worth showing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from handlers.telegram.messenger import Delivered, Gone, Messenger, Refused
from handlers.telegram.only_newest import OnlyNewest
from handlers.telegram.outgo import OnItsWay, Outgo, at_most, place_of, worth_showing
from handlers.telegram.rendering import View
from handlers.telegram.sweeping import Sweeping
from surveys.address import Address

log = structlog.get_logger()

TAP_PATIENCE = 15.0
"""Seconds in which Telegram takes the answer to a tap: later it is not worth waiting for."""
MOST = 20
"""Screens kept for one person whose chat is closed: beyond that the oldest go, so that memory stays bounded."""


__all__ = ["OnItsWay", "Outgo", "Outgoing"]


class Outgoing:
    """`placed(address, subject, placement)` is told where a subject's new message stands; `gone(address)` who left.

    `at` is called at the moments "before_reply" and "after_reply", where a test may kill the process.
    """

    def __init__(
        self,
        messenger: Messenger,
        view: View,
        sweeping: Sweeping,
        *,
        placed: Callable[[Address, str, str], Awaitable[None]],
        gone: Callable[[Address], Awaitable[None]],
        at: Callable[[str], None],
    ) -> None:
        self._at = at
        self._messenger = messenger
        self._view = view
        self._sweeping = sweeping
        self._placed = placed
        self._gone = gone
        self._only_newest = OnlyNewest()
        self._waiting: dict[Address, list[Outgo]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def post(self, outgo: Outgo) -> OnItsWay:
        """Send in the background. A tap is acknowledged at once, whatever its person's screens are waiting for; what
        must leave the chat goes at once, too, and no later screen supersedes that."""
        tried: list[asyncio.Future[None]] = []
        firm = self._owed(outgo) if outgo.wipe or outgo.lasting else None
        if outgo.tap:
            tried.append(self._spawn(self._acknowledge(outgo)))
        if outgo.reply.screen is not None:
            self._queue(outgo)
            tried.append(outgo.sent)
        return OnItsWay(asyncio.gather(*tried, return_exceptions=True), firm)

    def _owed(self, outgo: Outgo) -> "asyncio.Future[Any]":
        owed = [self._sweeping.wipe(outgo.address, each, outgo.language, outgo.since) for each in outgo.wipe if each]
        if outgo.reply.screen is not None:
            owed += [self._sweeping.owe(outgo.address, each, outgo.since) for each in sorted(outgo.replaces)]
        return asyncio.gather(*owed)

    async def drained(self, seconds: float) -> int:
        """Wait until everything is out, at most `seconds`. The number of people still owed a reply.

        What has not been tried by then is never called tried: its update comes again after the next start.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (busy := self._workers | self._sweeping.tasks) and (left := end - loop.time()) > 0:
            await asyncio.wait(busy, timeout=left)
        owed = len(self._waiting)
        await self._sweeping.hand_over()
        workers = list(self._workers | self._sweeping.tasks)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        return owed

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        worker = asyncio.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)
        return worker

    def _queue(self, outgo: Outgo) -> None:
        queue = self._waiting.get(outgo.address)
        if queue is None:
            self._waiting[outgo.address] = [outgo]
            self._spawn(self._drain(outgo.address))
            return
        kept = at_most(MOST, worth_showing([*queue, outgo]))
        # What a later screen draws over needs no trying: its update may be confirmed.
        sent = {id(one.sent) for one in kept}
        for one in queue:
            if id(one.sent) not in sent:
                _tried(one)
        queue[:] = kept

    async def _drain(self, address: Address) -> None:
        queue = self._waiting[address]
        places: dict[str, str] = {}
        try:
            while queue:
                outgo = queue.pop(0)
                try:
                    await self._draw(outgo, places)
                except Exception as fault:
                    # A reply that cannot be sent must not stop the next one; the person's next tap redraws.
                    log.error("reply_lost", error=type(fault).__name__)
                    self._not_replaced(outgo, outgo.replaces)
                _tried(outgo)
        finally:
            del self._waiting[address]

    async def _acknowledge(self, outgo: Outgo) -> None:
        toast = self._view.said(outgo.reply.toast, outgo.language) if outgo.reply.toast else ""
        try:
            async with asyncio.timeout(TAP_PATIENCE):
                await self._messenger.acknowledge(outgo.tap, toast, alert=outgo.reply.alert)
        except Exception as fault:
            log.warning("tap_not_acknowledged", error=type(fault).__name__)

    async def _draw(self, outgo: Outgo, places: dict[str, str]) -> None:
        """`places`: where subjects stand that were sent a moment ago, which a repeated input could not know yet."""
        assert outgo.reply.screen is not None
        placement = place_of(outgo, places)
        self._at("before_reply")
        outcome = await self._messenger.show(
            outgo.address.key, outgo.reply.screen, page=outgo.page, placement=placement, lasting=outgo.lasting
        )
        self._at("after_reply")
        match outcome:
            case Delivered(placement=shown, former_stays=stays):
                self._replaced(outgo, shown, stays=stays)
                await self._drawn(outgo, shown, placement, places)
            case Gone():
                self._not_replaced(outgo, outgo.replaces)
                await self._gone(outgo.address)
            case Refused():
                self._not_replaced(outgo, outgo.replaces)

    async def _drawn(self, outgo: Outgo, shown: str, placement: str, places: dict[str, str]) -> None:
        copy = places.pop(outgo.subject, shown)
        if outgo.subject:
            places[outgo.subject] = shown
        if copy not in (shown, outgo.retire):
            await self._messenger.retire(outgo.address.key, copy, outgo.language)
        # What waits to be drawn of the same subject will say itself where it stands: told late, an old place
        # would hide that a newer reply has not left yet.
        newer = any(one.subject == outgo.subject for one in self._waiting[outgo.address])
        if outgo.subject and shown != placement and not newer:
            await self._placed(outgo.address, outgo.subject, shown)
        if outgo.retire and outgo.retire != shown:
            await self._retire(outgo, outgo.retire, lasting=outgo.lasting)
        former = self._only_newest.shown(outgo.address, outgo.kind, shown)
        if former and former != outgo.retire:
            self._sweeping.owe(outgo.address, former, outgo.since)
            await self._retire(outgo, former, lasting=True)

    async def _retire(self, outgo: Outgo, placement: str, *, lasting: bool) -> None:
        gone = await self._messenger.retire(outgo.address.key, placement, outgo.language, lasting=lasting)
        if lasting:
            (self._sweeping.settled if gone else self._sweeping.dropped)(outgo.address, placement)

    def _replaced(self, outgo: Outgo, shown: str, *, stays: bool) -> None:
        """What was drawn over, or taken away for it, is no debt any more."""
        self._sweeping.settled(outgo.address, shown)
        if outgo.lasting and outgo.placement not in ("", shown):
            (self._sweeping.dropped if stays else self._sweeping.settled)(outgo.address, outgo.placement)

    def _not_replaced(self, outgo: Outgo, placements: set[str]) -> None:
        for placement in placements:
            self._sweeping.dropped(outgo.address, placement)


def _tried(outgo: Outgo) -> None:
    if not outgo.sent.done():
        outgo.sent.set_result(None)
