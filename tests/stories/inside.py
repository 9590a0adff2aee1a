"""The bot inside the test's own process, for faults that no outside can make: its clock, its storage, its defects."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.installation import Installation, open_installation
from bot.lifecycle import run_bot
from bot.settings import Settings
from storage.opening import Storage
from surveys.chance import SystemClock
from surveys.work import Work
from tests.stories.conftest import Town


class MovableClock:
    """The system's clock, moved by what a story says."""

    def __init__(self) -> None:
        self._moved = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + self._moved

    def advance(self, by: timedelta) -> None:
        self._moved += by


class Faulty:
    """Storage whose works go wrong as `spoil(function, work)` says: it calls `function(work)`, or raises."""

    def __init__(self, works: Storage, spoil: Callable[[Callable[[Work], Any], Work], Any]) -> None:
        self._works = works
        self._spoil = spoil
        self.kind = "faulty"
        self.name = works.name

    async def write(self, function: Callable[[Work], Any]) -> Any:
        return await self._works.write(lambda work: self._spoil(function, work))

    async def read(self, function: Callable[[Work], Any]) -> Any:
        return await self._works.read(function)

    async def alive(self, names: Iterable[str]) -> set[str]:
        return await self._works.alive(names)

    async def cut_off(self) -> bool:
        return await self._works.cut_off()

    async def rewrite(self) -> bool:
        return await self._works.rewrite()

    async def close(self) -> None:
        await self._works.close()


@asynccontextmanager
async def living_inside(
    town: Town,
    *,
    clock: MovableClock | None = None,
    spoil: Callable[[Callable[[Work], Any], Work], Any] | None = None,
    drain_seconds: float = 5.0,
) -> AsyncIterator[Installation]:
    """The bot of `town`, running until the block ends."""
    settings = Settings(
        bot_token=town.variables["OTKLIK_BOT_TOKEN"],
        telegram_api=town.emulator.url,
        database_url=town.database,
        keys=town.folder / "keys",
        drain_seconds=drain_seconds,
        _env_file=None,
    )
    async with open_installation(settings, exclusive=True, clock=clock) as installation:
        if spoil is not None:
            installation = replace(installation, works=Faulty(installation.works, spoil))
        stop, up = asyncio.Event(), asyncio.Event()
        life = asyncio.create_task(run_bot(installation, stop, announce=lambda name, claim: up.set()))
        waiting = asyncio.create_task(up.wait())
        await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        try:
            yield installation
        finally:
            stop.set()
            await life
