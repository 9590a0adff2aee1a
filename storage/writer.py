"""The one thread that writes to SQLite: whatever waits is committed together."""

import asyncio
import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine

from storage.batch import At, Batch, Function, OpenWork, Outcome
from storage.failures import translated
from storage.settling import Job, settle
from surveys.errors import Unavailable

MOST = 100
"""Works in one commit: enough to hide the cost of a sync, few enough that the first does not wait for long."""


class Writer:
    """Works are put in from event loops and carried out in turn, in batches.

    A batch is whatever arrived while the one before was being committed, so a work that comes alone waits for nobody.
    """

    def __init__(self, engine: Engine, open_work: OpenWork, at: At) -> None:
        self._engine = engine
        self._open_work = open_work
        self._at = at
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._first: Job | None = None
        self._connection: Connection | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="storage-writer", daemon=True)
        self._thread.start()

    def write(self, function: Function) -> "asyncio.Future[Any]":
        return self._put(function, alone=False)

    def between(self, function: Function) -> "asyncio.Future[Any]":
        """Run a function of a connection in its turn, between two batches and in no transaction."""
        return self._put(function, alone=True)

    def _put(self, function: Function, alone: bool) -> "asyncio.Future[Any]":
        if self._closed:
            raise Unavailable("unreachable")
        job = Job(function, asyncio.get_running_loop().create_future(), alone)
        self._waiting.put(job)
        return job.future

    async def close(self) -> None:
        """Carry out what waits, then end the thread."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        going_on = True
        while going_on:
            jobs, going_on = self._next()
            wanted = [job for job in jobs if not job.future.cancelled()]
            if wanted:
                alone = wanted[0].alone
                self._tell(wanted, [self._alone(wanted[0])] if alone else self._carry_out(wanted))
        self._forget_connection()

    def _next(self) -> tuple[list[Job], bool]:
        """The works of the next batch, or one job that runs alone; and whether more may come."""
        first, self._first = self._first or self._waiting.get(), None
        if first is None:
            return [], False
        jobs = [first]
        while len(jobs) < MOST and not first.alone:
            try:
                job = self._waiting.get_nowait()
            except Empty:
                break
            if job is None:
                return jobs, False
            if job.alone:
                self._first = job
                break
            jobs.append(job)
        return jobs, True

    def _carry_out(self, jobs: Sequence[Job]) -> list[Outcome]:
        batch = Batch([job.function for job in jobs], self._open_work, self._at)
        try:
            batch.run(self._connected())
        except BaseException as error:
            # A fresh connection next time: after a failed write nothing of this one's state is worth trusting.
            self._forget_connection()
            return [Outcome(error=error) for _ in jobs]
        return batch.outcomes

    def _alone(self, job: Job) -> Outcome:
        try:
            return Outcome(job.function(self._connected()))
        except Exception as error:
            self._forget_connection()
            return Outcome(error=translated(error) or error)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _forget_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _tell(self, jobs: list[Job], outcomes: list[Outcome]) -> None:
        loop = jobs[0].future.get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, jobs, outcomes)
