"""Which database a URL means."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError


@dataclass(frozen=True, slots=True)
class SqliteFile:
    path: Path


@dataclass(frozen=True, slots=True)
class PostgresServer:
    url: URL


def database(url: str) -> SqliteFile | PostgresServer:
    """Any usual spelling, with a driver or without. Raises ValueError, which does not repeat the URL (a password)."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    match parsed and parsed.get_backend_name():
        case "sqlite" if parsed is not None and parsed.database and parsed.database != ":memory:":
            return SqliteFile(Path(parsed.database))
        case "postgresql" | "postgres" if parsed is not None:
            return PostgresServer(parsed.set(drivername="postgresql+asyncpg"))
    raise ValueError("a database URL is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
