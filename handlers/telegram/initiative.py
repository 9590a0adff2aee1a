"""What is sent on our own initiative, once, with an outcome that says whether it may have arrived.

Nothing is tried again here: the outcome goes into the message's row, and its policy decides (`surveys.campaigns`).
"""

from collections.abc import Awaitable

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from handlers.telegram.failing import Held, NotSent, Unanswered
from handlers.telegram.messenger import Messenger, nobody_there
from surveys.campaigns.delivering import Delivered, Failed, Gone, Later, Outcome, Refused, Unsure
from surveys.screens import Screen

log = structlog.get_logger()


async def deliver(messenger: Messenger, chat: str, screen: Screen, *, paid: bool = False) -> Outcome:
    """Send one message. Never raises but for being cancelled."""
    try:
        return await _outcome(messenger.send(chat, screen, paid=paid))
    except Exception as defect:
        # Drawn wrongly: it will be no better another time, and nobody's words may be in the log.
        log.error("message_not_drawn", error=type(defect).__name__)
        return Refused()


async def _outcome(sending: Awaitable[None]) -> Outcome:
    try:
        await sending
    except (Held, TelegramRetryAfter) as wait:
        return Later(wait.seconds if isinstance(wait, Held) else float(wait.retry_after))
    except TelegramEntityTooLarge:
        return Refused()
    except NotSent:
        return Failed()
    except (TelegramNetworkError, Unanswered):
        return Unsure()
    except (TelegramBadRequest, TelegramForbiddenError) as refused:
        if nobody_there(refused):
            return Gone()
        log.error("message_refused", method=refused.method.__api_method__)
        return Refused()
    except TelegramAPIError as trouble:
        # An error in the Bot API's own words, or a token that is refused: it was not taken.
        log.warning("message_not_taken", error=type(trouble).__name__)
        return Failed()
    return Delivered()
