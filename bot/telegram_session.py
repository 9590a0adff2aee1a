"""Requests to Telegram as JSON, and their answers parsed only where somebody reads them.

aiogram writes forms, in which a Cyrillic letter takes six bytes, and parses every answer with a class it makes anew
once the last answer of that kind is gone (pydantic forgets `Response[...]` with its last user): four milliseconds a
request on a quiet bot. Middlewares, errors and uploads stay aiogram's own.
"""

import asyncio
import json
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError
from pydantic import TypeAdapter, ValidationError

UNREAD = (AnswerCallbackQuery, EditMessageText, EditMessageReplyMarkup)
"""Calls whose success is all we want to know: True stands for the edited message, as for inline messages."""
HEADERS = {"Content-Type": "application/json"}


class JsonSession(AiohttpSession):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._readers: dict[type[TelegramMethod[Any]], TypeAdapter[Any]] = {}

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        body = self._body(bot, method)
        if body is None:
            return await super().make_request(bot, method, timeout)
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        seconds: Any = self.timeout if timeout is None else timeout
        try:
            async with session.post(url, data=body, headers=HEADERS, timeout=seconds) as response:
                content = await response.text()
        except asyncio.TimeoutError as late:
            raise TelegramNetworkError(method=method, message="Request timeout error") from late
        except ClientError as lost:
            raise TelegramNetworkError(method=method, message=f"{type(lost).__name__}: {lost}") from lost
        said = _read(content)
        if response.status == HTTPStatus.OK and said.get("ok") is True:
            return self._answer(bot, method, said.get("result"))
        return cast(TelegramType, self.check_response(bot, method, response.status, content).result)

    def _body(self, bot: Bot, method: TelegramMethod[Any]) -> bytes | None:
        """None where a file goes along, which JSON cannot carry."""
        files: dict[str, Any] = {}
        given = method.model_dump(warnings=False, exclude_none=True)
        fields = self.prepare_value(given, bot=bot, files=files, _dumps_json=False)
        if files:
            return None
        fields = {name: value for name, value in fields.items() if value != ""}
        # A lone surrogate has no UTF-8; one "?" for it keeps the entities' places.
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")

    def _answer(self, bot: Bot, method: TelegramMethod[TelegramType], result: Any) -> TelegramType:
        if isinstance(method, UNREAD):
            return cast(TelegramType, True)
        kind = type(method)
        reader = self._readers.get(kind)
        if reader is None:
            reader = self._readers[kind] = TypeAdapter(method.__returning__)
        try:
            return cast(TelegramType, reader.validate_python(result, context={"bot": bot}))
        except ValidationError as unreadable:
            raise ClientDecodeError("Failed to deserialize object", unreadable, result) from unreadable


def _read(content: str) -> dict[str, Any]:
    """Empty for what is no JSON object: aiogram's own reading will say what is wrong with it."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
