"""SQLite's write-ahead log and free pages, which keep what was deleted until they are cut off and rewritten.

SQLite refuses both within a transaction, so they go to the driver's own connection.
"""

from typing import Any

from sqlalchemy import Connection

PAUSE = 0.1
"""Seconds between two tries at a log that somebody reads, and the longest that one try holds up the works."""


def cut_off(connection: Connection) -> bool:
    """Carry the log over into the file and leave it empty. False while a reader needs it."""
    driver = _driver(connection)
    patience = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    driver.execute(f"PRAGMA busy_timeout = {int(PAUSE * 1000)}")
    try:
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        driver.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy


def vacuum(connection: Connection) -> None:
    """Write every page anew, in the order of the keys. Until the log is cut off they lie there."""
    _driver(connection).execute("VACUUM")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
