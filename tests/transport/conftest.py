"""What the tests of this folder stand on."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from tests.transport.sending import Post
from tests.transport.sending import opened as post_opened
from tests.unseen.town_hall import TownHall
from tests.unseen.town_hall import opened as hall_opened


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with post_opened(tmp_path) as opened:
        yield opened


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[TownHall]:
    """With a survey that employees have still to answer."""
    async with hall_opened(tmp_path) as opened:
        await opened.launched()
        yield opened
