"""What is looked at before a SQLite file is used."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from surveys.errors import Unavailable


def check_file(path: Path) -> None:
    """Raises Unavailable: "schema" without a file, "readonly" where it cannot be written, "corrupt" when damaged."""
    if not path.exists():
        raise Unavailable("schema" if path.parent.is_dir() else "unreachable")
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        raise Unavailable("readonly")
    if not is_whole(path):
        raise Unavailable("corrupt")


def is_whole(path: Path) -> bool:
    """Whether SQLite finds every page in order (PRAGMA quick_check; about a second a gigabyte)."""
    try:
        with closing(sqlite3.connect(path, timeout=30.0)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    return bool(found == ("ok",))
