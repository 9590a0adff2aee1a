"""A town for every story: an emulated Telegram, service points, citizens, a bot process, and the check at the end."""

import asyncio
import os
import random
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.emulator.server import Emulator
from bot.installation import open_installation
from bot.settings import Settings
from surveys.points.links import payload
from surveys.points.point import Point
from tests.stories.bots import BotProcess, Nursery, until
from tests.stories.citizens import Citizen, together
from tests.stories.history import History, Verdict, canaries_in, checked
from tests.stories.questionnaires import LONGER, VISIT, told

SERVER = os.environ.get("OTKLIK_TEST_POSTGRES", "")
TOKEN = "4242:canary-token-of-the-stories"
POINTS = 240


class Town:
    """`payloads` leads from a point's key to what its poster carries."""

    def __init__(self, folder: Path, emulator: Emulator, nursery: Nursery, payloads: dict[str, str]) -> None:
        self.folder = folder
        self.nursery = nursery
        self.emulator = emulator
        self.payloads = payloads
        self.database = f"sqlite:///{folder}/otklik.db"
        self.history = History(folder / "history.jsonl")
        self.chance = random.Random(folder.name)
        self.citizens: list[Citizen] = []
        self.bot = BotProcess(nursery, folder, self.variables)

    @property
    def variables(self) -> dict[str, str]:
        return {
            "OTKLIK_BOT_TOKEN": TOKEN,
            "OTKLIK_TELEGRAM_API": self.emulator.url,
            "OTKLIK_DATABASE_URL": self.database,
            "OTKLIK_KEYS": str(self.folder / "keys"),
            "OTKLIK_POLL_SECONDS": "20",
        }

    def settles(self, count: int) -> list[Citizen]:
        """New citizens."""
        first = len(self.citizens)
        fresh = [Citizen(self.emulator, self.history, first + n, self.chance) for n in range(count)]
        self.citizens += fresh
        return fresh

    async def live(self, going_on: Callable[[int], bool]) -> None:
        """Every citizen visits one point after another while `going_on(visits so far)`."""

        async def lives(citizen: Citizen) -> None:
            for number, (point, carried) in enumerate(self.payloads.items()):
                if not going_on(number):
                    return
                await citizen.rates(point, carried, writes=self.chance.random() < 0.7)

        await together(*(lives(citizen) for citizen in self.citizens))

    async def drained(self, seconds: float = 60.0) -> None:
        """Nothing is left in Telegram's queue (I7)."""
        await until(lambda: not len(self.emulator.world.account.updates), seconds, "the queue drains")

    async def check(self) -> Verdict:
        """What became of the promises; and nothing personal in what the process wrote."""
        verdict = await checked(self.database, self.history)
        canaries = [TOKEN, *(one.canary for one in self.citizens), *(str(one.id) for one in self.citizens)]
        assert canaries_in([self.bot.out, self.bot.err], canaries) == []
        return verdict

    async def kept(self) -> Verdict:
        """`check`, which must find every promise kept."""
        verdict = await self.check()
        assert not verdict.lost + verdict.doubled, str(verdict)
        return verdict


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    yield opened
    opened.close()


async def furnished(settings: Settings) -> dict[str, str]:
    """Points in the database of `settings`, and what their posters carry. The last point has a longer questionnaire."""
    points = [
        Point(f"k{n}", f"{10_000_000 + n}", f"МФЦ, окно {n}", "МФЦ", questionnaire="visit", follow_up=follow_up)
        for n, follow_up in enumerate([""] * (POINTS - 1) + ["longer"])
    ]
    async with open_installation(settings) as installation:
        now = installation.clock.now()
        for questionnaire in (told(VISIT), told(LONGER)):
            await installation.works.write(lambda work, asked=questionnaire: work.questionnaires.publish(asked, now))
        await installation.works.write(lambda work: work.points.save(points))
        return {point.key: payload(point, installation.secret) for point in points}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with a database and a key, made once."""
    folder = tmp_path_factory.mktemp("installation")
    settings = Settings(database_url=f"sqlite:///{folder}/otklik.db", keys=folder / "keys", _env_file=None)
    return folder, asyncio.run(furnished(settings))


@pytest.fixture
def open_town(
    nursery: Nursery, template: tuple[Path, dict[str, str]], tmp_path: Path
) -> Callable[..., AbstractAsyncContextManager[Town]]:
    """Towns with a fresh installation each."""
    made = 0

    @asynccontextmanager
    async def opened() -> AsyncIterator[Town]:
        nonlocal made
        made += 1
        folder = tmp_path / f"town-{made}"
        shutil.copytree(template[0], folder)
        async with Emulator(token=TOKEN) as emulator:
            town = Town(folder, emulator, nursery, template[1])
            try:
                yield town
            finally:
                town.history.close()
                if town.bot.number and town.bot.exit_code is None:
                    await town.bot.kill()

    return opened


@pytest.fixture
async def town(open_town: Callable[..., AbstractAsyncContextManager[Town]]) -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened


@pytest.fixture
async def postgres_town(open_town: Callable[..., AbstractAsyncContextManager[Town]]) -> AsyncIterator[Town]:
    """A town whose database is on the server that the run names, dropped at the end."""
    if not SERVER:
        pytest.skip("OTKLIK_TEST_POSTGRES names no PostgreSQL server")
    name = f"otklik_stories_{os.getpid()}"
    url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    await _on_server(f"CREATE DATABASE {name}")
    try:
        async with open_town() as town:
            settings = Settings(database_url=url, keys=town.folder / "keys", _env_file=None)
            town.payloads = await furnished(settings)
            town.database = url
            town.bot = BotProcess(town.nursery, town.folder, town.variables)
            yield town
    finally:
        await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


async def _on_server(statement: str) -> None:
    connection: Any = await asyncpg.connect(SERVER)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
