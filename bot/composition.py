"""The one place where the parts of the bot are put together."""

from collections.abc import Awaitable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest

from bot.crash_points import crash_at
from bot.errands import MOST_BYTES, ErrandRunner, FileTooLarge
from bot.gate import Gate
from bot.handling import Handling
from bot.installation import Installation
from bot.json_session import JsonSession
from bot.polling import Poller
from bot.supervision import Supervisor
from handlers.telegram.messenger import Messenger
from handlers.telegram.outgoing import Outgoing
from handlers.telegram.rendering import View
from handlers.telegram.router import CHANNEL, UPDATES, Errands, router
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming


@dataclass(frozen=True, slots=True)
class Parts:
    bot: Bot
    gate: Gate
    conversation: Conversation
    outgoing: Outgoing
    handling: Handling
    poller: Poller
    supervisor: Supervisor


def telegram_bot(token: str, api: str, gate: Gate) -> Bot:
    """A bot of the Bot API server at `api`, all of whose requests pass `gate`."""
    session = JsonSession(api=TelegramAPIServer.from_base(api))
    session.middleware(gate)
    return Bot(token, session=session)


def compose(installation: Installation, bot: Bot, gate: Gate, bot_name: str) -> Parts:
    """Everything between Telegram and the database of one installation."""
    works, clock = installation.works, installation.clock
    conversation = Conversation(installation.policy, clock, installation.chance, installation.secret)
    view = View(installation.texts, installation.payload_secret)

    async def placed(address: Address, key: str, placement: str) -> None:
        shown = Incoming(address, "", CHANNEL, 0, placement)
        await works.write(lambda work: conversation.placed(work, shown, key))

    async def gone(address: Address) -> None:
        await works.write(lambda work: work.people.lost(address, clock.now()))

    async def fetch(reference: str) -> bytes:
        return await downloaded(bot, reference)

    def spawn(work: Awaitable[None]) -> None:
        supervisor.spawn(work)

    supervisor = Supervisor()
    outgoing = Outgoing(Messenger(bot, view), view, placed=placed, gone=gone, at=crash_at)
    errands = Errands(run=ErrandRunner(installation, bot_name, fetch).run, spawn=spawn)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router(works, conversation, outgoing, errands, installation.payload_secret))
    handling = Handling(bot, dispatcher, outgoing, works, clock, closed=gate.closed_for)
    poller = Poller(bot, handling.accept, kinds=UPDATES, poll_seconds=installation.settings.poll_seconds)
    return Parts(bot, gate, conversation, outgoing, handling, poller, supervisor)


async def downloaded(bot: Bot, reference: str) -> bytes:
    """The bytes of a file somebody sent. Raises FileTooLarge over MOST_BYTES or Telegram's own limit of 20 MB."""
    try:
        file: Any = await bot.get_file(reference)
    except TelegramBadRequest as refused:
        raise FileTooLarge from refused
    if (file.file_size or 0) > MOST_BYTES:
        raise FileTooLarge
    target = BytesIO()
    await bot.download_file(file.file_path, target)
    return target.getvalue()
