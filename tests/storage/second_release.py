"""A row for each table that the second release (revision 0002) had: those of the first, employees, anonymous surveys,
the mailbox and the trail."""

from tests.storage import first_release
from tests.storage.first_release import AT
from tests.storage.old_rows import Rows

ROWS: Rows = {
    **first_release.ROWS,
    "unit": {"key": "finance", "name": "Финансы", "above": "", "people": 12},
    "membership": {"person_id": 1, "unit_key": "finance"},
    "hidden_word": {"kind": "name", "place": 0, "words": "Юрьева Анна"},
    "invitation": {
        "digest": b"\1" * 32,
        "batch": "sheet",
        "unit": "finance",
        "role": "",
        "most_uses": 1,
        "used": 0,
        "expires_at": AT,
    },
    "anonymous_campaign": {
        "code": "k7m2",
        "form_id": "int-annual",
        "version": "1",
        "cells": "{}",
        "parameters": "{}",
        "sensitive": "[]",
        "held_by": "",
        "launched_at": AT,
        "closes_at": AT,
        "fingerprint": "0123456789abcdef",
        "losses": "[]",
        "act": None,
    },
    "pool_state": {"campaign": "k7m2", "stream": "ratings", "cell": "cell", "generation": 1, "drawn_at": AT},
    "pool_box": {
        "campaign": "k7m2",
        "stream": "ratings",
        "cell": "cell",
        "slot": b"\2" * 16,
        "generation": 1,
        "sealed": b"\3" * 64,
    },
    "mark": {"campaign": "k7m2", "mark": b"\4" * 16},
    "answer_block": {
        "campaign": "k7m2",
        "id": b"\5" * 16,
        "stream": "ratings",
        "place": "cell",
        "n": 5,
        "content": "[]",
    },
    "release_entry": {
        "digest": b"\6" * 32,
        "campaign": "k7m2",
        "day": AT.date(),
        "outlet": "screen",
        "kind": "mean",
        "unit": "",
        "cell": "cell",
        "place": 1,
        "content": "{}",
    },
    "mail_thread": {"digest": b"\7" * 32, "about": "[]", "standing": "new"},
    "mail_letter": {"thread": b"\7" * 32, "place": 0, "side": "author", "text": "Душно", "day": AT.date()},
    "trail_entry": {"number": 1, "at": AT, "actor": 1, "act": "x", "facts": "{}", "digest": b"\x08" * 32},
}
