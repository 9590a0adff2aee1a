"""The one gate through which every request to Telegram leaves.

Closed "until T", by a deadline and never by a switch: a request in flight cannot reopen it by finishing (as happens in
python-telegram-bot's limiter). People's answers and alerts never wait for the rate; campaigns get what is left of it.

Telegram does not say whether its "retry after" concerns one chat or the whole bot. A first one closes its chat; a
second chat told the same while the first is closed closes all. That costs one request and lets other chats go on.
Methods without a chat (a tap's acknowledgement, the menu) count by their name, as a chat of their own.
"""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.holding_up import HoldingUp
from bot.polling import RawGetUpdates
from handlers.telegram.failing import Held

log = structlog.get_logger()


class Lane(IntEnum):
    """Who waits for this request; lower goes first."""

    ANSWERS = 0
    ALERTS = 1
    CAMPAIGNS = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """How requests made here travel. `until`, on the gate's clock: not to leave later (Held); None: whenever.

    `booked`: its turn at the campaigns' rate has been waited for (`Gate.turn`).
    """

    lane: Lane = Lane.ANSWERS
    until: float | None = None
    booked: bool = False


PASSAGE: ContextVar[Passage] = ContextVar("passage", default=Passage())  # noqa: B039 - frozen

RATE = 30.0
"""New and edited messages a second that Telegram takes of one bot (telegram.md 2.9)."""
LATENESS = 0.5
"""Seconds by which campaigns may catch up with the rate after the loop was late: some messages at once, which is far
from a burst (telegram.md 2.9), and without which every late wake-up would be lost for ever."""
PER_CHAT = 1.0
"""New messages a second to one chat, after a burst of BURST (telegram.md 2.9)."""
BURST = 5
REMEMBERED_CHATS = 20_000
TRIES = 8
"""Tries of a request that a person waits for while Telegram is down: about two minutes."""
NEW = ("send", "copy", "forward")
COUNTED = (*NEW, "edit")
GIVEN_UP = 0.1
"""Places that campaigns give up for each message that Telegram holds up."""


@contextmanager
def lane(chosen: Lane, *, until: float | None = None, booked: bool = False) -> Iterator[None]:
    """Requests made inside travel in this lane."""
    token = PASSAGE.set(Passage(chosen, until, booked))
    try:
        yield
    finally:
        PASSAGE.reset(token)


class Gate(BaseRequestMiddleware):
    """`rate` is how many messages a second the bot may send or edit. Only campaigns are held by it; all count in it.

    `paid` is the rate of campaigns where Telegram is paid for more (`allow_paid_broadcast`), or 0: then they keep to it
    and have nothing to do with the other one.
    """

    def __init__(
        self,
        *,
        rate: float = RATE,
        paid: float = 0.0,
        now: Callable[[], float] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.now = now or (lambda: asyncio.get_running_loop().time())
        self._pause = pause
        self._rate = paid or rate
        self._shared = not paid
        self._all_closed_until = 0.0
        self._closed_until: dict[object, float] = {}
        self._next_message: OrderedDict[object, float] = OrderedDict()
        self._next_bulk = 0.0
        self._taken = 0
        self._holding_up = HoldingUp()

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if isinstance(method, (GetUpdates, RawGetUpdates)):
            return await make_request(bot, method)  # type: ignore[arg-type]  # narrowed by isinstance to its own type
        chat = getattr(method, "chat_id", None) or method.__api_method__
        passage = PASSAGE.get()
        campaign = passage.lane is Lane.CAMPAIGNS
        failures = 0
        while True:
            await self._pass(chat, passage, method.__api_method__)
            begun = self.now()
            try:
                answer = await make_request(bot, method)
                self._answered(method.__api_method__, self.now() - begun)
                return answer
            except TelegramRetryAfter as told:
                self._close(chat, float(told.retry_after))
                if campaign:
                    raise  # Its row goes back into the queue: by then it may be night, or too late.
            except (TelegramNetworkError, TelegramServerError) as trouble:
                failures += 1
                if campaign or failures >= TRIES:
                    raise
                log.warning("request_failed", method=method.__api_method__, error=type(trouble).__name__)
                await self._pause(min(30.0, 0.25 * 2**failures) * random.uniform(0.7, 1.0))

    def closed_for(self, chat: object = None) -> float:
        """Seconds until a request to `chat` may leave; 0 when it may now. Without a chat: to anybody."""
        return max(0.0, self._all_closed_until - self.now(), self._closed_until.get(chat, 0.0) - self.now())

    async def turn(self, until: float | None = None) -> bool:
        """Wait for the next place that campaigns have in the rate, and take it: for one request with `booked`. False
        at once where there is none before `until`, e.g. because the gate is closed."""
        while (seconds := max(self.closed_for(), self._next_bulk - self.now())) > 0:
            if until is not None and self.now() + seconds > until:
                return False
            await self._pause(seconds)
        self._book()
        return True

    def taken(self) -> int:
        """How many messages of people's answers and alerts counted in the rate since this was last asked."""
        taken, self._taken = self._taken, 0
        return taken

    async def _pass(self, chat: object, passage: Passage, name: str) -> None:
        while (seconds := self._hold(chat, passage, name)) > 0:
            if passage.until is not None and self.now() + seconds > passage.until:
                raise Held(seconds)
            await self._pause(seconds)

    def _hold(self, chat: object, passage: Passage, name: str) -> float:
        """Seconds to wait before looking again, or 0 and the passage is booked. Raises Held for what comes too late."""
        now = self.now()
        if passage.until is not None and now > passage.until:
            raise Held(0.0)
        if (closed := self.closed_for(chat)) > 0:
            return closed
        campaign = passage.lane is Lane.CAMPAIGNS
        if campaign and not passage.booked and self._next_bulk > now:
            return self._next_bulk - now
        if name.startswith(NEW) and (pace := self._pace(chat, now)) > 0:
            return pace
        if campaign:
            if not passage.booked:
                self._book()
        elif name.startswith(COUNTED):
            self._taken += 1
            if self._shared:
                self._book()
        return 0.0

    def _answered(self, name: str, seconds: float) -> None:
        """Campaigns give way to what Telegram holds up: a place for every tenth such message."""
        if name.startswith(COUNTED) and self._holding_up.noticed(seconds):
            self._next_bulk = max(self.now() - LATENESS, self._next_bulk) + GIVEN_UP / self._rate

    def _book(self) -> None:
        self._next_bulk = max(self.now() - LATENESS, self._next_bulk) + 1 / self._rate

    def _pace(self, chat: object, now: float) -> float:
        earliest = self._next_message.pop(chat, now)
        if earliest - now > (BURST - 1) / PER_CHAT:
            self._next_message[chat] = earliest
            return earliest - now - (BURST - 1) / PER_CHAT
        self._next_message[chat] = max(now, earliest) + 1 / PER_CHAT
        if len(self._next_message) > REMEMBERED_CHATS:
            self._next_message.popitem(last=False)
        return 0.0

    def _close(self, chat: object, seconds: float) -> None:
        now = self.now()
        self._closed_until = {other: until for other, until in self._closed_until.items() if until > now}
        others = [other for other in self._closed_until if other != chat]
        if others:
            self._all_closed_until = max(self._all_closed_until, now + seconds)
        else:
            self._closed_until[chat] = now + seconds
        log.warning("told_to_wait", seconds=seconds, everybody=bool(others))
