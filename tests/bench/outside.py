"""Parts that touch the outside: storage, the emulator's HTTP, the start of the command."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import asyncpg
from aiohttp import web

from bot.emulator.server import Emulator
from storage.migrating import upgrade
from storage.opening import Storage, open_storage
from surveys.address import Address
from surveys.answering.inputs import Chose
from surveys.chance import SystemChance, SystemClock
from surveys.conversation import running
from surveys.work import Work
from tests.bench.contenders import server_database
from tests.bench.figures import Figure, against, best
from tests.bench.survey import QUESTIONS, questionnaire

ROUNDS = 3
AT_ONCE = 50
"""People who tap at the same time: what group commit is for."""


async def outside(server: str, seconds: float) -> list[Figure]:
    figures = [*await _sqlite(seconds), *await _emulator(seconds), *_command(starts=1 if seconds < 0.2 else 3)]
    return figures + (await _postgres(server, seconds) if server else [])


async def _sqlite(seconds: float) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        raw = sqlite3.connect(f"{folder}/raw.db", isolation_level=None)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("CREATE TABLE tap (id INTEGER PRIMARY KEY, value TEXT)")

        async def plainly() -> None:
            raw.execute("INSERT INTO tap (value) VALUES ('4')")

        figures = await _storage(
            "part.storage.sqlite", f"sqlite:///{folder}/otklik.db", "raw_sqlite3", plainly, seconds
        )
        raw.close()
    return figures


async def _postgres(server: str, seconds: float) -> list[Figure]:
    async with server_database(server) as url:
        raw = await asyncpg.connect(url)
        await raw.execute("CREATE TABLE tap (id SERIAL PRIMARY KEY, value TEXT)")

        async def plainly() -> None:
            await raw.execute("INSERT INTO tap (value) VALUES ('4')")

        try:
            return await _storage("part.storage.postgresql", url, "raw_asyncpg", plainly, seconds)
        finally:
            await raw.close()


async def _storage(
    name: str, url: str, reference: str, plainly: Callable[[], Awaitable[None]], seconds: float
) -> list[Figure]:
    """Taps in one commit each and fifty at once, against commits of one row through the driver alone."""
    await upgrade(url)
    async with open_storage(url, clock=SystemClock()) as storage:
        tapper = await _Tapper.of(storage)
        rounds = [
            (
                await _per_second([plainly], seconds),
                await _per_second([lambda: tapper.tap(0)], seconds),
                await _per_second([_of(tapper, person) for person in range(AT_ONCE)], seconds),
            )
            for _ in range(ROUNDS)
        ]
    raw = best(f"{name}.{reference}", [each[0] for each in rounds], "commits/s")
    alone = best(f"{name}.tap_alone", [each[1] for each in rounds], "taps/s")
    together = best(f"{name}.{AT_ONCE}_taps_at_once", [each[2] for each in rounds], "taps/s")
    return [against(alone, raw), against(together, raw), raw]


class _Tapper:
    """The statements of a typical tap: receipt, person, response, a step of the engine, answer and state."""

    def __init__(self, storage: Storage, keys: list[str]) -> None:
        self._storage = storage
        self._keys = keys
        self._number = 0
        self._definition = questionnaire()
        self._chance = SystemChance()

    @classmethod
    async def of(cls, storage: Storage) -> "_Tapper":
        tapper = cls(storage, [])
        await storage.write(lambda work: work.questionnaires.publish(tapper._definition, _now()))
        for person in range(AT_ONCE):
            tapper._keys.append(await storage.write(lambda work, person=person: tapper._begun(work, person)))  # type: ignore[misc]
        return tapper

    async def tap(self, person: int) -> None:
        self._number += 1
        number = self._number
        await self._storage.write(lambda work: self._tapped(work, person, number))

    def _begun(self, work: Work, person: int) -> str:
        entered = work.people.enter(_address(person), "ru", _now())
        response = running.begin(
            work, self._definition, entered, now=_now(), chance=self._chance, channel="telegram", language="ru"
        )
        return response.session.key

    def _tapped(self, work: Work, person: int, number: int) -> None:
        now = _now()
        work.receipts.record("bench", number, now)
        entered = work.people.enter(_address(person), "ru", now)
        response = work.responses.find(self._keys[person], entered.number)
        definition = work.questionnaires.version("bench", "1")
        assert response is not None
        assert definition is not None
        # Always the first question, as if the person had gone back to it: every tap stores an answer.
        back = replace(response, session=replace(response.session, step=QUESTIONS[0][0]))
        given = Chose("0", str(number % 5))
        running.move(work, definition, back, entered, given, now=now, today=now.date(), chance=self._chance)


def _of(tapper: _Tapper, person: int) -> Callable[[], Awaitable[None]]:
    return lambda: tapper.tap(person)


def _address(person: int) -> Address:
    return Address("telegram", str(person))


def _now() -> datetime:
    return datetime.now(UTC)


async def _per_second(works: list[Callable[[], Awaitable[None]]], seconds: float) -> float:
    """Each work done over and over, all side by side."""
    done, begun = 0, time.perf_counter()

    async def repeat(work: Callable[[], Awaitable[None]]) -> None:
        nonlocal done
        while time.perf_counter() - begun < seconds:
            await work()
            done += 1

    await asyncio.gather(*(repeat(work) for work in works))
    return done / (time.perf_counter() - begun)


async def _emulator(seconds: float) -> list[Figure]:
    """sendMessage against a bare aiohttp server that gives back a fixed answer; client and server in this process."""
    answer = json.dumps({"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}})

    async def echo(request: web.Request) -> web.Response:
        await request.json()
        return web.Response(text=answer, content_type="application/json")

    app = web.Application()
    app.router.add_post("/", echo)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bare = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with Emulator(journal_limit=1000) as emulator, aiohttp.ClientSession() as client:
        person = emulator.people.add("Анна")
        emulator.people.start(person.id)
        message = {"chat_id": person.id, "text": "Как мы вас обслужили?"}
        api = f"{emulator.url}/bot{emulator.token}/sendMessage"

        def posting(url: str) -> Callable[[], Awaitable[None]]:
            async def post() -> None:
                async with client.post(url, json=message) as response:
                    assert (await response.json())["ok"]

            return post

        rounds = [
            (await _per_second([posting(api)] * 10, seconds), await _per_second([posting(bare)] * 10, seconds))
            for _ in range(ROUNDS)
        ]
    await runner.cleanup()
    plain = best("part.emulator_send_message.bare_aiohttp", [each[1] for each in rounds], "1/s")
    return [against(best("part.emulator_send_message", [each[0] for each in rounds], "1/s"), plain), plain]


def _command(starts: int) -> list[Figure]:
    """How long a person waits for `otklik --help`, against the interpreter alone."""
    bare = best("part.help.python_alone", [_started("-c", "pass") for _ in range(starts)], "s", least=True)
    helped = best("part.help", [_started("-m", "bot", "--help") for _ in range(starts)], "s", least=True)
    return [against(helped, bare), bare]


def _started(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=Path.cwd())
    return time.perf_counter() - begun
