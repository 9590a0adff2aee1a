"""What a driver says, in our words. Nothing of a driver's text goes on: PostgreSQL puts values into its DETAIL.

surveys.errors.OtklikError
├── Unavailable            storage cannot do it now, nothing was done; `reason` is one of REMEDIES
├── Conflict               a unique key, a reference or a row that is never changed refuses; `kind` is the table's
│                          or the constraint's name
└── Malfunction            a statement the database refuses in principle: a defect of ours
"""

import asyncio
import re
import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from surveys.errors import Conflict, OtklikError, Unavailable

REMEDIES = {
    "busy": "Others changed the same rows at the same time; try again.",
    "corrupt": "The database file is damaged. Stop the bot and restore the newest backup: otklik restore FILE --force",
    "full": "The disk is full or refuses to be written. Free some space; the bot goes on by itself.",
    "locked": "Another program holds the database. End it; the bot goes on by itself.",
    "readonly": "The database or its folder may not be written. Give this user the right to write there.",
    "schema": "The database has another version of the tables. Run: otklik migrate",
    "taken": "Another bot runs on this database. Stop it first.",
    "unreachable": "The database does not answer. Check OTKLIK_DATABASE_URL and that the server runs.",
    "unsure": "The connection broke while a change was being confirmed, and the server cannot be asked whether it was.",
}
"""What a person can do about each `Unavailable.reason` that storage gives."""

SQLITE = {
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_FULL": "full",
    "SQLITE_IOERR": "full",
    "SQLITE_CORRUPT": "corrupt",
    "SQLITE_NOTADB": "corrupt",
    "SQLITE_READONLY": "readonly",
    "SQLITE_CANTOPEN": "unreachable",
    "SQLITE_PERM": "readonly",
}
"""By the primary result code. I/O errors count as a full disk: that is what they are in practice (a quota, a file
size limit), and a failing disk shows as "corrupt" at the next start."""

POSTGRES = {
    "08": "unreachable",
    "40": "busy",
    "53": "full",
    "55P03": "locked",
    "57": "unreachable",
    "25006": "readonly",
    "25P03": "unreachable",
    "42P01": "schema",
    "53300": "unreachable",
    "XX001": "corrupt",
    "XX002": "corrupt",
}
"""By SQLSTATE, whole or its class (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


class Malfunction(OtklikError):
    """`code` is the driver's code or error class."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def translated(error: BaseException) -> Exception | None:
    """Our error for an exception of SQLAlchemy or of a connection; None for any other exception.

    A ValueError by which a column of ours refuses a value is that ValueError.

    To be raised outside the `except` block, so that the driver's own text is not chained to it.
    """
    if isinstance(error, DBAPIError):
        return _of_driver(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(getattr(error, "sqlite_errorname", type(error).__name__))
    if isinstance(error, (OSError, asyncio.TimeoutError)):
        return Unavailable("unreachable")
    if isinstance(error, StatementError) and isinstance(error.orig, ValueError):
        return error.orig
    if isinstance(error, SQLAlchemyError):
        return Malfunction(type(error).__name__)
    return None


def _of_driver(error: DBAPIError) -> OtklikError:
    original = error.orig
    name = getattr(original, "sqlite_errorname", "")
    state = getattr(original, "sqlstate", None) or ""
    if isinstance(error, IntegrityError):
        return Conflict(_refusing(original))
    if name:
        return _of_sqlite(name)
    reason = POSTGRES.get(state) or POSTGRES.get(state[:2])
    if reason:
        return Unavailable(reason)
    if error.connection_invalidated:
        return Unavailable("unreachable")
    return Malfunction(state or type(error).__name__)


def _of_sqlite(name: str) -> OtklikError:
    primary = next((code for code in SQLITE if name == code or name.startswith(code + "_")), "")
    return Unavailable(SQLITE[primary]) if primary else Malfunction(name)


def _refusing(original: BaseException | None) -> str:
    """What refuses: "person" for a unique key of that table, or for its rows that are never changed; SQLite names no
    reference."""
    cause = getattr(original, "__cause__", None)
    for known in (original, cause):
        table = getattr(known, "table_name", None)
        if table:
            return str(table)
    named = re.search(r"constraint failed: (\w+)\.|frozen: (\w+)", str(original))
    return (named.group(1) or named.group(2)) if named else "reference"
