"""A post office for every test, on a database of each kind."""

from collections.abc import AsyncIterator

import pytest

from tests.couriers.post_office import PostOffice, opened
from tests.storage.conftest import postgres_url, server_database, sqlite_url, template, url

__all__ = ["postgres_url", "server_database", "sqlite_url", "template", "url"]


@pytest.fixture
async def office(url: str) -> AsyncIterator[PostOffice]:
    async with opened(url) as each:
        yield each


@pytest.fixture
async def sqlite_office(sqlite_url: str) -> AsyncIterator[PostOffice]:
    """For what does not depend on the kind of the database."""
    async with opened(sqlite_url) as each:
        yield each


@pytest.fixture
async def postgres_office(postgres_url: str) -> AsyncIterator[PostOffice]:
    """For what only several processes have."""
    async with opened(postgres_url) as each:
        yield each
