"""A database as an earlier release left it, with a row in each of its tables.

Written as plain rows, not through the stores: those are of this release.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select

Rows = dict[str, dict[str, Any]]
"""By table, one row of each."""


def fill(connection: Connection, rows: Rows) -> None:
    for table in _tables(connection, rows):
        row = {name: _fitting(value, connection) for name, value in rows[table.name].items()}
        connection.execute(insert(table), row)


def kept(connection: Connection, rows: Rows) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in these tables, in the columns that the release knew."""
    return {
        table.name: [tuple(row) for row in connection.execute(select(*(table.c[name] for name in rows[table.name])))]
        for table in _tables(connection, rows)
    }


def _tables(connection: Connection, rows: Rows) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name in rows]


def _fitting(value: Any, connection: Connection) -> Any:
    naive = isinstance(value, datetime) and connection.dialect.name == "sqlite"
    return value.replace(tzinfo=None) if naive else value
