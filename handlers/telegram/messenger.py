"""Screens put on the wire: edited in place where that is possible, sent anew where it is not.

Outcomes of `show`: Delivered, Gone (the person blocked the bot or is no more), Refused (Telegram will never take it).
"Retry after" and lost connections are the gate's matter (`bot.gate`), below this module. What is sent on our own
initiative is `handlers.telegram.initiative`'s.
"""

from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile, Message

from handlers.telegram.removing import Removal, Remover
from handlers.telegram.rendering import NO_PREVIEW, Drawing, View
from surveys.screens import Exhibit, Screen

log = structlog.get_logger()

TOAST = 200
"""Signs of a callback's answer (telegram.md 2.4)."""
ANSWER_IN = 30
"""Seconds for the answer to a message of ours that nobody waits for: far below a claim's lease."""

# Parts of Telegram's sentences, compared without case: "tg sometimes changes error messages" (telegram.md 2.1).
SAME = "message is not modified"
NO_TEXT = "there is no text in the message to edit"
"""A picture or a file stands there."""
NOBODY = ("chat not found", "user is deactivated", "bot was blocked", "can't initiate conversation")


@dataclass(frozen=True, slots=True)
class Delivered:
    """`placement` is the number of the message in its chat, as text.

    `former_stays`: a lasting screen had to be sent anew, and what it was to replace could not be taken away.
    """

    placement: str
    former_stays: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there: not to be tried again until the person writes."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`method` was not taken, and would not be a second time."""

    method: str


Outcome = Delivered | Gone | Refused


def nobody_there(refused: TelegramAPIError) -> bool:
    """Whether it is the person who is not to be reached, and not the message that is not taken."""
    known = isinstance(refused, TelegramForbiddenError | TelegramBadRequest)
    return known and any(part in refused.message.lower() for part in NOBODY)


class Messenger:
    """Delivers screens to chats of one bot."""

    def __init__(self, bot: Bot, view: View, remover: Remover) -> None:
        self._bot = bot
        self._view = view
        self._remover = remover

    async def show(
        self, chat: str, screen: Screen, *, page: int = 0, placement: str = "", lasting: bool = False
    ) -> Outcome:
        """Draw `screen` in the message at `placement`, or in a new one where there is none or it cannot be edited.

        A text that stands at `placement` and cannot be edited is taken away: its buttons may carry answers. With
        `lasting` whatever stands there is, first of all, and whether that succeeded is told.
        """
        drawing, outdated = self._view.draw(screen, chat, page), False
        try:
            if placement and screen.exhibit is None:
                edited = await self._edit(chat, drawing, placement)
                if isinstance(edited, Delivered):
                    return edited
                outdated = NO_TEXT not in edited and not lasting
            stays = lasting and bool(placement) and not await self._cleared(chat, placement, screen.language)
            if screen.exhibit is not None:
                sent = await self._send_exhibit(chat, screen.exhibit, drawing)
            else:
                sent = await self._send(chat, drawing)
            if outdated:
                await self.retire(chat, placement, screen.language)
            return Delivered(str(sent.message_id), stays)
        except (TelegramForbiddenError, TelegramBadRequest) as refused:
            if nobody_there(refused):
                return Gone()
            log.error("message_refused", method=refused.method.__api_method__)
            return Refused(refused.method.__api_method__)

    async def send(self, chat: str, screen: Screen, *, paid: bool = False) -> None:
        """One new message with `screen`. Raises what its request raises: nothing is tried again here."""
        drawing = self._view.draw(screen, chat)
        extra: dict[str, Any] = {"request_timeout": ANSWER_IN}
        if paid:
            extra["allow_paid_broadcast"] = True
        if screen.exhibit is not None:
            await self._send_exhibit(chat, screen.exhibit, drawing, **extra)
        else:
            await self._send(chat, drawing, **extra)

    async def acknowledge(self, tap: str, toast: str, *, alert: bool = False) -> None:
        """Answer a tap. A tap too old to be answered is past its spinner already: that is no fault."""
        try:
            await self._bot.answer_callback_query(tap, text=toast[:TOAST] or None, show_alert=alert or None)
        except TelegramAPIError as refused:
            log.info("tap_not_acknowledged", error=type(refused).__name__)

    async def retire(self, chat: str, placement: str, language: str, *, lasting: bool = False) -> bool:
        """Take away a survey's former message: the survey stands in a newer one. Where that fails, its buttons go, and
        with `lasting` its words too. Whether it is gone."""
        if lasting:
            return await self._cleared(chat, placement, language)
        try:
            await self._bot.delete_message(chat, int(placement))
        except TelegramBadRequest:
            try:
                await self._bot.edit_message_reply_markup(chat_id=chat, message_id=int(placement))
            except TelegramAPIError as refused:
                log.info("message_not_retired", error=type(refused).__name__)
            return False
        except TelegramAPIError as refused:
            log.info("message_not_retired", error=type(refused).__name__)
            return False
        return True

    async def _cleared(self, chat: str, placement: str, language: str) -> bool:
        return await self._remover.clear(chat, placement, language) is Removal.DONE

    async def _edit(self, chat: str, drawing: Drawing, placement: str) -> Delivered | str:
        """Or Telegram's words of refusal, in lower case."""
        try:
            await self._bot.edit_message_text(
                chat_id=chat,
                message_id=int(placement),
                reply_markup=drawing.markup,
                link_preview_options=NO_PREVIEW,
                **drawing.content,
            )
        except TelegramBadRequest as refused:
            words = refused.message.lower()
            if SAME in words:
                return Delivered(placement)
            if any(part in words for part in NOBODY):
                raise
            # Deleted, too old, of another kind: whatever it is, a new message gets the person on.
            return words
        return Delivered(placement)

    async def _send(self, chat: str, drawing: Drawing, **extra: Any) -> Message:
        return await self._bot.send_message(
            chat, reply_markup=drawing.markup, link_preview_options=NO_PREVIEW, **drawing.content, **extra
        )

    async def _send_exhibit(self, chat: str, exhibit: Exhibit, drawing: Drawing, **extra: Any) -> Message:
        file = BufferedInputFile(exhibit.content, exhibit.name)
        if exhibit.media_type.startswith("image/"):
            return await self._bot.send_photo(chat, file, reply_markup=drawing.markup, **drawing.content, **extra)
        return await self._bot.send_document(chat, file, reply_markup=drawing.markup, **drawing.content, **extra)
