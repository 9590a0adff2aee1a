"""Requests as JSON mean what aiogram's forms mean, and answers nobody reads are not parsed."""

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter, TelegramServerError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendDocument,
    SendMessage,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)

from bot.composition import telegram_bot
from bot.emulator.server import Emulator
from bot.gate import Gate
from bot.json_session import JsonSession

BOT = Bot("4242:emulated")
MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="5 ★", callback_data="a:5", style="success")]]
)
METHODS: list[TelegramMethod[Any]] = [
    AnswerCallbackQuery(callback_query_id="1", text="Записано", show_alert=False),
    SetMyCommands(commands=[BotCommand(command="start", description="Начать")], language_code="ru"),
    SendMessage(
        chat_id=1,
        text="Привет 😀",
        entities=[MessageEntity(type="bold", offset=0, length=6)],
        reply_markup=MARKUP,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    ),
    EditMessageText(chat_id="1", message_id=7, text="Дальше", entities=[], reply_markup=MARKUP),
]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__api_method__)
def test_json_says_what_the_form_says(method: TelegramMethod[Any]) -> None:
    written = JsonSession().written(BOT, method)
    assert written is not None
    form = {field[0]["name"]: field[2] for field in AiohttpSession().build_form_data(BOT, method)._fields}
    as_form = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(written).items()
    }
    assert {name: _parsed(value) for name, value in as_form.items()} == {
        name: _parsed(value) for name, value in form.items()
    }


def test_a_lone_surrogate_travels_as_one_sign() -> None:
    written = JsonSession().written(BOT, SendMessage(chat_id=1, text="a\ud800b", parse_mode=None))
    assert written is not None
    assert json.loads(written)["text"] == "a?b"


def test_a_file_goes_the_old_way() -> None:
    assert JsonSession().written(BOT, SendDocument(chat_id=1, document=BufferedInputFile(b"x", "x.txt"))) is None


def test_the_answer_of_an_edit_is_not_read() -> None:
    edit = EditMessageText(chat_id=1, message_id=7, text="x")
    assert JsonSession().understood(BOT, edit, 200, '{"ok": true, "result": {"new": "shape"}}') is True


@pytest.mark.parametrize(
    ("status", "content", "error"),
    [
        (400, '{"ok":false,"error_code":400,"description":"Bad Request: x"}', TelegramBadRequest),
        (429, '{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":3}}', TelegramRetryAfter),
        (200, '{"ok":true,"result":{"message_id":"not a number"}}', TelegramServerError),
        (502, "<html>Bad Gateway</html>", TelegramServerError),
        (200, "[]", TelegramServerError),
    ],
)
def test_refusals_and_unreadable_answers_are_the_errors_they_were(
    status: int, content: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        JsonSession().understood(BOT, SendMessage(chat_id=1, text="x"), status, content)


async def test_a_message_and_its_edit_arrive_whole() -> None:
    async with Emulator() as emulator:
        anna = emulator.people.add("Анна")
        emulator.people.start(anna.id)
        bot = telegram_bot(emulator.token, emulator.url, Gate())
        sent = await bot.send_message(anna.id, "Как дела? 😀", reply_markup=MARKUP)
        await bot.edit_message_text("Хорошо\n«да»", chat_id=anna.id, message_id=sent.message_id)
        shown = anna.chat.messages[sent.message_id]
        await bot.session.close()
    assert shown.content["text"] == "Хорошо\n«да»"
    assert shown.inline is None


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
