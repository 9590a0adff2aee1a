"""A database of each kind for every test: a copied file, and an emptied database on the server the run names."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import make_url

from storage.migrating import upgrade
from storage.opening import Storage, open_storage
from storage.tables import METADATA
from tests.storage.examples import FixedClock

SERVER = os.environ.get("OTKLIK_TEST_POSTGRES", "")
OURS = count()
"""Other packages of tests take over the fixtures below, and each of them gets a database of its own."""
NO_SERVER = "OTKLIK_TEST_POSTGRES names no PostgreSQL server"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables, made once."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def server_database() -> Iterator[str]:
    """The URL of a database of our own on the test server, dropped at the end."""
    if not SERVER:
        pytest.skip(NO_SERVER)
    name = f"otklik_test_{os.getpid()}_{next(OURS)}"
    asyncio.run(_on_server(f"CREATE DATABASE {name}"))
    url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    try:
        asyncio.run(upgrade(url))
        yield url
    finally:
        asyncio.run(_on_server(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def empty_server_database() -> AsyncIterator[str]:
    """The URL of a database without tables, dropped at the end."""
    if not SERVER:
        pytest.skip(NO_SERVER)
    name = f"otklik_empty_{os.getpid()}"
    await _on_server(f"CREATE DATABASE {name}")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


async def _on_server(statement: str, database: str = SERVER) -> None:
    connection: Any = await asyncpg.connect(database)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def sqlite_url(template: Path, tmp_path: Path) -> str:
    path = tmp_path / "otklik.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def postgres_url(server_database: str) -> str:
    """Emptied as only a superuser may: triggers keep some rows from everybody else."""
    names = [table.name for table in reversed(METADATA.sorted_tables)]
    emptied = "; ".join(["SET session_replication_role = replica", *(f"DELETE FROM {name}" for name in names)])
    await _on_server(emptied, server_database)
    return server_database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql" and not SERVER:
        pytest.skip(NO_SERVER)
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    async with open_storage(url, clock=FixedClock()) as opened:
        yield opened
