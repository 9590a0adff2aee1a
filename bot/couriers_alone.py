"""A process that sends and does nothing else: no polling, no ticks, no conversations."""

import asyncio
from collections.abc import Callable

import structlog

from bot.composition import telegram_bot
from bot.installation import Installation
from bot.senders import gate_of, senders
from bot.supervision import Supervisor
from handlers.telegram.messenger import Messenger
from handlers.telegram.removing import Remover
from handlers.telegram.rendering import View
from surveys.conversation.conversation import Conversation

log = structlog.get_logger()


async def run_couriers(installation: Installation, stop: asyncio.Event, *, announce: Callable[[], None]) -> None:
    """Until `stop`; then what is in flight lands and is written down."""
    settings = installation.settings
    gate = gate_of(settings)
    bot = telegram_bot(settings.token(), settings.telegram_api, gate)
    view = View(installation.texts, installation.payload_secret)
    conversation = Conversation(
        installation.policy, installation.clock, installation.chance, installation.secret, installation.keys
    )
    messenger = Messenger(bot, view, Remover(bot, view))
    parts = senders(installation, gate, messenger, conversation.asked.message)
    supervisor = Supervisor()
    try:
        await parts.taking_over.recover()
        supervisor.spawn(parts.taking_over.run())
        supervisor.spawn(parts.couriers.run())
        log.info("couriers_started")
        announce()
        await stop.wait()
        landed = await parts.couriers.stop(settings.drain_seconds)
        log.info("couriers_stopped", landed=landed)
    finally:
        await supervisor.end()
        await bot.session.close()
