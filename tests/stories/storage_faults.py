"""What may go wrong with storage while people answer: it is locked, full, or one statement fails."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from tests.stories.conftest import Town

POLITE = "Сейчас не получается сохранить ответ"
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@contextmanager
def locked(town: Town) -> Iterator[None]:
    """A second program holds the database in the middle of a write."""
    with closing(sqlite3.connect(town.folder / "otklik.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextmanager
def full(town: Town) -> Iterator[None]:
    """No file of the process grows any more, its log included."""
    resource.prlimit(town.bot.number, resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(town.bot.number, resource.RLIMIT_FSIZE, NO_LIMIT)


def was_polite(town: Town) -> bool:
    """Whether somebody was told, under their button or in a message."""
    calls = [entry["parameters"] for entry in town.emulator.journal.since() if entry["kind"] == "call"]
    return any(POLITE in str(parameters.get("text")) for parameters in calls)


class FailingStatement:
    """Makes the n-th statement (or commit) of the writing connection fail, once."""

    def __init__(self) -> None:
        self.passed = 0
        self.failing_at = 0

    def again(self, number: int) -> None:
        self.passed, self.failing_at = 0, number

    def statement(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if connection.get_execution_options().get("never") or "query_only" in statement:
            return
        self._count(connection)

    def commit(self, connection: Any) -> None:
        self._count(connection)

    def _count(self, connection: Any) -> None:
        if connection.connection.dbapi_connection.execute("PRAGMA query_only").fetchone()[0]:
            return
        self.passed += 1
        if self.passed == self.failing_at:
            failure = sqlite3.OperationalError("disk I/O error")
            failure.sqlite_errorname = "SQLITE_IOERR"
            raise OperationalError("a statement", {}, failure)


@contextmanager
def failing_statements() -> Iterator[FailingStatement]:
    fault = FailingStatement()
    event.listen(Engine, "before_cursor_execute", fault.statement)
    event.listen(Engine, "commit", fault.commit)
    try:
        yield fault
    finally:
        event.remove(Engine, "before_cursor_execute", fault.statement)
        event.remove(Engine, "commit", fault.commit)
