"""Statements that fail, and statements that are watched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

Sent = tuple[str, Any]
"""A statement and its parameters."""


@contextmanager
def watched() -> Iterator[list[Sent]]:
    """What any engine sends."""
    sent: list[Sent] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """The n-th statement of any engine fails before it is sent. Yields those sent, the failing one included."""
    sent: list[str] = []

    def count(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)
        if len(sent) == number:
            raise OperationalError(statement, {}, Exception("disk I/O error"))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", count)
