"""PostgreSQL as our storage: one lane of writes, several reading connections.

The same synchronous stores serve through SQLAlchemy's `run_sync`. Writes of all processes go one after another under
an advisory lock, as on SQLite, so a work may read, think and write; within a batch of works there can be no deadlock.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.anonymous_tables import answer_block, mark, pool_box
from storage.batch import At, Batch, OpenWork, Outcome
from storage.failures import translated
from storage.settling import Job, settle
from storage.writer import MOST
from surveys.errors import Unavailable
from surveys.work import Work

T = TypeVar("T")

READERS = 4
PASSING = frozenset({"unreachable", "busy", "taken"})
"""Reasons that a new try on a new connection may cure within a moment."""
BACK_OFF = 0.05
"""Seconds before the second try; each further one waits twice as long, up to a second."""

TURN = text("SELECT pg_advisory_xact_lock(7311, hashtext(current_schema())), CAST(pg_current_xact_id() AS text)")
"""Waits for our turn to write, and names the transaction, so that its fate can be asked for later."""
FATE = text("SELECT pg_xact_status(CAST(CAST(:transaction AS text) AS xid8))")
LEAD = text("SELECT pg_try_advisory_lock(7312, hashtext(current_schema()))")
LIVE = text("SELECT pg_try_advisory_lock_shared(7313, hashtext(current_schema() || CAST(:name AS text)))")
"""Shared, so that a new connection of ours has it, too, while the server has not missed the former one."""
ALIVE = text("""
    SELECT asked FROM unnest(CAST(:names AS text[])) AS asked WHERE EXISTS (
        SELECT 1 FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 7313 AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND objid = CAST(CAST(hashtext(current_schema() || asked) AS bigint) & 4294967295 AS oid)
    )
""")

REWRITE = tuple(f"VACUUM FULL {table.name}" for table in (pool_box, mark, answer_block))
NOT_ALLOWED = "42501"

SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Of a transaction that sees one state of the database and cannot write."""


def engine(url: URL, patience: float, **options: Any) -> AsyncEngine:
    limits = {
        "application_name": "otklik",
        "lock_timeout": str(int(patience * 1000)),
        "idle_in_transaction_session_timeout": "30000",  # a process that hangs does not keep others waiting for ever
        "log_parameter_max_length_on_error": "0",  # an error in the server's log does not quote what somebody wrote
    }
    return create_async_engine(
        url,
        hide_parameters=True,
        echo=False,
        connect_args={"server_settings": limits, "timeout": patience, "command_timeout": 60},
        **options,
    )


class PostgresStorage:
    kind = "postgresql"

    def __init__(self, url: URL, open_work: OpenWork, at: At, patience: float, exclusive: bool) -> None:
        self._open_work = open_work
        self._at = at
        self._patience = patience
        self._exclusive = exclusive
        self.name = secrets.token_hex(6)
        self._writing = engine(url, patience, pool_size=1, max_overflow=2)
        self._reading = engine(url, patience, pool_size=READERS, execution_options=SNAPSHOT)
        self._connection: AsyncConnection | None = None
        self._waiting: deque[Job] = deque()
        self._arrived = asyncio.Event()
        self._closed = False
        self._lane = asyncio.create_task(self._serve(), name="storage-writer")

    async def write(self, function: Callable[[Work], T]) -> T:
        if self._closed:
            raise Unavailable("unreachable")
        job = Job(function, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._arrived.set()
        done: T = await job.future
        return done

    async def read(self, function: Callable[[Work], T]) -> T:
        if self._closed:
            raise Unavailable("unreachable")
        return await self._patiently(lambda: self._read_once(function))

    async def close(self) -> None:
        """Carry out what waits, then let go of the connections."""
        self._closed = True
        self._arrived.set()
        await asyncio.gather(self._lane, return_exceptions=True)  # cancelled with all else when the loop is torn down
        await self._forget_connection()
        await self._writing.dispose()
        await self._reading.dispose()

    async def cut_off(self) -> bool:
        return True

    async def rewrite(self) -> bool:
        if self._closed:
            raise Unavailable("unreachable")
        await self._patiently(self._rewrite_once)
        return True

    async def _rewrite_once(self) -> None:
        """The server wants no transaction around these. A checkpoint is not every role's to ask for."""
        async with self._writing.connect() as connection:
            bare = await connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in REWRITE:
                await bare.exec_driver_sql(statement)
            try:
                await bare.exec_driver_sql("CHECKPOINT")
            except DBAPIError as refused:
                if getattr(refused.orig, "sqlstate", "") != NOT_ALLOWED:
                    raise

    async def lead(self) -> None:
        """Connect now. Raises Unavailable: "taken" when another process writes exclusively, "unreachable"."""
        await self._patiently(self._connected)

    async def alive(self, names: Iterable[str]) -> set[str]:
        await self.write(_nothing)  # Our own name is held by the connection that writes: it is made again if it broke.
        asked = {"names": sorted(names)}
        return await self._patiently(lambda: self._alive_once(asked))

    async def _alive_once(self, asked: dict[str, list[str]]) -> set[str]:
        async with self._reading.connect() as connection:
            return set((await connection.execute(ALIVE, asked)).scalars())

    async def _read_once(self, function: Callable[[Any], T]) -> T:
        async with self._reading.connect() as connection:
            return await connection.run_sync(lambda sync: function(self._open_work(sync)))

    async def _serve(self) -> None:
        while self._waiting or not self._closed:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
                jobs = [job for job in taken if not job.future.cancelled()]
                if jobs:
                    settle(jobs, await self._carry_out(jobs))

    async def _carry_out(self, jobs: list[Job]) -> list[Outcome]:
        batch = Batch([job.function for job in jobs], self._open_work, self._at)
        try:
            await self._patiently(lambda: self._once(batch))
        except Exception as error:
            return [Outcome(error=error) for _ in jobs]
        return batch.outcomes

    async def _once(self, batch: Batch) -> None:
        """One try at a batch. A commit that did not answer is asked for by the transaction's name first."""
        connection = await self._connected()
        transaction = ""

        def begun(sync: Connection) -> None:
            nonlocal transaction
            transaction = sync.execute(TURN).one()[1]

        try:
            await connection.run_sync(batch.run, begun)
        except Unavailable:
            await self._forget_connection()
            if not batch.committing:
                raise
            batch.committing = False
            if not await self._committed(transaction):
                raise

    async def _committed(self, transaction: str) -> bool:
        """The fate of a transaction. Raises Unavailable("unsure") when the server cannot be asked in time."""
        try:
            return await self._patiently(lambda: self._fate(transaction))
        except Unavailable:
            pass
        raise Unavailable("unsure")

    async def _fate(self, transaction: str) -> bool:
        async with self._writing.connect() as connection:
            status = (await connection.execute(FATE, {"transaction": transaction})).scalar()
        if status == "in progress":
            raise Unavailable("busy")
        return bool(status == "committed")

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            connection = await self._writing.connect()
            try:
                if self._exclusive and not (await connection.execute(LEAD)).scalar():
                    raise Unavailable("taken")
                await connection.execute(LIVE, {"name": self.name})
                await connection.commit()
            except BaseException:
                await connection.invalidate()
                await connection.close()
                raise
            self._connection = connection
        return self._connection

    async def _forget_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()

    async def _patiently(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Try again, a little later each time, while the reason may pass and patience lasts."""
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + self._patience, BACK_OFF
        while True:
            failure: BaseException
            try:
                return await attempt()
            except Exception as error:
                failure = translated(error) or error
            passing = isinstance(failure, Unavailable) and failure.reason in PASSING
            if not passing or loop.time() + pause > end:
                raise failure
            await asyncio.sleep(pause)
            pause = min(2 * pause, 1.0)


def _nothing(_: Work) -> None:
    pass
