"""Many copies of a PostgreSQL database in one file: of each copy only the rows that came or went.

An insider copies after every answer, so a copy has to be cheap: one statement tells which tables have changed, and of
those only rows at new places are fetched. Rows are known by `(xmin, ctid)`, as an update moves a row.

    otklik-audit-server-copies 1\\n, then JSON lines: {"copies": [table as in `bot.audit.postgres`, ...]} and for each
    copy {"changed": {table: [[[xmin, block, number], ... that went], [[xmin, block, number, [values]], ... new]]}}
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import asyncpg

from bot.audit.postgres import TABLES, described, quoted_columns, row_of, shape_of_table, written
from bot.audit.rows import Part, Row, State, Table

MAGIC = b"otklik-audit-server-copies 1\n"

Place = tuple[int, int, int]
"""xmin, block, number in the block."""


class NotServerCopies(ValueError):
    """The file was not written by `ServerCopies`, or is cut off."""


class ServerCopies:
    """Writes such a file over one connection. Use `opened`; tables are those that stand at that moment."""

    def __init__(self, path: Path, connection: Any, tables: list[tuple[str, str, str]]) -> None:
        self.path = path
        self.count = 0
        self._connection = connection
        self._tables = tables
        """(name, quoted, columns as SQL)."""
        self._places: dict[str, set[Place]] = defaultdict(set)
        self._prints: dict[str, tuple[Any, ...]] = {}

    @classmethod
    async def opened(cls, url: str, path: Path) -> "ServerCopies":
        connection: Any = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"), timeout=10)
        tables, told = [], []
        for table in await connection.fetch(TABLES):
            told.append(await described(connection, table))
            tables.append((table["name"], table["quoted"], quoted_columns(table)))
        with path.open("wb") as file:
            file.write(MAGIC + json.dumps({"copies": told}, ensure_ascii=False).encode() + b"\n")
        return cls(path, connection, tables)

    async def close(self) -> None:
        await self._connection.close()

    async def take(self) -> None:
        changed: dict[str, Any] = {}
        async with self._connection.transaction(isolation="repeatable_read", readonly=True):
            for name, quoted, columns in await self._moved():
                difference = await self._difference(name, quoted, columns)
                if difference != [[], []]:
                    changed[name] = difference
        with self.path.open("a", encoding="utf-8") as file:
            _line(file, {"changed": changed})
        self.count += 1

    async def _moved(self) -> list[tuple[str, str, str]]:
        asked = " UNION ALL ".join(
            f"SELECT {number}, count(*), coalesce(sum(hashtextextended(t.ctid::text || ' ' || t.xmin::text, 7)), 0)"  # noqa: S608
            f" FROM {quoted} t"
            for number, (_, quoted, _) in enumerate(self._tables)
        )
        found = []
        for number, *fingerprint in await self._connection.fetch(asked):
            table = self._tables[number]
            if self._prints.get(table[0]) != tuple(fingerprint):
                self._prints[table[0]] = tuple(fingerprint)
                found.append(table)
        return found

    async def _difference(self, name: str, quoted: str, columns: str) -> list[Any]:
        rows = await self._connection.fetch(f"SELECT t.xmin::text::bigint, t.ctid FROM {quoted} t")  # noqa: S608
        now = {(row[0], row[1][0], row[1][1]) for row in rows}
        before, self._places[name] = self._places[name], now
        gone, fresh = before - now, now - before
        if not fresh:
            return [sorted(gone), []]
        came = await self._connection.fetch(
            f"SELECT t.xmin::text::bigint, t.ctid, {columns} FROM {quoted} t WHERE t.ctid = ANY ($1::tid[])",  # noqa: S608
            [(block, number) for _, block, number in fresh],
        )
        new = [[row[0], row[1][0], row[1][1], [written(value) for value in tuple(row)[2:]]] for row in came]
        return [sorted(gone), sorted(new, key=lambda each: each[1:3])]


def _line(file: TextIO, value: Any) -> None:
    file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_server_copies(path: Path) -> Iterator[State]:
    """Raises NotServerCopies, OSError."""
    try:
        with path.open("rb") as lines:
            if lines.readline() != MAGIC:
                raise NotServerCopies("another format")
            shapes = {table["table"]: shape_of_table(table) for table in json.loads(lines.readline())["copies"]}
            blocks: dict[str, dict[int, dict[Place, Row]]] = {name: defaultdict(dict) for name in shapes}
            parts: dict[str, dict[int, Part]] = {name: {} for name in shapes}
            for line in lines:
                for name, (gone, new) in json.loads(line)["changed"].items():
                    _apply(blocks[name], parts[name], gone, new)
                yield {name: Table(shape, tuple(parts[name].values())) for name, shape in shapes.items()}
    except (ValueError, KeyError, TypeError) as broken:
        raise NotServerCopies(type(broken).__name__) from None


def _apply(blocks: dict[int, dict[Place, Row]], parts: dict[int, Part], gone: list[Any], new: list[Any]) -> None:
    """Blocks that nothing changed in keep their part, by which the attack knows that nothing did."""
    for xmin, block, number in gone:
        del blocks[block][xmin, block, number]
    for line in new:
        xmin, block, number, _ = line
        blocks[block][xmin, block, number] = row_of(line)
    for block in {each[1] for each in (*gone, *new)}:
        rows = sorted(blocks[block].items(), key=lambda item: item[0][2])
        if rows:
            parts[block] = tuple(row for _, row in rows)
        else:
            parts.pop(block, None)
