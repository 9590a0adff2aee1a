"""How our values become columns: moments in UTC, JSON kept as text, constraints named by one rule."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Names of our own, so that a migration can drop a constraint on either kind of database."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. Raises ValueError for a naive one instead of guessing its zone.

    PostgreSQL keeps `timestamptz`; SQLite, which has no zones, text that sorts as time does.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = in_utc(value)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def in_utc(moment: datetime) -> datetime:
    """As it comes back from a column. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)


def pack(value: Any) -> str:
    """JSON text that every database can hold: readable where UTF-8 allows.

    NUL is always escaped (PostgreSQL's text cannot hold it); a text with a lone surrogate, which UTF-8 cannot
    hold, is escaped whole.
    """
    text = _plain(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(value)
    return text


unpack = json.loads

_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
