"""SQLite as our storage: one writing thread, several reading ones."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, create_engine, event

from storage.batch import At, OpenWork
from storage.failures import translated
from storage.locking import ProcessLock
from storage.log import PAUSE, cut_off, vacuum
from storage.writer import Writer
from surveys.errors import Unavailable
from surveys.work import Work

T = TypeVar("T")

READERS = 4

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an answer that was confirmed on the screen survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what a citizen has erased cannot be read from the file's free pages
    "PRAGMA temp_store = MEMORY",  # nothing read or sorted is left in a temporary file
)
READING_PRAGMAS = ("PRAGMA query_only = ON", "PRAGMA temp_store = MEMORY")


def writing_engine(path: Path, patience: float) -> Engine:
    """Connections whose transactions take the write lock at once, waiting up to `patience` seconds for it.

    With the driver's own transactions a work that reads before it writes loses changes of others without an error.
    """
    return _engine(path, patience, "BEGIN IMMEDIATE", PRAGMAS, NullPool)


def reading_engine(path: Path, patience: float) -> Engine:
    """Connections that cannot write and see one state of the database for the length of a transaction."""
    return _engine(path, patience, "BEGIN", READING_PRAGMAS, QueuePool)


def _engine(path: Path, patience: float, begin: str, pragmas: tuple[str, ...], pool: type[Pool]) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=pool,
        hide_parameters=True,
        echo=False,
        connect_args={"timeout": patience, "check_same_thread": False},
        **({"pool_size": READERS} if pool is QueuePool else {}),
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin_ours(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class SqliteStorage:
    kind = "sqlite"

    def __init__(
        self,
        path: Path,
        open_work: OpenWork,
        at: At,
        patience: float,
        lock: ProcessLock | None,
    ) -> None:
        self._open_work = open_work
        self._lock = lock
        self.name = secrets.token_hex(6)
        self._closed = False
        self._patience = patience
        self._writing = writing_engine(path, patience)
        self._reading = reading_engine(path, patience)
        self._writer = Writer(self._writing, open_work, at)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="storage-reader")

    async def write(self, function: Callable[[Work], T]) -> T:
        done: T = await self._writer.write(function)
        return done

    async def read(self, function: Callable[[Work], T]) -> T:
        if self._closed:
            raise Unavailable("unreachable")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, function)

    def _read(self, function: Callable[[Work], T]) -> T:
        failure: BaseException
        try:
            with self._reading.connect() as connection, connection.begin():
                return function(self._open_work(connection))
        except Exception as error:
            failure = translated(error) or error
        raise failure

    async def alive(self, names: Iterable[str]) -> set[str]:
        return {self.name} & set(names)

    async def cut_off(self) -> bool:
        """One short try after another, so that works go on while a long reader holds the log."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        while not await self._writer.between(cut_off):
            if loop.time() + PAUSE > end:
                return False
            await asyncio.sleep(PAUSE)
        return True

    async def rewrite(self) -> bool:
        await self._writer.between(vacuum)
        return await self.cut_off()

    async def close(self) -> None:
        self._closed = True
        await self._writer.close()
        await asyncio.to_thread(self._readers.shutdown)
        self._reading.dispose()
        self._writing.dispose()
        if self._lock is not None:
            self._lock.release()
