"""Replies on their way to people: one queue a person, drained in order, never waited for by the one who commits.

A person whose chat Telegram has closed for an hour must not hold up anybody else's answers, so committing and
replying are apart. What has piled up meanwhile is drawn once: only the newest screen of a survey is worth showing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from handlers.telegram.messenger import Delivered, Gone, Messenger
from handlers.telegram.rendering import View
from surveys.address import Address
from surveys.screens import Reply

log = structlog.get_logger()

TAP_PATIENCE = 15.0
"""Seconds in which Telegram takes the answer to a tap: later it is not worth waiting for."""
MOST = 20
"""Screens kept for one person whose chat is closed: beyond that the oldest go, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Outgo:
    """One reply to one input.

    `tap` is the callback query to acknowledge, `placement` the message to draw in, `subject` what the screen is about
    (screens of one subject supersede each other), `retire` a former message of the subject.
    """

    address: Address
    reply: Reply
    language: str
    tap: str = ""
    placement: str = ""
    page: int = 0
    subject: str = ""
    retire: str = ""
    sent: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Outgoing:
    """`placed(address, subject, placement)` is told where a subject's new message stands; `gone(address)` who left.

    `at` is called at the moments "before_reply" and "after_reply", where a test may kill the process.
    """

    def __init__(
        self,
        messenger: Messenger,
        view: View,
        *,
        placed: Callable[[Address, str, str], Awaitable[None]],
        gone: Callable[[Address], Awaitable[None]],
        at: Callable[[str], None],
    ) -> None:
        self._at = at
        self._messenger = messenger
        self._view = view
        self._placed = placed
        self._gone = gone
        self._waiting: dict[Address, list[Outgo]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def post(self, outgo: Outgo) -> "asyncio.Future[Any]":
        """Send in the background. The future is done once this reply has been tried.

        A tap is acknowledged at once, whatever its person's screens are waiting for.
        """
        tried: list[asyncio.Future[None]] = []
        if outgo.tap:
            tried.append(self._spawn(self._acknowledge(outgo)))
        if outgo.reply.screen is not None:
            self._queue(outgo)
            tried.append(outgo.sent)
        return asyncio.gather(*tried, return_exceptions=True)

    async def drained(self, seconds: float) -> int:
        """Wait until everything is out, at most `seconds`. The number of people still owed a reply.

        What has not been tried by then is never called tried: its update comes again after the next start.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._workers and (left := end - loop.time()) > 0:
            await asyncio.wait(self._workers, timeout=left)
        owed = len(self._waiting)
        workers = list(self._workers)
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
        kept = _worth_showing([*queue, outgo])[-MOST:]
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
        placement = _place(outgo, places)
        self._at("before_reply")
        outcome = await self._messenger.show(
            outgo.address.key, outgo.reply.screen, page=outgo.page, placement=placement
        )
        self._at("after_reply")
        match outcome:
            case Delivered(placement=shown):
                copy = places.pop(outgo.subject, shown)
                if outgo.subject:
                    places[outgo.subject] = shown
                if copy not in (shown, outgo.retire):
                    await self._messenger.retire(outgo.address.key, copy)
                # What waits to be drawn of the same subject will say itself where it stands: told late, an old place
                # would hide that a newer reply has not left yet.
                newer = any(one.subject == outgo.subject for one in self._waiting[outgo.address])
                if outgo.subject and shown != placement and not newer:
                    await self._placed(outgo.address, outgo.subject, shown)
                if outgo.retire and outgo.retire != shown:
                    await self._messenger.retire(outgo.address.key, outgo.retire)
            case Gone():
                await self._gone(outgo.address)


def _place(outgo: Outgo, places: dict[str, str]) -> str:
    """A tap is answered where it was made; anything else where its subject stands by now."""
    if outgo.reply.afresh:
        return ""
    return outgo.placement if outgo.tap else places.get(outgo.subject, outgo.placement)


def _worth_showing(batch: list[Outgo]) -> list[Outgo]:
    """Those that nothing later in the batch draws over, in order."""
    shown: list[Outgo] = []
    for outgo in batch:
        if shown and _supersedes(outgo, shown[-1]):
            outgo = _taking_over(shown.pop(), outgo)
        shown.append(outgo)
    return shown


def _supersedes(later: Outgo, earlier: Outgo) -> bool:
    if earlier.reply.screen is None or earlier.reply.screen.exhibit is not None:
        return False
    same_message = bool(later.placement) and later.placement == earlier.placement
    return same_message or (bool(later.subject) and later.subject == earlier.subject)


def _taking_over(earlier: Outgo, later: Outgo) -> Outgo:
    """The later one, which must not forget the message the earlier one was to take away."""
    if later.retire or not earlier.retire:
        return later
    return Outgo(
        address=later.address,
        reply=Reply(later.reply.screen, later.reply.toast, later.reply.alert, afresh=True),
        language=later.language,
        tap=later.tap,
        placement=later.placement,
        page=later.page,
        subject=later.subject,
        retire=earlier.retire,
        sent=later.sent,
    )


def _tried(outgo: Outgo) -> None:
    if not outgo.sent.done():
        outgo.sent.set_result(None)
