"""The bot's life: wait for Telegram, poll, and at the stop let go of nothing that is in hand.

Stop polling, wait for what is in hand (with a deadline), let replies leave, confirm what is finished, close.
"""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import BotCommand, User

from bot.campaign_keeping import EVERY
from bot.composition import Parts, compose, telegram_bot
from bot.housekeeping import housekeeping
from bot.installation import BOT_NAME, Installation
from bot.polling import REFUSALS_BEFORE_END, TokenRevoked
from bot.senders import gate_of
from surveys.conversation.desk import new_claim
from surveys.screens import Phrase
from surveys.texts import LANGUAGES, Texts

log = structlog.get_logger()

T = TypeVar("T")

COMMANDS = ("start", "surveys", "subscriptions", "language", "timezone", "privacy", "help", "stop")
LONGEST_PAUSE = 15.0
HANDLERS = 0.6
"""The part of the stop's time that handlers may take..."""
REPLIES = 0.8
"""...and of the rest replies: what is left is for the confirmation."""


async def run_bot(
    installation: Installation,
    stop: asyncio.Event,
    *,
    announce: Callable[[str, str | None], None] | None = None,
    looks: float = EVERY,
) -> None:
    """Serve until `stop`. Raises TokenRevoked when Telegram no longer accepts the token.

    `announce(bot_name, claim_code)` is called once the bot answers; the code is None when there is an administrator.
    `looks`: seconds between two looks at the clock for what is due, e.g. draws of anonymous surveys.
    """
    settings = installation.settings
    gate = gate_of(settings)
    bot = telegram_bot(settings.token(), settings.telegram_api, gate)
    try:
        me = await _introduced(bot, stop)
        if me is None:
            return
        name = me.username or ""
        await installation.works.write(lambda work: work.notes.put(BOT_NAME, name))
        claim = await installation.works.write(lambda work: new_claim(work, installation.chance))
        parts = compose(installation, bot, gate, name, looks=looks)
        await parts.campaigns.recover()
        await parts.letters.recover()
        await parts.senders.taking_over.recover()
        # Beside the polling: Telegram may hold up a menu for an hour, and people must not wait for it.
        parts.supervisor.spawn(_furnish(bot, installation.texts))
        parts.supervisor.spawn(parts.campaigns.run())
        parts.supervisor.spawn(parts.letters.run())
        parts.supervisor.spawn(parts.ticks.run())
        parts.supervisor.spawn(parts.senders.taking_over.run())
        parts.supervisor.spawn(parts.senders.couriers.run())
        parts.supervisor.spawn(housekeeping(installation.works, installation.policy, installation.clock))
        log.info("started", database=installation.works.kind)
        if announce is not None:
            announce(name, claim)
        _spare_the_collector()
        await serve(parts, stop, settings.drain_seconds)
    finally:
        await bot.session.close()


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT ask for a clean stop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


def _spare_the_collector() -> None:
    """Never look for garbage among what the start has made and the whole life needs.

    aiogram's models alone are half a million objects; walking them took 0.25-0.3 s each time, under load every other
    second, in which nobody was answered (`make bench`: p95 and a third of the throughput).
    """
    gc.collect()
    gc.freeze()


async def serve(parts: Parts, stop: asyncio.Event, drain_seconds: float) -> None:
    """Poll until `stop`, then let go of nothing that is in hand. Raises TokenRevoked."""
    parts.supervisor.spawn(parts.catching_up.run())
    stopper = asyncio.create_task(_stop_poller(parts, stop))
    try:
        await parts.poller.run()
    finally:
        stopper.cancel()
        await _drain(parts, drain_seconds)


async def _stop_poller(parts: Parts, stop: asyncio.Event) -> None:
    await stop.wait()
    parts.poller.stop()


async def _drain(parts: Parts, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    parts.handling.stop()
    unfinished, landed = await asyncio.gather(
        parts.handling.lanes.drain(seconds * HANDLERS), parts.senders.couriers.stop(seconds * HANDLERS)
    )
    owed = await parts.outgoing.drained(max(0.0, end - loop.time()) * REPLIES)
    await parts.supervisor.end()
    confirmed = True
    try:
        await asyncio.wait_for(parts.poller.confirm(), max(0.5, end - loop.time()))
    except (TelegramAPIError, TimeoutError, OSError):
        # Not confirmed is delivered again, and recorded update ids make that harmless.
        confirmed = False
    parts.handling.lanes.cancel()
    log.info("stopped", unfinished=unfinished, owed=owed, confirmed=confirmed, landed=landed)


async def _introduced(bot: Bot, stop: asyncio.Event) -> User | None:
    """Who Telegram says we are; None when told to stop first. A lost network is waited out, a refused token is not."""
    refusals = failures = 0
    while not stop.is_set():
        try:
            return await _unless_stopped(_asked(bot), stop)
        except (TelegramUnauthorizedError, TelegramNotFound) as refused:
            refusals += 1
            if refusals >= REFUSALS_BEFORE_END:
                raise TokenRevoked from refused
        except (TelegramAPIError, TimeoutError, OSError) as trouble:
            failures += 1
            log.warning("telegram_unreachable", error=type(trouble).__name__, attempt=failures)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), min(LONGEST_PAUSE, 0.5 * 2 ** min(failures + refusals, 6)))
    return None


async def _asked(bot: Bot) -> User:
    me = await bot.get_me(request_timeout=15)
    await bot.delete_webhook(drop_pending_updates=False)
    return me


async def _unless_stopped(work: Coroutine[Any, Any, T], stop: asyncio.Event) -> T | None:
    """What `work` gives; None when told to stop meanwhile: the gate may hold a request for minutes."""
    doing = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if doing.done():
        return doing.result()
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)
    return None


async def _furnish(bot: Bot, texts: Texts) -> None:
    """The menu of commands in each language. A failure is worth a line: the bot works without a menu."""
    try:
        for language in (None, *LANGUAGES):
            spoken = language or LANGUAGES[0]
            commands = [
                BotCommand(command=name, description=texts.say(Phrase(f"view.command_{name}"), spoken))
                for name in COMMANDS
            ]
            await bot.set_my_commands(commands, language_code=language)
    except TelegramAPIError as refused:
        log.warning("menu_not_set", error=type(refused).__name__)
