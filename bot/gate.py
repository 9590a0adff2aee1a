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
from enum import IntEnum

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.polling import RawGetUpdates

log = structlog.get_logger()


class Lane(IntEnum):
    """Who waits for this request; lower goes first."""

    ANSWERS = 0
    ALERTS = 1
    CAMPAIGNS = 2


LANE: ContextVar[Lane] = ContextVar("lane", default=Lane.ANSWERS)

PER_CHAT = 1.0
"""New messages a second to one chat, after a burst of BURST (telegram.md 2.9)."""
BURST = 5
REMEMBERED_CHATS = 20_000
TRIES = 8
"""Tries of a request that a person waits for while Telegram is down: about two minutes."""


@contextmanager
def lane(chosen: Lane) -> Iterator[None]:
    """Requests made inside travel in this lane."""
    token = LANE.set(chosen)
    try:
        yield
    finally:
        LANE.reset(token)


class Gate(BaseRequestMiddleware):
    """`rate` is how many requests a second the bot may start. Only campaigns are held by it; all others count in it."""

    def __init__(
        self,
        *,
        rate: float = 25.0,
        now: Callable[[], float] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._pause = pause
        self._rate = rate
        self._all_closed_until = 0.0
        self._closed_until: dict[object, float] = {}
        self._next_message: OrderedDict[object, float] = OrderedDict()
        self._next_bulk = 0.0

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if isinstance(method, (GetUpdates, RawGetUpdates)):
            return await make_request(bot, method)  # type: ignore[arg-type]  # narrowed by isinstance to its own type
        chat = getattr(method, "chat_id", None) or method.__api_method__
        sends = method.__api_method__.startswith(("send", "copy", "forward"))
        chosen = LANE.get()
        failures = 0
        while True:
            await self._pass(chat, chosen, sends)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as told:
                self._close(chat, float(told.retry_after))
            except (TelegramNetworkError, TelegramServerError) as trouble:
                failures += 1
                if chosen is Lane.CAMPAIGNS or failures >= TRIES:
                    raise
                log.warning("request_failed", method=method.__api_method__, error=type(trouble).__name__)
                await self._pause(min(30.0, 0.25 * 2**failures) * random.uniform(0.7, 1.0))

    def closed_for(self, chat: object = None) -> float:
        """Seconds until a request to `chat` may leave; 0 when it may now."""
        return max(0.0, self._all_closed_until - self._now(), self._closed_until.get(chat, 0.0) - self._now())

    async def _pass(self, chat: object, chosen: Lane, sends: bool) -> None:
        while (seconds := self._hold(chat, chosen, sends)) > 0:
            await self._pause(seconds)

    def _hold(self, chat: object, chosen: Lane, sends: bool) -> float:
        """Seconds to wait before looking again, or 0 and the passage is booked."""
        now = self._now()
        if (closed := self.closed_for(chat)) > 0:
            return closed
        if chosen is Lane.CAMPAIGNS and self._next_bulk > now:
            return self._next_bulk - now
        if sends and (pace := self._pace(chat, now)) > 0:
            return pace
        self._next_bulk = max(now, self._next_bulk) + 1 / self._rate
        return 0.0

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
        now = self._now()
        self._closed_until = {other: until for other, until in self._closed_until.items() if until > now}
        others = [other for other in self._closed_until if other != chat]
        if others:
            self._all_closed_until = max(self._all_closed_until, now + seconds)
        else:
            self._closed_until[chat] = now + seconds
        log.warning("told_to_wait", seconds=seconds, everybody=bool(others))
