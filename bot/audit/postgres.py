"""PostgreSQL as an attacker reads it: every row of every table with `ctid` and `xmin`, which no query of ours shows.

A snapshot is a text of JSON lines, compressed: first `{"format": "otklik-audit-postgres", "version": 1}`, then for
each table `{"table", "columns", "key", "foreign": [[column, table, target]]}` and its rows
`[xmin, block, number in the block, [values]]`. Binary values are `{"hex": ...}`.
"""

import asyncio
import gzip
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import asyncpg

from bot.audit.records import Value
from bot.audit.rows import Row, State, Table
from bot.audit.shapes import Foreign, Shape

FORMAT = {"format": "otklik-audit-postgres", "version": 1}

TABLES = """
SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS quoted, c.relname AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_t'
 ORDER BY 2
"""
_CONSTRAINTS = """
SELECT contype::text AS kind, confrelid::regclass::text AS target,
       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)) AS own,
       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = confrelid AND attnum = ANY (confkey)) AS other
  FROM pg_constraint WHERE conrelid = $1 AND contype IN ('p', 'f')
"""


class NotASnapshot(ValueError):
    """The file was not written by `take_snapshot`."""


class Unreadable(ValueError):
    """The server does not answer, or refuses."""


def take_snapshot(url: str, path: Path) -> None:
    """Write what the server holds now into a file. Not from inside of an event loop. Raises Unreadable, OSError."""
    lines = _lines(url)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(json.dumps(FORMAT) + "\n")
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_server(url: str) -> State:
    """What the server holds now. Not from inside of an event loop. Raises Unreadable."""
    return _state(iter(_lines(url)))


def _lines(url: str) -> list[Any]:
    try:
        return asyncio.run(_read(url))
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as failed:
        raise Unreadable(type(failed).__name__) from None


def read_snapshot(path: Path) -> State:
    """Raises NotASnapshot, OSError."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            if json.loads(next(lines, "null")) != FORMAT:
                raise NotASnapshot("another format")
            return _state(json.loads(line) for line in lines)
    except (gzip.BadGzipFile, EOFError, ValueError) as broken:
        raise NotASnapshot(str(broken)) from None


async def _read(url: str) -> list[Any]:
    connection: Any = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"), timeout=10)
    lines: list[Any] = []
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for table in await connection.fetch(TABLES):
                lines.append(await described(connection, table))
                rows = await connection.fetch(
                    f"SELECT t.xmin::text::bigint, t.ctid, {quoted_columns(table)}"  # noqa: S608
                    f" FROM {table['quoted']} t ORDER BY t.ctid"
                )
                lines += [[row[0], row[1][0], row[1][1], [written(value) for value in tuple(row)[2:]]] for row in rows]
    finally:
        await connection.close()
    return lines


async def described(connection: Any, table: Any) -> dict[str, Any]:
    constraints = await connection.fetch(_CONSTRAINTS, table["oid"])
    return {
        "table": table["name"],
        "columns": list(table["columns"]),
        "key": [column for each in constraints if each["kind"] == "p" for column in each["own"]],
        "foreign": [
            [each["own"][0], each["target"].rpartition(".")[2].strip('"'), each["other"][0]]
            for each in constraints
            if each["kind"] == "f" and len(each["own"]) == 1
        ],
    }


def quoted_columns(table: Any) -> str:
    """For a SELECT FROM a table called t."""
    return ", ".join('t."' + column.replace('"', '""') + '"' for column in table["columns"]) or "NULL"


def written(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return {"hex": bytes(value).hex()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _state(lines: Iterator[Any]) -> State:
    state: State = {}
    shape: Shape | None = None
    rows: list[Row] = []
    for line in lines:
        if isinstance(line, dict):
            if shape is not None:
                state[shape.name] = Table(shape, (tuple(rows),))
            shape = shape_of_table(line)
            rows = []
        else:
            rows.append(row_of(line))
    if shape is not None:
        state[shape.name] = Table(shape, (tuple(rows),))
    return state


def shape_of_table(line: Any) -> Shape:
    foreign = tuple(Foreign(*each) for each in line["foreign"])
    return Shape(line["table"], tuple(line["columns"]), tuple(line["key"]), foreign=foreign)


def row_of(line: Any) -> Row:
    xmin, block, number, values = line
    return Row(tuple(map(_value, values)), None, float(block * 65536 + number), 0, xmin)


def _value(stored: Any) -> Value:
    if isinstance(stored, dict):
        return bytes.fromhex(stored["hex"])
    return stored if stored is None or isinstance(stored, str | int | float) else str(stored)
