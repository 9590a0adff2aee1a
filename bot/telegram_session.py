"""The HTTP session under the bot: what no Bot API server says is trouble on the way, never an unknown exception.

Between us and Telegram stand gateways that answer 502 with a web page. aiogram raises ClientDecodeError for that, which
is none of its TelegramAPIErrors and carries the whole answer, people's words included.
"""

import re
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from handlers.telegram.failing import Unanswered

NUMBER = re.compile(r'"update_id"\s*:\s*(\d{1,18})\b')


class Unreadable(Unanswered):
    """Telegram's own success that cannot be decoded. `updates`: the numbers of updates in it, lowest first."""

    def __init__(self, method: TelegramMethod[Any], updates: list[int]) -> None:
        super().__init__(method=method, message="the answer cannot be decoded")
        self.updates = updates


class TelegramSession(AiohttpSession):
    """As aiogram's. Raises Unanswered for what is no answer of a Bot API server."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError:
            pass  # Raised outside, so that nobody's words are chained to it.
        if status_code == 200 and content.lstrip().startswith('{"ok":true'):
            raise Unreadable(method, sorted({int(number) for number in NUMBER.findall(content)}))
        raise Unanswered(method=method, message=f"HTTP {status_code} without an answer of the Bot API")
