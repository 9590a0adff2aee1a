"""How a request to Telegram can fail, told apart by whether it may have been carried out.

NotSent      no connection was made: certainly not carried out
Unanswered   something on the way answered, and no Bot API server: perhaps carried out
Held         the gate would not let it leave in time: certainly not carried out

Every other TelegramNetworkError lost its connection after the request went out: perhaps carried out. A
TelegramServerError in the Bot API's own words was refused before it was taken.
"""

from aiogram.exceptions import TelegramNetworkError, TelegramServerError


class NotSent(TelegramNetworkError):
    """No connection: Telegram never saw the request."""


class Unanswered(TelegramServerError):
    """A gateway's web page, or an answer that cannot be decoded."""


class Held(Exception):
    """Not let out by the gate in the time it had. `seconds` until it could leave."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds
