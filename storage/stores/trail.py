"""The trail: entries are added and never changed, which triggers see to."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, desc, insert, select
from sqlalchemy.exc import DBAPIError

from storage.columns import in_utc, pack, unpack
from storage.staff_tables import trail_entry as table
from surveys.trail import START, Entry, Facts, chained

ALL = select(table).order_by(table.c.number)
NEWEST = select(table).order_by(desc(table.c.number))
LAST = NEWEST.limit(1)
NUMBERS = select(table.c.number).order_by(table.c.number)
ONE = select(table).where(table.c.number == bindparam("wanted"))
ADD = insert(table)


class SqlTrail:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, act: str, actor: int, facts: Facts, at: datetime) -> Entry:
        last = self._connection.execute(LAST).first()
        number, before = (last.number + 1, last.digest) if last else (1, START)
        moment = in_utc(at)  # as it will be read again: the chain is over what is stored
        digest = chained(before, number, moment, actor, act, facts)
        row = {"number": number, "at": moment, "actor": actor, "act": act, "facts": pack(dict(facts)), "digest": digest}
        self._connection.execute(ADD, row)
        return Entry(number, moment, actor, act, facts, digest)

    def entries(self, newest: int | None = None) -> list[Entry]:
        try:
            rows = self._connection.execute(ALL if newest is None else NEWEST.limit(newest)).all()
            found = [_entry(row) for row in rows]
        except (ValueError, TypeError, AttributeError, DBAPIError) as error:
            return self._one_by_one(error)[-newest if newest else 0 :]
        return found if newest is None else found[::-1]

    def _one_by_one(self, error: Exception) -> list[Entry]:
        """Who spoils a row must not stop the check that finds it: one that cannot be read stands there empty."""
        if isinstance(error, DBAPIError) and not _unreadable(error):
            raise error
        return [self._numbered(number) for (number,) in self._connection.execute(NUMBERS).all()]

    def _numbered(self, number: int) -> Entry:
        try:
            return _entry(self._connection.execute(ONE, {"wanted": number}).one())
        except (ValueError, TypeError, AttributeError):
            return _spoiled(number)
        except DBAPIError as error:
            if not _unreadable(error):
                raise
            return _spoiled(number)


def _entry(row: Row[Any]) -> Entry:
    facts = unpack(row.facts)
    if not isinstance(facts, dict):
        raise TypeError("facts")
    return Entry(row.number, row.at, row.actor, row.act, facts, row.digest)


def _spoiled(number: int) -> Entry:
    return Entry(number, datetime.min.replace(tzinfo=UTC), 0, "", {}, b"")


def _unreadable(error: DBAPIError) -> bool:
    """SQLite gives a text that is no UTF-8 back as a failure of the statement."""
    return "decode" in str(error.orig)
