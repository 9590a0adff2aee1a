"""Replies on their way to people: one queue a person, drained in order, never waited for by the one who commits.

A person whose chat Telegram has closed for an hour must not hold up anybody else's answers, so committing and
replying are apart. What has piled up meanwhile is drawn once: only the newest screen of a survey is worth showing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from handlers.telegram.messenger import Delivered, Gone, Messenger
from handlers.telegram.rendering import View
from surveys.address import Address
from surveys.screens import Reply

log = structlog.get_logger()


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
    """`placed(address, subject, placement)` is told where a subject's new message stands; `gone(address)` who left."""

    def __init__(
        self,
        messenger: Messenger,
        view: View,
        *,
        placed: Callable[[Address, str, str], Awaitable[None]],
        gone: Callable[[Address], Awaitable[None]],
    ) -> None:
        self._messenger = messenger
        self._view = view
        self._placed = placed
        self._gone = gone
        self._waiting: dict[Address, list[Outgo]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def post(self, outgo: Outgo) -> "asyncio.Future[None]":
        """Send in the background. The future is done once this reply has been tried."""
        queue = self._waiting.get(outgo.address)
        if queue is None:
            self._waiting[outgo.address] = [outgo]
            worker = asyncio.create_task(self._drain(outgo.address))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        else:
            queue.append(outgo)
        return outgo.sent

    async def drained(self, seconds: float) -> int:
        """Wait until everything is out, at most `seconds`. The number of people still owed a reply."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._workers and (left := end - loop.time()) > 0:
            await asyncio.wait(self._workers, timeout=left)
        for worker in self._workers:
            worker.cancel()
        return len(self._waiting)

    async def _drain(self, address: Address) -> None:
        try:
            while batch := self._waiting[address]:
                self._waiting[address] = []
                await self._send(batch)
        finally:
            for outgo in self._waiting.pop(address, []):
                _tried(outgo)

    async def _send(self, batch: list[Outgo]) -> None:
        try:
            taps = [self._acknowledge(outgo) for outgo in batch if outgo.tap]
            await asyncio.gather(*taps, self._draw(_worth_showing(batch)))
        except Exception as fault:
            # A reply that cannot be sent must not stop the next one; the person's next tap redraws.
            log.error("reply_lost", error=type(fault).__name__)
        finally:
            for outgo in batch:
                _tried(outgo)

    async def _acknowledge(self, outgo: Outgo) -> None:
        toast = self._view.said(outgo.reply.toast, outgo.language) if outgo.reply.toast else ""
        await self._messenger.acknowledge(outgo.tap, toast, alert=outgo.reply.alert)

    async def _draw(self, outgoes: list[Outgo]) -> None:
        for outgo in outgoes:
            assert outgo.reply.screen is not None
            placement = "" if outgo.reply.afresh else outgo.placement
            outcome = await self._messenger.show(
                outgo.address.key, outgo.reply.screen, page=outgo.page, placement=placement
            )
            match outcome:
                case Delivered(placement=shown):
                    if outgo.subject and shown != placement:
                        await self._placed(outgo.address, outgo.subject, shown)
                    if outgo.retire and outgo.retire != shown:
                        await self._messenger.retire(outgo.address.key, outgo.retire)
                case Gone():
                    await self._gone(outgo.address)


def _worth_showing(batch: list[Outgo]) -> list[Outgo]:
    """Those with a screen that nothing later in the batch draws over, in order."""
    shown: list[Outgo] = []
    for outgo in batch:
        if outgo.reply.screen is None:
            continue
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
