"""One browser, and for every test an emulator with two people, a poster and a bot."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.emulator.server import Emulator
from tests.browser import Browser, Page, chromium
from tests.emulator.page.counter import Counter
from tests.emulator.page.looking import DESK, Looks, Size


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="package")
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="package")
async def counter(emulator: Emulator) -> AsyncIterator[Counter]:
    async with aiohttp.ClientSession() as web:
        bot = Counter(emulator, web)
        await bot.control("/_/people", {"first_name": "Анна", "language_code": "ru"})
        await bot.control("/_/people", {"first_name": "Пётр", "language_code": "ru"})
        poster = {
            "id": "p1",
            "title": "МФЦ, окно 4",
            "subtitle": "Ленина, 12",
            "payload": "abc",
            "code": "K7M2",
        }
        await bot.control("/_/posters", [poster])
        running = asyncio.create_task(bot.run())
        yield bot
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@pytest.fixture
def looked_at(browser: Browser, emulator: Emulator) -> Looks:
    """Opens the page, and afterwards demands that nothing went wrong and nothing outside was asked for."""

    @contextlib.asynccontextmanager
    async def opened(query: str = "", size: Size = DESK) -> AsyncIterator[Page]:
        async with browser.open(f"{emulator.url}/{query}", *size) as page:
            yield page
            assert page.problems == []
            assert [url for url in page.requests if not url.startswith(emulator.url + "/")] == []

    return opened
