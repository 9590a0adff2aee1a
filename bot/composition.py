"""The one place where the parts of the bot are put together."""

from collections.abc import Awaitable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest

from bot.campaign_keeping import EVERY, CampaignKeeping
from bot.chat_cleanup import ChatCleanup
from bot.crash_points import crash_at
from bot.desk_ticks import desk_ticks
from bot.due_campaigns import EVERY as TICKING
from bot.due_campaigns import due_campaigns
from bot.errands import MOST_BYTES, ErrandRunner, FileTooLarge
from bot.gate import Gate
from bot.handling import Handling
from bot.installation import Installation
from bot.json_session import JsonSession
from bot.letter_keeping import LetterKeeping
from bot.loss_telling import LossTelling
from bot.polling import Poller
from bot.senders import Senders, senders
from bot.supervision import Supervisor
from bot.ticks import Tick, Ticks
from handlers.telegram.catching_up import CatchingUp
from handlers.telegram.messenger import Messenger
from handlers.telegram.outgoing import Outgoing
from handlers.telegram.removing import Remover
from handlers.telegram.rendering import View
from handlers.telegram.router import CHANNEL, UPDATES, Errands, router
from handlers.telegram.sweeping import Sweeping
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
    catching_up: CatchingUp
    supervisor: Supervisor
    campaigns: CampaignKeeping
    letters: LetterKeeping
    senders: Senders
    ticks: Ticks


CONNECTIONS = 250
"""To Telegram at once: campaigns may have `bot.couriers.IN_FLIGHT` of them, and answers must find one free."""


def telegram_bot(token: str, api: str, gate: Gate) -> Bot:
    """A bot of the Bot API server at `api`, all of whose requests pass `gate`."""
    session = JsonSession(api=TelegramAPIServer.from_base(api), limit=CONNECTIONS)
    session.middleware(gate)
    return Bot(token, session=session)


def compose(installation: Installation, bot: Bot, gate: Gate, bot_name: str, *, looks: float = EVERY) -> Parts:
    """Everything between Telegram and the database of one installation.

    `looks`: seconds between two looks at the clock for what is due in anonymous surveys and letters.
    """
    works, clock = installation.works, installation.clock
    conversation = Conversation(installation.policy, clock, installation.chance, installation.secret, installation.keys)
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

    async def language_of(address: Address) -> str:
        person = await works.read(lambda work: work.people.find(address))
        return person.language if person is not None else ""

    supervisor = Supervisor()
    remover, kept = Remover(bot, view), ChatCleanup(installation.settings.keys)
    sweeping = Sweeping(remover, kept, clock, closed=gate.closed_for, left=lambda: catching_up.wake())
    catching_up = CatchingUp(
        remover, kept, clock, closed=gate.closed_for, in_hand=sweeping.has_in_hand, language_of=language_of
    )
    messenger = Messenger(bot, view, remover)
    outgoing = Outgoing(messenger, view, sweeping, placed=placed, gone=gone, at=crash_at)
    errands = Errands(run=ErrandRunner(installation, bot_name, fetch, lambda: campaigns.soon()).run, spawn=spawn)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router(works, conversation, conversation, outgoing, errands, installation.payload_secret))
    handling = Handling(bot, dispatcher, outgoing, works, clock, unseen=conversation, closed=gate.closed_for)
    poller = Poller(bot, handling.accept, kinds=UPDATES, poll_seconds=installation.settings.poll_seconds)
    telling = LossTelling(works, outgoing, spawn)
    campaigns = CampaignKeeping(
        works, installation.keys, clock, installation.chance, at=crash_at, tell=telling.begin, every=looks
    )
    letters = LetterKeeping(
        works,
        installation.keys,
        clock,
        installation.chance,
        installation.settings.zone,
        outgoing,
        carry_out=campaigns.carry_out,
        every=looks,
    )
    return Parts(
        bot,
        gate,
        conversation,
        outgoing,
        handling,
        poller,
        catching_up,
        supervisor,
        campaigns,
        letters,
        senders(installation, gate, messenger, conversation.asked.message),
        Ticks(
            (
                Tick("campaigns", TICKING, due_campaigns(works, clock, installation.chance)),
                *desk_ticks(works, clock, bot, view, outgoing, installation.policy),
            )
        ),
    )


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
