"""A running emulator, and a bot and people that talk to it over HTTP."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bot.emulator.server import Emulator

ANNA = 1_000_001
START = 1_790_000_000.0

Result = dict[str, Any]
MakeTelegram = Callable[..., Awaitable["Telegram"]]


async def until(true: Callable[[], bool]) -> None:
    """Looks every millisecond, for at most 5 seconds: for what the server itself announces to nobody."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


@dataclass
class Telegram:
    """`bot` calls the Bot API, `control` the paths under `/_/`; both return the decoded answer."""

    emulator: Emulator
    http: ClientSession

    async def bot(self, method: str, /, **parameters: Any) -> Result:
        values = {name: one if isinstance(one, str) else json.dumps(one) for name, one in parameters.items()}
        async with self.http.post(self.address(method), data=values) as answer:
            result: Result = await answer.json()
            assert answer.status == (200 if result["ok"] else result["error_code"])
            return result

    async def does(self, method: str, /, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self.bot(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def uploads(self, method: str, field: str, name: str, data: bytes, **parameters: Any) -> Result:
        form = FormData({key: str(value) for key, value in parameters.items()})
        form.add_field(field, io.BytesIO(data), filename=name)
        async with self.http.post(self.address(method), data=form) as answer:
            result: Result = await answer.json()
            return result

    async def control(self, verb: str, path: str, body: Any = None) -> Any:
        async with self.http.request(verb, f"{self.emulator.url}/_/{path}", json=body) as answer:
            return await answer.json()

    async def poll_waits(self) -> None:
        """Returns when a long poll waits at the server."""
        await until(lambda: self.emulator.world.account.polling.waiting)

    def address(self, method: str, token: str | None = None) -> str:
        return f"{self.emulator.url}/bot{token or self.emulator.token}/{method}"

    async def updates(self, **parameters: Any) -> list[Any]:
        found: list[Any] = await self.does("getUpdates", **parameters)
        return found


@pytest.fixture
async def make_telegram() -> AsyncIterator[MakeTelegram]:
    """Makes emulators with options; the person Анна has started the bot (message 1) in each."""
    made: list[Telegram] = []

    async def make(**options: Any) -> Telegram:
        emulator = Emulator(**{"start": START, **options})
        await emulator.start()
        telegram = Telegram(emulator, ClientSession())
        made.append(telegram)
        emulator.people.add("Анна", person_id=ANNA)
        emulator.people.start(ANNA)
        return telegram

    yield make
    for telegram in made:
        await telegram.http.close()
        await telegram.emulator.stop()


@pytest.fixture
async def telegram(make_telegram: MakeTelegram) -> Telegram:
    return await make_telegram()
