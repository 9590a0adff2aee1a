"""python-telegram-bot's ConversationHandler with persistence, asking the same five questions.

Its own PicklePersistence writes every person into one file each time and keeps no promise about the disk, so it would
be both slower with many people and weaker. This persistence writes what changed as one row into SQLite with the same
promise as ours (WAL, synchronous FULL), straight from the event loop: the fastest way there is in one process. An
answer is made durable before its reply leaves (`update_persistence` in the handler, as the library's documentation
offers); the conversation's state follows with the next answer, because the library learns it when the handler ends.

`--lanes`: updates of different people side by side, in order for each person. The documentation asks to handle
conversations one update at a time; that is how it runs without.
"""

import asyncio
import json
import os
import sqlite3
import sys
import warnings
from collections import defaultdict
from collections.abc import Awaitable
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BasePersistence,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PersistenceInput,
)

from tests.bench.survey import QUESTIONS, THANKS, TITLE, stars

Context = ContextTypes.DEFAULT_TYPE
DONE = len(QUESTIONS)
STARS = InlineKeyboardMarkup([[InlineKeyboardButton(stars(value), callback_data=str(value)) for value in range(1, 6)]])
SEND = InlineKeyboardMarkup([[InlineKeyboardButton("Отправить", callback_data="send")]])


class SqlitePersistence(BasePersistence[Any, Any, Any]):
    """People's answers and conversations, one row each."""

    def __init__(self, path: str) -> None:
        super().__init__(store_data=PersistenceInput(bot_data=False, chat_data=False, callback_data=False))
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        for table in ("person", "conversation"):
            self._database.execute(f"CREATE TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY, value TEXT)")

    def answers(self) -> int:
        return sum(len(answers) for answers in self._all("person").values())

    async def get_user_data(self) -> dict[int, Any]:
        return {int(key): value for key, value in self._all("person").items()}

    async def get_conversations(self, name: str) -> dict[tuple[int | str, ...], object]:
        return {tuple(json.loads(key)): value for key, value in self._all("conversation").items()}

    async def update_user_data(self, user_id: int, data: Any) -> None:
        self._keep("person", str(user_id), data)

    async def update_conversation(self, name: str, key: tuple[int | str, ...], new_state: object | None) -> None:
        self._keep("conversation", json.dumps(key), new_state)

    def _all(self, table: str) -> dict[str, Any]:
        rows = self._database.execute(f"SELECT key, value FROM {table}")
        return {key: json.loads(value) for key, value in rows}

    def _keep(self, table: str, key: str, value: object) -> None:
        self._database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (key, json.dumps(value)))

    async def get_chat_data(self) -> dict[int, Any]:
        return {}

    async def get_bot_data(self) -> dict[str, Any]:
        return {}

    async def get_callback_data(self) -> None:
        return None

    async def update_chat_data(self, chat_id: int, data: Any) -> None: ...
    async def update_bot_data(self, data: Any) -> None: ...
    async def update_callback_data(self, data: Any) -> None: ...
    async def drop_chat_data(self, chat_id: int) -> None: ...
    async def drop_user_data(self, user_id: int) -> None: ...
    async def refresh_user_data(self, user_id: int, user_data: Any) -> None: ...
    async def refresh_chat_data(self, chat_id: int, chat_data: Any) -> None: ...
    async def refresh_bot_data(self, bot_data: Any) -> None: ...
    async def flush(self) -> None: ...


class Lanes(BaseUpdateProcessor):
    """At most 200 people at once, as in our own lanes."""

    def __init__(self) -> None:
        super().__init__(200)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        assert isinstance(update, Update)
        assert update.effective_user is not None
        async with self._locks[update.effective_user.id]:
            await coroutine

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...


async def start(update: Update, context: Context) -> int:
    assert context.user_data is not None
    assert update.effective_message is not None
    context.user_data.clear()
    await update.effective_message.reply_text(_question(0), reply_markup=STARS)
    return 0


async def answer(update: Update, context: Context) -> int:
    query, answers = update.callback_query, context.user_data
    assert query is not None
    assert answers is not None
    at = len(answers)
    answers[QUESTIONS[at][0]] = query.data
    await context.application.update_persistence()
    following = at + 1
    if following < DONE:
        text, markup = _question(following), STARS
    else:
        lines = [f"{label}: {answers[name]}" for name, label in QUESTIONS]
        text, markup = "\n".join([*lines, "", THANKS]), SEND
    await asyncio.gather(query.answer(), query.edit_message_text(text, reply_markup=markup))
    return following


async def sent(update: Update, _: Context) -> int:
    """«Отправить»: the bench stops tapping before it."""
    assert update.callback_query is not None
    await update.callback_query.answer()
    return ConversationHandler.END


def _question(at: int) -> str:
    return f"{TITLE}\n\n{at + 1} / {DONE}\n\n{QUESTIONS[at][1]}"


def main() -> None:
    # A hint about buttons of several messages at once, of which there are none here.
    warnings.filterwarnings("ignore", message="If 'per_message=False'")
    persistence = SqlitePersistence(os.environ["BENCH_DATABASE"])
    builder = ApplicationBuilder().token(os.environ["OTKLIK_BOT_TOKEN"])
    builder = builder.base_url(os.environ["OTKLIK_TELEGRAM_API"] + "/bot").persistence(persistence)
    builder = builder.concurrent_updates(Lanes()) if "--lanes" in sys.argv else builder
    application = builder.post_init(_announce).build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={**{at: [CallbackQueryHandler(answer)] for at in range(DONE)}, DONE: [CallbackQueryHandler(sent)]},
            fallbacks=[CommandHandler("start", start)],
            name="survey",
            persistent=True,
        )
    )
    application.run_polling(allowed_updates=["message", "callback_query"])
    sys.stdout.write(json.dumps({"answers": persistence.answers()}) + "\n")


async def _announce(_: Application[Any, Any, Any, Any, Any, Any]) -> None:
    sys.stdout.write(json.dumps({"payloads": ["bench"]}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
