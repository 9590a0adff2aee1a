"""How the tests of the page look at it."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

import pytest

from bot.emulator.server import Emulator
from tests.browser import CHROMIUM, Page

Size = tuple[int, int]

PHONE: Size = (390, 844)
DESK: Size = (1440, 900)
LAST = "[...document.querySelectorAll('.message')].at(-1)"

IN_CHROMIUM = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: the chat page is not looked at"),
    pytest.mark.asyncio(loop_scope="package"),
]


class Looks(Protocol):
    """Opens the page with a query string, in a window of a size; see `conftest.looked_at`."""

    def __call__(self, query: str = "", size: Size = DESK) -> AbstractAsyncContextManager[Page]: ...


def person(emulator: Emulator, name: str) -> int:
    people = emulator.world.account.people.values()
    return next(one.id for one in people if one.first_name == name)


async def rests_within_its_width(page: Page) -> bool:
    """No part of the page has to be scrolled sideways to."""
    widths = "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
    whole, body, window = await page.evaluate(widths)
    return bool(max(whole, body) <= window)
