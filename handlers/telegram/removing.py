"""Messages taken out of a chat, and what Telegram says to that.

Outcomes: DONE (it is gone, or was before), REFUSED (it will never go), LATER (Telegram or the network is away).
"""

from enum import Enum

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from handlers.telegram.rendering import NO_PREVIEW, View
from surveys.screens import Phrase

# Parts of Telegram's sentences, compared without case.
GONE_ALREADY = ("not found", "user is deactivated")
NOT_MODIFIED = "not modified"


class Removal(Enum):
    DONE = "done"
    REFUSED = "refused"
    LATER = "later"


class Remover:
    """Takes messages out of the chats of one bot."""

    def __init__(self, bot: Bot, view: View) -> None:
        self._bot = bot
        self._view = view

    async def delete(self, chat: str, placement: str) -> Removal:
        try:
            await self._bot.delete_message(chat, int(placement))
        except TelegramAPIError as refused:
            return _meaning(refused)
        return Removal.DONE

    async def clear(self, chat: str, placement: str, language: str) -> Removal:
        """A message of ours: deleted, else emptied of its words and buttons, else at least of its buttons.

        Only the first two are DONE: buttons carry answers, and so may words.
        """
        deleted = await self.delete(chat, placement)
        if deleted is not Removal.REFUSED:
            return deleted
        words = self._view.said(Phrase("view.cleared"), language)
        try:
            await self._bot.edit_message_text(
                words, chat_id=chat, message_id=int(placement), link_preview_options=NO_PREVIEW, parse_mode=None
            )
        except TelegramAPIError as refused:
            if _meaning(refused) is Removal.REFUSED:
                await self._without_buttons(chat, placement)
            return _meaning(refused)
        return Removal.DONE

    async def ask_the_person(self, chat: str, language: str) -> bool:
        """Say that one message could not be removed and that they can. False: not said yet, try again."""
        words = self._view.said(Phrase("view.delete_yourself"), language)
        try:
            await self._bot.send_message(chat, words, parse_mode=None)
        except (TelegramBadRequest, TelegramForbiddenError):
            return True  # Nobody is there to be told.
        except TelegramAPIError:
            return False
        return True

    async def _without_buttons(self, chat: str, placement: str) -> None:
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat, message_id=int(placement))
        except TelegramAPIError:
            return


def _meaning(refused: TelegramAPIError) -> Removal:
    words = refused.message.lower()
    if isinstance(refused, TelegramBadRequest | TelegramForbiddenError) and any(part in words for part in GONE_ALREADY):
        return Removal.DONE
    if isinstance(refused, TelegramBadRequest):
        return Removal.DONE if NOT_MODIFIED in words else Removal.REFUSED
    # A person who blocked the bot may let it in again; servers and networks come back.
    return Removal.LATER
