"""Screens put on the wire: edited in place where that is possible, sent anew where it is not.

Outcomes: Delivered, Gone (the person blocked the bot or is no more), Refused (Telegram will never take it).
"Retry after" and lost connections are the gate's matter (`bot.gate`), below this module.
"""

from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile, Message

from handlers.telegram.rendering import NO_PREVIEW, Drawing, View
from surveys.screens import Exhibit, Screen

log = structlog.get_logger()

TOAST = 200
"""Signs of a callback's answer (telegram.md 2.4)."""

# Parts of Telegram's sentences, compared without case: "tg sometimes changes error messages" (telegram.md 2.1).
SAME = "message is not modified"
NOBODY = ("chat not found", "user is deactivated", "bot was blocked", "can't initiate conversation")


@dataclass(frozen=True, slots=True)
class Delivered:
    """`placement` is the number of the message in its chat, as text."""

    placement: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there: not to be tried again until the person writes."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`method` was not taken, and would not be a second time."""

    method: str


Outcome = Delivered | Gone | Refused


class Messenger:
    """Delivers screens to chats of one bot."""

    def __init__(self, bot: Bot, view: View) -> None:
        self._bot = bot
        self._view = view

    async def show(self, chat: str, screen: Screen, *, page: int = 0, placement: str = "") -> Outcome:
        """Draw `screen` in the message at `placement`, or in a new one where there is none or it cannot be edited."""
        drawing = self._view.draw(screen, chat, page)
        try:
            if screen.exhibit is not None:
                return _delivered(await self._send_exhibit(chat, screen.exhibit, drawing))
            if placement:
                edited = await self._edit(chat, drawing, placement)
                if edited is not None:
                    return edited
            return _delivered(await self._send(chat, drawing))
        except (TelegramForbiddenError, TelegramBadRequest) as refused:
            if any(part in refused.message.lower() for part in NOBODY):
                return Gone()
            log.error("message_refused", method=refused.method.__api_method__)
            return Refused(refused.method.__api_method__)

    async def acknowledge(self, tap: str, toast: str, *, alert: bool = False) -> None:
        """Answer a tap. A tap too old to be answered is past its spinner already: that is no fault."""
        try:
            await self._bot.answer_callback_query(tap, text=toast[:TOAST] or None, show_alert=alert or None)
        except TelegramAPIError as refused:
            log.info("tap_not_acknowledged", error=type(refused).__name__)

    async def retire(self, chat: str, placement: str) -> None:
        """Take away a survey's former message: the survey stands in a newer one. Where that fails, its buttons go."""
        try:
            await self._bot.delete_message(chat, int(placement))
        except TelegramBadRequest:
            try:
                await self._bot.edit_message_reply_markup(chat_id=chat, message_id=int(placement))
            except TelegramAPIError as refused:
                log.info("message_not_retired", error=type(refused).__name__)
        except TelegramAPIError as refused:
            log.info("message_not_retired", error=type(refused).__name__)

    async def _edit(self, chat: str, drawing: Drawing, placement: str) -> Delivered | None:
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
            return None
        return Delivered(placement)

    async def _send(self, chat: str, drawing: Drawing) -> Message:
        return await self._bot.send_message(
            chat, reply_markup=drawing.markup, link_preview_options=NO_PREVIEW, **drawing.content
        )

    async def _send_exhibit(self, chat: str, exhibit: Exhibit, drawing: Drawing) -> Message:
        file = BufferedInputFile(exhibit.content, exhibit.name)
        if exhibit.media_type.startswith("image/"):
            return await self._bot.send_photo(chat, file, reply_markup=drawing.markup, **drawing.content)
        return await self._bot.send_document(chat, file, reply_markup=drawing.markup, **drawing.content)


def _delivered(message: Message) -> Delivered:
    return Delivered(str(message.message_id))
