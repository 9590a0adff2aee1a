"""A message of ours drawn again in its place, and nowhere else: what is only brought up to date is never sent anew."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from handlers.telegram.messenger import SAME
from handlers.telegram.rendering import NO_PREVIEW, View
from surveys.address import Address
from surveys.screens import Screen

log = structlog.get_logger()


class Redrawing:
    def __init__(self, bot: Bot, view: View) -> None:
        self._bot = bot
        self._view = view

    async def redrawn(self, address: Address, placement: str, screen: Screen) -> bool | None:
        """True when it stands there; False when nothing can be drawn there any more, as the message was deleted or its
        reader has left; None where it is to be tried again, e.g. because Telegram is away."""
        drawing = self._view.draw(screen, address.key)
        try:
            await self._bot.edit_message_text(
                chat_id=address.key,
                message_id=int(placement),
                reply_markup=drawing.markup,
                link_preview_options=NO_PREVIEW,
                **drawing.content,
            )
        except TelegramBadRequest as refused:
            return SAME in refused.message.lower()
        except TelegramForbiddenError:
            return False
        except (TelegramAPIError, OSError, TimeoutError) as trouble:
            log.info("not_redrawn", error=type(trouble).__name__)
            return None
        return True
