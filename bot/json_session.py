"""Requests to Telegram as JSON, and their answers parsed only where somebody reads them.

aiogram writes forms, in which a Cyrillic letter takes six bytes, and parses every answer with a class it makes anew
once the last answer of that kind is gone (pydantic forgets `Response[...]` with its last user): four milliseconds a
request on a quiet bot. Middlewares, errors and uploads stay aiogram's own.
"""

import json
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from pydantic import TypeAdapter, ValidationError

from bot.telegram_session import TelegramSession
from handlers.telegram.failing import NotSent

UNREAD = (AnswerCallbackQuery, EditMessageText, EditMessageReplyMarkup)
"""Calls whose success is all we want to know: True stands for the edited message, as for inline messages."""
HEADERS = {"Content-Type": "application/json"}
NO_CONNECTION = (ClientConnectorError, ConnectionTimeoutError)
"""What aiohttp raises before a byte of the request has left."""


class JsonSession(TelegramSession):
    """Raises what its parent raises, and NotSent where no connection was made."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._readers: dict[type[TelegramMethod[Any]], TypeAdapter[Any]] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the parent's own signature
    ) -> TelegramType:
        body = self.written(bot, method)
        if body is None:
            return await self._with_files(bot, method, timeout)
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        seconds: Any = self.timeout if timeout is None else timeout
        try:
            async with session.post(url, data=body, headers=HEADERS, timeout=seconds) as response:
                # Gateways answer in any encoding; what is no UTF-8 is no answer of the Bot API.
                content = await response.text(encoding="utf-8", errors="replace")
        except NO_CONNECTION as nobody:
            raise NotSent(method=method, message=type(nobody).__name__) from nobody
        except TimeoutError as late:
            raise TelegramNetworkError(method=method, message="Request timeout error") from late
        except ClientError as lost:
            raise TelegramNetworkError(method=method, message=f"{type(lost).__name__}: {lost}") from lost
        return self.understood(bot, method, response.status, content)

    async def _with_files(self, bot: Bot, method: TelegramMethod[TelegramType], seconds: int | None) -> TelegramType:
        try:
            return await super().make_request(bot, method, seconds)
        except TelegramNetworkError as lost:
            if not isinstance(lost.__cause__, NO_CONNECTION):
                raise
        raise NotSent(method=method, message="no connection")

    def written(self, bot: Bot, method: TelegramMethod[Any]) -> bytes | None:
        """The body of the request; None where a file goes along, which JSON cannot carry."""
        files: dict[str, Any] = {}
        given = method.model_dump(warnings=False, exclude_none=True)
        fields = {
            name: value for name, raw in given.items() if (value := self._plain(raw, bot, files)) not in (None, "")
        }
        if files:
            return None
        # A lone surrogate has no UTF-8; one "?" for it keeps the entities' places.
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")

    def understood(self, bot: Bot, method: TelegramMethod[TelegramType], status: int, content: str) -> TelegramType:
        """What the call gave."""
        said = _read(content)
        if status == HTTPStatus.OK and said.get("ok") is True and "result" in said:
            if isinstance(method, UNREAD):
                return cast(TelegramType, True)
            try:
                result = self._reader(method).validate_python(said["result"], context={"bot": bot})
            except ValidationError:
                pass  # aiogram's own reading below says what is wrong, outside, so that no words are chained to it.
            else:
                return cast(TelegramType, result)
        return cast(TelegramType, self.check_response(bot, method, status, content).result)

    def _plain(self, value: Any, bot: Bot, files: dict[str, Any]) -> Any:
        """What aiogram's `prepare_value` makes of it; it asks eight times what a value is before it takes a number."""
        kind = type(value)
        if kind is str or kind is int or kind is bool:
            return value
        if kind is dict:
            named = ((name, self._plain(part, bot, files)) for name, part in value.items())
            return {name: part for name, part in named if part is not None}
        if kind is list:
            return [part for each in value if (part := self._plain(each, bot, files)) is not None]
        return self.prepare_value(value, bot=bot, files=files, _dumps_json=False)

    def _reader(self, method: TelegramMethod[Any]) -> TypeAdapter[Any]:
        kind = type(method)
        reader = self._readers.get(kind)
        if reader is None:
            reader = self._readers[kind] = TypeAdapter(method.__returning__)
        return reader


def _read(content: str) -> dict[str, Any]:
    """Empty for what is no JSON object."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
