"""The emulated Telegram, a demo city and the real bot in one process.

DemoRunning     another demo is using the folder
"""

import asyncio
import errno
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.demo.clock import CityClock
from bot.demo.people import ON_THE_PAGE
from bot.demo.seeding import populate
from bot.demo.settings import TOKEN, database_file, demo_settings
from bot.demo.wall import hang
from bot.emulator.server import Emulator
from bot.installation import Installation, open_installation
from storage.locking import ProcessLock
from surveys.errors import Unavailable

PORTS = 20
"""How many ports are tried upwards from the one asked for."""
LOOKS = 1.0
"""Seconds until what a moved clock has made due is done, e.g. a draw or the day's letters."""


class DemoRunning(Exception):
    """Another demo is using the folder."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A bot that answers. `url` is the chat page; `bot` ends only when the bot has."""

    url: str
    emulator: Emulator
    installation: Installation
    bot: "asyncio.Task[None]"
    clock: CityClock
    channel: str


@asynccontextmanager
async def open_demo(folder: Path, *, port: int = 0, keep: bool = False, lived_in: bool = True) -> AsyncIterator[Demo]:
    """Serve a demo until the block ends. `keep` goes on with what is in the folder; else it is emptied first.

    A city not `lived_in` has its places and its people, and no answers yet. Port 0 takes a free one; another one, when
    it is taken, the next that is free. Raises DemoRunning, and OSError where the folder or no port can be used.
    """
    # aiogram costs two seconds: whoever imports this module for its names alone does not pay them.
    from handlers.telegram.router import CHANNEL

    going_on = keep and database_file(folder).exists()
    if not going_on:
        _empty(folder)
    # Ids of an earlier run of the emulated Telegram must not come again: the bot remembers them.
    emulator = await _listening(port, seed=time.time_ns(), first_message=int(time.time()) % 10**8 if going_on else 1)
    try:
        settings = demo_settings(folder, emulator.url)
        clock = CityClock(emulator.clock.now)
        async with open_installation(settings, exclusive=True, clock=clock) as installation:
            if going_on:
                await _go_on_from(installation, emulator)
            else:
                await populate(installation, clock, CHANNEL, lived_in=lived_in)
            await _people(emulator, installation)
            async with _bot(installation) as bot:
                yield Demo(emulator.url, emulator, installation, bot, clock, CHANNEL)
    finally:
        await emulator.stop()


def _empty(folder: Path) -> None:
    """Everything of a former demo goes, unless it is running."""
    if database_file(folder).exists():
        try:
            ProcessLock(database_file(folder)).release()
        except Unavailable as taken:
            raise DemoRunning from taken
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


async def _listening(port: int, *, seed: int, first_message: int) -> Emulator:
    for number in range(port, port + PORTS if port else 1):
        emulator = Emulator(port=number, token=TOKEN, seed=seed, first_message=first_message)
        try:
            await emulator.start()
        except OSError as trouble:
            await emulator.stop()
            if trouble.errno != errno.EADDRINUSE or number == port + PORTS - 1:
                raise
        else:
            return emulator
    raise AssertionError("unreachable: the last port either serves or raises")


async def _go_on_from(installation: Installation, emulator: Emulator) -> None:
    """Time goes on where it had been moved to: a city never wakes up before its own yesterday."""
    newest = await installation.works.read(lambda work: work.responses.newest(1))
    if newest:
        emulator.clock.set(max(emulator.clock.now(), (newest[0].session.touched_at + timedelta(seconds=1)).timestamp()))


async def _people(emulator: Emulator, installation: Installation) -> None:
    for person in ON_THE_PAGE:
        emulator.people.add(person.first_name, person.last_name, None, person.language, person.number)
    points = await installation.works.read(lambda work: work.points.all())
    await asyncio.to_thread(hang, emulator, installation, points)


@asynccontextmanager
async def _bot(installation: Installation) -> "AsyncIterator[asyncio.Task[None]]":
    """The bot, from the moment it answers until its clean stop."""
    from bot.lifecycle import run_bot

    stop, up = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(run_bot(installation, stop, announce=lambda name, claim: up.set(), looks=LOOKS))
    answering = asyncio.create_task(up.wait())
    try:
        await asyncio.wait({running, answering}, return_when=asyncio.FIRST_COMPLETED)
        yield running
    finally:
        answering.cancel()
        stop.set()
        await running
