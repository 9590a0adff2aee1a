"""Backup and restore. The same file serves both kinds of database, so it also moves an installation between them.

A backup is one consistent snapshot, made while the bot runs. A restore is one transaction: a process killed half-way
leaves what was there. Tables are read as the database has them, not as this release's models say, so that a backup of
an older release is restored at its own revision first and upgraded then.
"""

import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, MetaData, Table, func, insert, select, text

from storage import archive
from storage.archive import BrokenBackup, Manifest
from storage.checks import is_whole
from storage.locking import ProcessLock
from storage.migrating import head, in_snapshot, in_transaction, known_revisions, revision_in, upgrade_in
from storage.postgres import LEAD
from storage.urls import SqliteFile, database
from surveys.errors import Conflict, Unavailable

VERSIONS = "alembic_version"
AT_ONCE = 500
"""Rows read ahead, and rows inserted by one statement: a backup needs no more memory than that."""


async def backup(url: str, target: Path) -> Manifest:
    """Write a backup. Raises Unavailable ("schema" for a database without tables) and OSError for the file."""
    place = database(url)
    if isinstance(place, SqliteFile) and not place.path.exists():
        raise Unavailable("schema")

    def dump(connection: Connection) -> Manifest:
        revision = revision_in(connection)
        if revision is None:
            raise Unavailable("schema")
        tables = ((table.name, _rows(connection, table)) for table in _tables(connection))
        return archive.write(target, datetime.now(UTC), connection.dialect.name, revision, tables)

    return await in_snapshot(url, dump)


async def restore(source: Path, url: str, *, force: bool = False) -> Manifest:
    """Fill a database from a backup and upgrade it to this release.

    Without `force` only an empty database is filled; with it everything there is replaced, and a damaged SQLite file
    is set aside under the name FILE.damaged. The bot must not run.

    Raises BrokenBackup before anything is changed, Conflict("not_empty"), Unavailable (of them "taken": a bot runs),
    and BrokenBackup("damaged") with everything left as it was when the restored rows do not fit together.
    """
    manifest = archive.check(source)
    if manifest.revision not in known_revisions():
        raise BrokenBackup("newer_format")

    def fill(connection: Connection) -> Manifest:
        if connection.dialect.name == "postgresql" and not connection.execute(LEAD).scalar():
            raise Unavailable("taken")
        if _has_rows(connection) and not force:
            raise Conflict("not_empty")
        _drop_everything(connection)
        upgrade_in(connection, manifest.revision)
        for table in _tables(connection):
            _insert(connection, table, archive.rows(source, table.name) if table.name in manifest.tables else ())
        _compare(connection, manifest)
        upgrade_in(connection, head())
        return manifest

    with _alone(url):
        _set_damaged_aside(url, force)
        return await in_transaction(url, fill)


def _alone(url: str) -> AbstractContextManager[Any]:
    place = database(url)
    if not isinstance(place, SqliteFile):
        return nullcontext()
    place.path.parent.mkdir(parents=True, exist_ok=True)
    return ProcessLock(place.path)


def _set_damaged_aside(url: str, force: bool) -> None:
    place = database(url)
    if not isinstance(place, SqliteFile) or not place.path.exists() or is_whole(place.path):
        return
    if not force:
        raise Unavailable("corrupt")
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{place.path}{suffix}")
        if part.exists():
            shutil.move(part, f"{place.path}.damaged{suffix}")


def _tables(connection: Connection) -> list[Table]:
    """As they are, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    names = [column.name for column in table.columns]
    for row in connection.execute(query.execution_options(yield_per=AT_ONCE)):
        yield {name: _to_json(value) for name, value in zip(names, row, strict=True)}


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    readers = {column.name: _reader(column.type, connection.dialect.name) for column in table.columns}
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        connection.execute(insert(table), [{name: readers[name](value) for name, value in row.items()} for row in some])
    if connection.dialect.name == "postgresql":
        _move_sequence(connection, table)


def _reader(kind: Any, dialect: str) -> Callable[[Any], Any]:
    if isinstance(kind, DateTime):
        naive = dialect == "sqlite"

        def moment(value: str | None) -> datetime | None:
            if value is None:
                return None
            utc = datetime.fromisoformat(value).astimezone(UTC)
            return utc.replace(tzinfo=None) if naive else utc

        return moment
    if isinstance(kind, Date):
        return lambda value: None if value is None else date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else b64decode(value)
    return lambda value: value


def _move_sequence(connection: Connection, table: Table) -> None:
    """Numbers given next must lie above those restored."""
    for column in table.primary_key.columns:
        owned = func.pg_get_serial_sequence(table.name, column.name)
        sequence = connection.execute(select(owned)).scalar()
        highest = connection.execute(select(func.max(column))).scalar() if sequence else None
        if highest is not None:
            connection.execute(select(func.setval(sequence, highest)))


def _has_rows(connection: Connection) -> bool:
    return any(connection.execute(select(table).limit(1)).first() is not None for table in _tables(connection))


def _drop_everything(connection: Connection) -> None:
    """With a table go its triggers; the migrations make them again."""
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)


def _compare(connection: Connection, manifest: Manifest) -> None:
    """Raises BrokenBackup when a table is missing, has another number of rows, or refers to what is not there."""
    present = {table.name: table for table in _tables(connection)}
    for name, expected in manifest.tables.items():
        table = present.get(name)
        found = -1 if table is None else connection.execute(select(func.count()).select_from(table)).scalar_one()
        if found != expected.rows:
            raise BrokenBackup("damaged", name)
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise BrokenBackup("damaged", str(broken[0]))
