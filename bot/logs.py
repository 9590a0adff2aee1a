"""Logs without people: event names and allowed fields only.

An allow-list, because a deny-list forgets: SQLAlchemy puts parameters into exceptions, libraries put texts into
warnings. Of an exception we keep its class and the places it passed, never its words or its variables.
"""

import logging
import sys
import threading
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO

import structlog

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "incident",
        "error",
        "frames",
        "attempt",
        "seconds",
        "everybody",
        "method",
        "count",
        "kind",
        "reason",
        "revision",
        "database",
        "url_host",
        "version",
        "signal",
        "unfinished",
        "owed",
        "confirmed",
        "port",
        "state",
        "bytes",
        "label",
        "milliseconds",
        "head",
    ]
)
VALUES = 200
"""Signs of a value: nothing we log on purpose is longer."""

Fields = MutableMapping[str, Any]


def configure(level: str, *, as_json: bool, stream: TextIO | None = None) -> None:
    """Set up structlog and the standard library's logging alike."""
    least = getattr(logging, level.upper())
    target = stream or sys.stderr
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=target.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: Printed(target),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[Foreign()], level=max(least, logging.WARNING), force=True)


def confine_crashes() -> None:
    """Let the ends that nobody catches be lines of the log: a traceback on standard error quotes values.

    For a process of our own: it replaces the interpreter's hooks and shows warnings as log lines.
    """

    def crashed(place: str, error: BaseException | None) -> None:
        name = type(error).__name__ if error is not None else None
        structlog.get_logger().critical(place, error=name, frames=frames(error) if error is not None else None)

    sys.excepthook = lambda kind, error, trace: crashed("crashed", error)
    threading.excepthook = lambda end: crashed("thread_crashed", end.exc_value)
    sys.unraisablehook = lambda end: crashed("not_raisable", end.exc_value)
    logging.captureWarnings(True)


class Printed(structlog.PrintLogger):
    """A line that cannot be written (a full disk) is lost: it must not take an answer with it."""

    def msg(self, message: str) -> None:
        with suppress(OSError, ValueError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def only_allowed(_: Any, __: str, fields: Fields) -> Fields:
    """Drop every field that is not on the list, and whatever is no short word or number."""
    return {name: _harmless(value) for name, value in fields.items() if name in ALLOWED}


def frames(error: BaseException) -> list[str]:
    """Where an exception passed, as file:line, innermost last; no source text and no values."""
    passed = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}" for frame in passed][-8:]


class Foreign(logging.Handler):
    """What libraries log: who and what kind, never their words, which may quote a message."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            "library",
            logger=record.name,
            error=type(error).__name__ if error is not None else None,
            frames=frames(error) if error is not None else None,
        )


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\n", " ")[:VALUES]
    if isinstance(value, list):
        return [_harmless(part) for part in value]
    return value if isinstance(value, (int, float, bool, type(None))) else type(value).__name__
