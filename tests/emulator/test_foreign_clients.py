"""Clients that other people wrote complete a conversation against the emulator."""

import asyncio
from typing import Any

import pytest
import telegram as ptb
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from aiogram.types import Message as AiogramMessage
from telegram import ext

from tests.emulator.conftest import ANNA, MakeTelegram, Telegram

RATE, COMMENT = range(2)


async def last_text(telegram: Telegram, wanted: str) -> dict[str, Any]:
    """The newest message of the bot, once it says `wanted`."""
    chat = telegram.emulator.world.account.people[ANNA].chat
    async with asyncio.timeout(10):
        while True:
            revision = chat.revision
            for message in reversed(chat.messages.values()):
                body = message.body()
                if not message.mine and wanted in str(body.get("text") or body.get("caption")):
                    return body
            await chat.changed(revision, 10)


async def converse(telegram: Telegram) -> None:
    """The citizen's side, the same for every client: start, rate, comment, get a document."""
    people = telegram.emulator.people
    people.start(ANNA, "p_7")
    question = await last_text(telegram, "Оцените точку p_7")
    tap = people.tap(ANNA, question["message_id"], "⭐ 5")
    assert (await tap.answered(10) or {})["text"] == "Принято"
    edited = await last_text(telegram, "Вы поставили 5")
    assert edited["message_id"] == question["message_id"]
    assert "reply_markup" not in edited
    people.say(ANNA, "Быстро и вежливо")
    thanks = await last_text(telegram, "Спасибо за «Быстро и вежливо»")
    document = telegram.emulator.world.account.files.get(thanks["document"]["file_id"])
    assert document is not None
    assert (document.name, document.data) == ("ответ.txt", "Быстро и вежливо".encode())


@pytest.mark.filterwarnings("ignore:If 'per_message=False'")  # its advice for other conversations
async def test_python_telegram_bot_holds_a_conversation(make_telegram: MakeTelegram) -> None:
    telegram = await make_telegram()
    application = ptb_application(telegram)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0, timeout=5)
        try:
            await converse(telegram)
        finally:
            await application.updater.stop()
            await application.stop()
    called = {entry["method"].lower() for entry in telegram.emulator.journal.since() if entry["kind"] == "call"}
    assert {"getme", "getupdates", "sendmessage", "editmessagetext", "senddocument"} <= called


def ptb_application(telegram: Telegram) -> Any:
    async def start(update: ptb.Update, context: Any) -> int:
        button = ptb.InlineKeyboardButton("⭐ 5", callback_data="rate:5")
        assert update.message is not None
        await update.message.reply_text(
            f"Оцените точку {context.args[0] if context.args else '—'}",
            reply_markup=ptb.InlineKeyboardMarkup([[button]]),
        )
        return RATE

    async def rate(update: ptb.Update, context: Any) -> int:
        query = update.callback_query
        assert query is not None
        await query.answer("Принято")
        await query.edit_message_text("Вы поставили 5. Что понравилось?")
        return COMMENT

    async def comment(update: ptb.Update, context: Any) -> int:
        assert update.message is not None
        text = update.message.text or ""
        await update.message.reply_document(text.encode(), filename="ответ.txt", caption=f"Спасибо за «{text}»")
        return int(ext.ConversationHandler.END)

    base = f"{telegram.emulator.url}/bot"
    application = (
        ext.Application.builder()
        .token(telegram.emulator.token)
        .base_url(base)
        .base_file_url(f"{telegram.emulator.url}/file/bot")
        .build()
    )
    application.add_handler(
        ext.ConversationHandler(
            entry_points=[ext.CommandHandler("start", start)],
            states={
                RATE: [ext.CallbackQueryHandler(rate)],
                COMMENT: [ext.MessageHandler(ext.filters.TEXT, comment)],
            },
            fallbacks=[],
            per_message=False,
            allow_reentry=True,
        )
    )
    return application


class Survey(StatesGroup):
    rate = State()
    comment = State()


def aiogram_bot(telegram: Telegram) -> Bot:
    server = TelegramAPIServer.from_base(telegram.emulator.url)
    return Bot(telegram.emulator.token, session=AiohttpSession(api=server))


def aiogram_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: AiogramMessage, state: FSMContext) -> None:
        payload = (message.text or "").partition(" ")[2] or "—"
        button = InlineKeyboardButton(text="⭐ 5", callback_data="rate:5", style="success")
        await message.answer(f"Оцените точку {payload}", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
        await state.set_state(Survey.rate)

    @dispatcher.callback_query(Survey.rate, F.data == "rate:5")
    async def rate(query: CallbackQuery, state: FSMContext) -> None:
        await state.set_state(Survey.comment)
        await query.answer("Принято")
        assert isinstance(query.message, AiogramMessage)
        await query.message.edit_text("Вы поставили 5. Что понравилось?")

    @dispatcher.message(Survey.comment)
    async def comment(message: AiogramMessage, state: FSMContext) -> None:
        text = message.text or ""
        file = BufferedInputFile(text.encode(), "ответ.txt")
        await message.answer_document(file, caption=f"Спасибо за «{text}»")
        await state.clear()

    return dispatcher


async def test_aiogram_holds_a_conversation(make_telegram: MakeTelegram) -> None:
    telegram = await make_telegram()
    bot, dispatcher = aiogram_bot(telegram), aiogram_dispatcher()
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5, close_bot_session=False)
    )
    try:
        await converse(telegram)
    finally:
        await dispatcher.stop_polling()
        await polling
        await bot.session.close()


async def test_aiogram_reads_every_answer_and_knows_every_refusal(make_telegram: MakeTelegram) -> None:
    telegram = await make_telegram()
    bot = aiogram_bot(telegram)
    try:
        await check_answers(bot)
        telegram.emulator.people.block(ANNA)
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(ANNA, "x")
        do = {
            "kind": "error",
            "code": 429,
            "description": "Too Many Requests: retry after 3",
            "retry_after": 3,
        }
        await telegram.control("POST", "faults", {"do": do})
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.get_me()
        assert refused.value.retry_after == 3
        await telegram.control("DELETE", "faults")
        blocked = [one.my_chat_member for one in await bot.get_updates() if one.my_chat_member]
        assert isinstance(blocked[0], ChatMemberUpdated)
        assert blocked[0].new_chat_member.status == "kicked"
    finally:
        await bot.session.close()


async def check_answers(bot: Bot) -> None:
    assert (await bot.get_me()).id == 4242
    await bot.set_my_commands([BotCommand(command="help", description="Помощь")])
    assert (await bot.get_my_commands())[0].command == "help"
    assert (await bot.get_chat(ANNA)).accepted_gift_types is not None
    assert (await bot.get_webhook_info()).url == ""
    sent = await bot.send_message(ANNA, "Вопрос")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("Вопрос", chat_id=ANNA, message_id=sent.message_id)
    assert await bot.send_chat_action(ANNA, "typing") is True
    file = await bot.send_document(ANNA, BufferedInputFile(b"1;2", "a.csv"), caption="Данные")
    assert file.document is not None
    downloaded = await bot.download(file.document.file_id)
    assert downloaded is not None
    assert downloaded.read() == b"1;2"
    reply = await sent.reply("Ответ")
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.message_id == sent.message_id
    assert (await reply.forward(ANNA)).forward_origin is not None
    assert await sent.delete() is True
