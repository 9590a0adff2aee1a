"""The one way into a database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Protocol

from sqlalchemy import Connection

from storage.batch import nothing
from storage.checks import check_file
from storage.locking import ProcessLock
from storage.migrating import current, head
from storage.postgres import PostgresStorage
from storage.sqlite import SqliteStorage
from storage.stores.questionnaires import Definitions
from storage.urls import SqliteFile, database
from storage.work import SqlWork
from surveys.chance import Clock
from surveys.errors import Unavailable
from surveys.work import Works

PATIENCE = 10.0
"""Seconds a work waits for others before it gives up with Unavailable."""


class Storage(Works, Protocol):
    @property
    def kind(self) -> str:
        """ "sqlite" or "postgresql"."""
        ...

    @property
    def name(self) -> str:
        """Of this opening, drawn anew each time: claims are made under it."""
        ...

    async def alive(self, names: Iterable[str]) -> set[str]:
        """Which of these openings there still are: of SQLite, whose one bot asks, at most its own."""
        ...

    async def cut_off(self) -> bool:
        """Leave nothing of what was deleted in the log of writes. False where others read on for too long: try later.

        Always True of PostgreSQL, whose log is its administrator's and counts as a backup (trust.md 1.3 item 7).
        """
        ...

    async def rewrite(self) -> bool:
        """Write the rows of anonymous surveys anew, so that their pages tell nothing of an order; then cut off the log.

        False where only the latter has to be tried again. Raises Unavailable.
        """
        ...

    async def close(self) -> None:
        """Carry out what waits, then let go of the database."""
        ...


@asynccontextmanager
async def open_storage(
    url: str,
    *,
    clock: Clock,
    at: Callable[[str], None] = nothing,
    exclusive: bool = True,
    patience: float = PATIENCE,
) -> AsyncIterator[Storage]:
    """Check a database, open it, and close it at the end.

    `exclusive` refuses a second opener of the kind with Unavailable("taken"); commands that run beside a bot pass
    False (their writes are as safe). `at` is called at the moments that `storage.batch.At` lists. Raises
    Unavailable with a reason of `storage.failures.REMEDIES` ("schema" when `storage.migrating.upgrade` is due), and
    ValueError for a URL of neither kind.
    """
    parsed: Definitions = {}

    def open_work(connection: Connection) -> SqlWork:
        return SqlWork(connection, parsed, clock)

    place = database(url)
    storage: SqliteStorage | PostgresStorage
    if isinstance(place, SqliteFile):
        await asyncio.to_thread(check_file, place.path)
        await _check_schema(url)
        lock = ProcessLock(place.path) if exclusive else None
        storage = SqliteStorage(place.path, open_work, at, patience, lock)
    else:
        await _check_schema(url)
        storage = PostgresStorage(place.url, open_work, at, patience, exclusive)
    try:
        if isinstance(storage, PostgresStorage):
            await storage.lead()
        yield storage
    finally:
        await storage.close()


async def _check_schema(url: str) -> None:
    if await current(url) != head():
        raise Unavailable("schema")
