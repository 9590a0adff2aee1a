"""A database as the first release left it (revision 0001), with a row in each of its tables.

Written as plain rows, not through the stores: those are of this release.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select

AT = datetime(2026, 2, 1, 10, 30, 0, 7, tzinfo=UTC)
ROWS: dict[str, dict[str, Any]] = {
    "attempt": {"id": 1, "subject": "a", "at": AT},
    "burst": {"point": "mfc-1", "first_at": AT, "last_at": AT, "raters": 20},
    "funnel_count": {"point": "mfc-1", "day": AT.date(), "stage": "scanned", "n": 3},
    "note": {"name": "key", "value": "hash"},
    "person": {
        "id": 1,
        "channel": "chat",
        "key": "4242",
        "language": "ru",
        "since": AT,
        "unreachable_since": None,
        "last_point": "mfc-1",
        "consent": "1",
        "notices": True,
    },
    "point": {
        "key": "mfc-1",
        "code": "10012",
        "title": "Окно 3",
        "unit": "МФЦ",
        "address": "",
        "hours": "",
        "services": "[]",
        "questionnaire": "",
        "follow_up": "",
        "active": True,
        "revoked": False,
        "secret_version": 1,
    },
    "quarantine": {"source": "chat", "number": 8, "kind": "odd", "error": "ValueError", "at": AT},
    "questionnaire_version": {
        "form_id": "counter",
        "version": "1",
        "content": "{}",
        "content_hash": "hash",
        "published_at": AT,
        "current": True,
    },
    "receipt": {"source": "chat", "number": 2**40, "at": AT},
    "consent_given": {"person_id": 1, "version": "1", "at": AT},
    "response": {
        "key": "k1",
        "person_id": 1,
        "point": "mfc-1",
        "channel": "chat",
        "form_id": "counter",
        "version": "1",
        "language": "ru",
        "state": "submitted",
        "standing": "counted",
        "started_at": AT,
        "touched_at": AT,
        "submitted_at": AT,
        "replaces": "",
        "placement": "77:5",
        "session": "{}",
    },
    "role_grant": {"person_id": 1, "role": "admin", "at": AT},
    "answer": {"response_key": "k1", "question": "rating", "value": '"5"', "at": AT},
}


def fill_first_release(connection: Connection) -> None:
    for table in _tables(connection):
        row = ROWS[table.name]
        moments = {name: _fitting(value, connection) for name, value in row.items()}
        connection.execute(insert(table), moments)


def rows_of_first_release(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """In the columns that the release knew."""
    return {
        table.name: [tuple(row) for row in connection.execute(select(*(table.c[name] for name in ROWS[table.name])))]
        for table in _tables(connection)
    }


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name in ROWS]


def _fitting(value: Any, connection: Connection) -> Any:
    naive = isinstance(value, datetime) and connection.dialect.name == "sqlite"
    return value.replace(tzinfo=None) if naive else value
