"""From a raw update to its effect: in the lane of its person, retried while storage is away, never lost, never stuck.

An update is finished (and may be confirmed to Telegram) when its effect is committed and its reply has been tried, or
waits for a chat that Telegram has closed, which must not hold up everybody's confirmation; and in any case not before
what shows an anonymous answer has left the chat or is kept to be taken away (`handlers.telegram.sweeping`).
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.lanes import Lanes
from bot.logs import frames
from bot.polling import RawUpdate
from handlers.telegram.outgoing import OnItsWay, Outgo, Outgoing
from handlers.telegram.payloads import verb_of
from handlers.telegram.router import CHANNEL
from handlers.telegram.unseen import Unseen
from surveys.address import Address
from surveys.chance import Clock
from surveys.conversation.incoming import Incoming
from surveys.errors import Unavailable
from surveys.screens import Phrase, Reply, Screen, Span
from surveys.work import Works

log = structlog.get_logger()

REPLY_PATIENCE = 20.0
"""Seconds a reply may take on its way before its update is confirmed without it."""
LOOK = 0.5
"""Seconds after which a reply counts as held up when Telegram has closed its chat."""
TRIES = 3
"""How often an update that breaks a handler is tried before it is put aside (trust.md 5.4, row 26)."""
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between tries while storage is away; the last one repeats until it is back or the process stops."""
TYPED = ("message", "edited_message")
PLACE = ("message_id", "date", "chat")
PLACE_AND_TEXT = (*PLACE, "text", "entities")


class Handling:
    """`accept` is what the poller or a webhook calls; it returns at once.

    `closed(chat)`: for how many seconds Telegram takes nothing for this chat.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        outgoing: Outgoing,
        works: Works,
        clock: Clock,
        *,
        unseen: Unseen,
        closed: Callable[[str], float] = lambda chat: 0.0,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._outgoing = outgoing
        self._works = works
        self._clock = clock
        self._unseen = unseen
        self._closed = closed
        self._pause = pause
        self._stopping = False
        self.lanes = Lanes()

    def accept(self, raw: RawUpdate, finished: Callable[[], None]) -> None:
        self.lanes.put(_lane_of(raw), lambda: self._handle(raw, finished))

    def stop(self) -> None:
        """Start no more retries: what is unfinished will be delivered again."""
        self._stopping = True

    async def _handle(self, raw: RawUpdate, finished: Callable[[], None]) -> None:
        failures = waits = 0
        while True:
            try:
                sent = await self._feed(raw)
            except Unavailable as away:
                log.error("storage_unavailable", reason=away.reason, attempt=waits + 1)
                if waits == 0:
                    self._apologise(raw, Phrase("trouble.storage"))
                if self._stopping:
                    return
                await self._pause(PAUSES[min(waits, len(PAUSES) - 1)])
                waits += 1
            except Exception as fault:
                failures += 1
                incident = secrets.token_hex(4)
                log.error("handler_failed", incident=incident, error=type(fault).__name__, frames=frames(fault))
                if failures >= TRIES:
                    self._apologise(raw, Phrase("trouble.incident", {"incident": incident}))
                    await self._put_aside(raw, type(fault).__name__)
                    self._finish_after(str(_lane_of(raw)), self._wiped(raw), finished)
                    return
            else:
                self._finish_after(str(_lane_of(raw)), sent, finished)
                return

    async def _feed(self, raw: RawUpdate) -> OnItsWay | None:
        try:
            lean = _without_tapped_text(raw, self._unseen.reads_back)
            update = Update.model_validate(lean, context={"bot": self._bot})
            _ = update.event_type
        except UpdateTypeLookupError:
            # We ask for kinds that we know: this is something Telegram did not have when this was written.
            await self._put_aside(raw, "UnknownKind")
            return self._wiped(raw)
        except (ValidationError, RecursionError, ValueError) as unreadable:
            await self._put_aside(raw, type(unreadable).__name__)
            return self._wiped(raw)
        # Nothing is logged of an update that went well: a line at the moment of an answer is a trace of it.
        way = await self._dispatcher.feed_update(self._bot, update)
        return way if isinstance(way, OnItsWay) else None

    def _finish_after(self, chat: str, way: OnItsWay | None, finished: Callable[[], None]) -> None:
        if way is None or way.done:
            finished()
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + REPLY_PATIENCE
        impatient = False
        waiting: asyncio.TimerHandle

        def look() -> None:
            nonlocal waiting, impatient
            # At a stop nobody loses patience: what was not answered comes again after the next start.
            if self._stopping:
                return
            if self._closed(chat) > 0 or loop.time() >= end:
                impatient = True
                settle()
            else:
                waiting = loop.call_later(LOOK, look)

        def settle(_: object = None) -> None:
            if (impatient or way.tried.done()) and (way.firm is None or way.firm.done()):
                waiting.cancel()
                finished()

        waiting = loop.call_later(LOOK, look)
        way.tried.add_done_callback(settle)
        if way.firm is not None:
            way.firm.add_done_callback(settle)

    async def _put_aside(self, raw: RawUpdate, error: str) -> None:
        """Remember that it was put aside: its number and kind, never what it says."""
        kind = next((name for name in raw if name != "update_id"), "none")[:40]
        number, now = int(raw["update_id"]), self._clock.now()
        log.error("update_put_aside", kind=kind, error=error)
        try:
            await self._works.write(lambda work: work.notes.quarantine(CHANNEL, number, kind, error, now))
        except Unavailable as away:
            log.error("storage_unavailable", reason=away.reason)
        except Exception as fault:
            log.error("not_noted", error=type(fault).__name__, frames=frames(fault))

    def _wiped(self, raw: RawUpdate) -> OnItsWay | None:
        """What broke us may have been an anonymous answer: it leaves the chat all the same."""
        message = next((value for name in TYPED if isinstance(value := raw.get(name), dict)), {})
        chat, number, date = (message.get(name) for name in ("chat", "message_id", "date"))
        if not isinstance(chat, dict) or chat.get("type") != "private":
            return None
        if not isinstance(chat.get("id"), int) or not isinstance(number, int):
            return None
        incoming = Incoming(Address(CHANNEL, str(chat["id"])), "", CHANNEL, raw["update_id"], own=str(number))
        if not self._at_risk(incoming):
            return None
        since = float(date) if isinstance(date, int) else 0.0
        return self._outgoing.post(Outgo(incoming.address, Reply(), "", wipe=(incoming.own,), since=since))

    def _at_risk(self, incoming: Incoming) -> bool:
        try:
            return self._unseen.may_be_unseen(incoming)
        except Exception as fault:
            # A message taken away for nothing is a smaller harm than an answer left standing.
            log.error("risk_unknown", error=type(fault).__name__, frames=frames(fault))
            return True

    def _apologise(self, raw: RawUpdate, words: Phrase) -> None:
        """Tell the person something true, once; a tap is answered where it was made."""
        inner: Any = raw.get("callback_query") or raw.get("message") or {}
        sender: Any = inner.get("from") if isinstance(inner, dict) else None
        if not isinstance(sender, dict) or not isinstance(sender.get("id"), int):
            return
        language = sender.get("language_code")
        language = language if isinstance(language, str) else ""
        address = Address(CHANNEL, str(sender["id"]))
        if "callback_query" in raw:
            reply = Reply(toast=words, alert=True)
            self._outgoing.post(Outgo(address, reply, language, tap=str(inner.get("id", ""))))
        else:
            self._outgoing.post(Outgo(address, Reply(Screen(language, ((Span(words),),)), afresh=True), language))


def _without_tapped_text(raw: RawUpdate, reads_back: frozenset[str]) -> RawUpdate:
    """A tap brings its whole message along, buttons and all. We go by its number alone, but where a verb in
    `reads_back` needs the text: reading the rest would take most of the time that reading a tap takes."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return raw
    data = query.get("data") if reads_back else None
    read = PLACE_AND_TEXT if isinstance(data, str) and verb_of(data) in reads_back else PLACE
    return {**raw, "callback_query": {**query, "message": {name: message[name] for name in read if name in message}}}


def _lane_of(raw: RawUpdate) -> Hashable:
    """The sender, so that a message and a tap of one person that arrive side by side are handled one by one."""
    for event in raw.values():
        sender = event.get("from") if isinstance(event, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return int(sender["id"])
    return ("update", raw["update_id"])
