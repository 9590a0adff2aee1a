"""Bring a database's tables to a revision, in one transaction: a process killed half-way leaves the old tables."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, NullPool

from storage.failures import translated
from storage.postgres import SNAPSHOT, TURN, engine
from storage.sqlite import reading_engine, writing_engine
from storage.urls import SqliteFile, database

T = TypeVar("T")

PATIENCE = 30.0
HEAD = "head"


async def upgrade(url: str, revision: str = HEAD) -> str:
    """Create or upgrade the tables; the folder of a SQLite file is made. Returns the revision reached.

    Raises Unavailable like every use of a database, and ValueError for a URL of neither kind.
    """

    def work(connection: Connection) -> str:
        upgrade_in(connection, revision)
        return revision_in(connection) or ""

    return await in_transaction(url, work)


async def current(url: str) -> str | None:
    """The revision of the tables, or None for a database without them. Makes no file."""
    place = database(url)
    if isinstance(place, SqliteFile) and not place.path.exists():
        return None
    return await in_snapshot(url, revision_in)


@cache
def head() -> str:
    """The revision this program works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


@cache
def known_revisions() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def revision_in(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def upgrade_in(connection: Connection, revision: str = HEAD) -> None:
    """Within the transaction of the caller."""
    command.upgrade(_config(connection), revision)


async def in_transaction(url: str, work: Callable[[Connection], T]) -> T:
    """Run `work` alone in the database, in one transaction. Its own exceptions come through unchanged."""
    return await _run(url, work, writing=True)


async def in_snapshot(url: str, work: Callable[[Connection], T]) -> T:
    """Run `work` on one state of the database, beside others who write; it cannot write itself."""
    return await _run(url, work, writing=False)


async def _run(url: str, work: Callable[[Connection], T], writing: bool) -> T:
    place = database(url)
    failure: BaseException
    try:
        if isinstance(place, SqliteFile):
            return await asyncio.to_thread(_in_file, place, work, writing)
        return await _on_server(place.url, work, writing)
    except Exception as error:
        failure = translated(error) or error
    raise failure


def _in_file(place: SqliteFile, work: Callable[[Connection], T], writing: bool) -> T:
    if writing:
        place.path.parent.mkdir(parents=True, exist_ok=True)
        place.path.touch(mode=0o600)
    engine_of_file = (writing_engine if writing else reading_engine)(place.path, PATIENCE)
    try:
        with engine_of_file.begin() as connection:
            return work(connection)
    finally:
        engine_of_file.dispose()


async def _on_server(url: URL, work: Callable[[Connection], T], writing: bool) -> T:
    options: dict[str, Any] = {} if writing else {"execution_options": SNAPSHOT}
    engine_of_server = engine(url, PATIENCE, poolclass=NullPool, **options)
    try:
        async with engine_of_server.begin() as connection:
            if writing:
                await connection.execute(TURN)
            return await connection.run_sync(work)
    finally:
        await engine_of_server.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    return config
