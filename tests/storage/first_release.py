"""A row for each table that the first release (revision 0001) had."""

from datetime import UTC, datetime

from tests.storage.old_rows import Rows

AT = datetime(2026, 2, 1, 10, 30, 0, 7, tzinfo=UTC)
ROWS: Rows = {
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
