"""INSERT ... ON CONFLICT in the words of both databases: the same SQL, two constructs of SQLAlchemy."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


class Upsert:
    """A statement built once for each kind of database; `on(connection)` picks the one that fits."""

    def __init__(self, table: Table, build: Callable[[Any], Any]) -> None:
        self._statements = {
            "sqlite": build(sqlite.insert(table)),
            "postgresql": build(postgresql.insert(table)),
        }

    def on(self, connection: Connection) -> Any:
        return self._statements[connection.dialect.name]


def or_ignore(table: Table) -> Upsert:
    """Insert a row unless one with its key is there."""
    return Upsert(table, lambda insert: insert.on_conflict_do_nothing())


def or_replace(table: Table, keys: tuple[str, ...]) -> Upsert:
    """Insert a row, or overwrite the other columns of the one with these keys."""

    def build(insert: Any) -> Any:
        rest = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
        return insert.on_conflict_do_update(index_elements=list(keys), set_=rest)

    return Upsert(table, build)
