"""Small facts of the installation, and what could not be read."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from storage.tables import note, quarantine
from storage.upserts import or_ignore, or_replace

LONGEST = 100
"""Characters kept of a kind or an error's class: the outside may have chosen them."""

GET = select(note.c.value).where(note.c.name == bindparam("wanted"))
PUT = or_replace(note, ("name",))
DROP = delete(note).where(note.c.name == bindparam("wanted"))
QUARANTINE = or_ignore(quarantine)
COUNT = select(func.count()).select_from(quarantine)


class SqlNotes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        return self._connection.execute(GET, {"wanted": name}).scalar()

    def put(self, name: str, value: str | None) -> None:
        if value is None:
            self._connection.execute(DROP, {"wanted": name})
        else:
            self._connection.execute(PUT.on(self._connection), {"name": name, "value": value})

    def quarantine(self, source: str, number: int, kind: str, error: str, at: datetime) -> None:
        row = {"source": source, "number": number, "kind": _tame(kind), "error": _tame(error), "at": at}
        self._connection.execute(QUARANTINE.on(self._connection), row)

    def quarantined(self) -> int:
        return self._connection.execute(COUNT).scalar_one()


def _tame(text: str) -> str:
    """Without what a database's text cannot hold: NUL and lone surrogates."""
    return text[:LONGEST].replace("\0", "?").encode(errors="replace").decode()
