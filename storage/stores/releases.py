"""What was released, and what was withheld."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.anonymous_tables import release_entry as table
from storage.columns import pack, unpack
from surveys.disclosure.ledger import Entry, Release
from surveys.disclosure.scopes import Scope
from surveys.disclosure.stored import release_from_json, release_to_json

ASKED = tuple(table.c[name] == bindparam(f"the_{name}") for name in ("campaign", "kind", "unit", "cell", "day"))
KNOWN = select(table.c.digest).where(table.c.digest == bindparam("the_digest"))
LAST = select(func.coalesce(func.max(table.c.place), 0)).where(*ASKED)
FIRST = select(table.c.content).where(*ASKED).order_by(table.c.place).limit(1)
RECORD = insert(table)


class SqlLedger:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, entry: Entry) -> None:
        release, scope = entry.release, entry.release.scope
        content = pack(release_to_json(release))
        asked = {"campaign": entry.campaign, "kind": release.kind, "unit": scope.unit, "cell": scope.cell}
        digest = _digest([*asked.values(), entry.day.isoformat(), entry.outlet, content])
        if self._connection.execute(KNOWN, {"the_digest": digest}).first() is not None:
            return
        place = self._connection.execute(LAST, _named({**asked, "day": entry.day})).scalar_one() + 1
        row = {**asked, "digest": digest, "day": entry.day, "outlet": entry.outlet, "place": place, "content": content}
        self._connection.execute(RECORD, row)

    def released(self, campaign: str, kind: str, scope: Scope, day: date) -> Release | None:
        asked = {"campaign": campaign, "kind": kind, "unit": scope.unit, "cell": scope.cell, "day": day}
        content = self._connection.execute(FIRST, _named(asked)).scalar()
        return None if content is None else release_from_json(kind, scope, unpack(content))


def _named(asked: dict[str, Any]) -> dict[str, Any]:
    return {f"the_{name}": value for name, value in asked.items()}


def _digest(parts: list[str]) -> bytes:
    return hashlib.sha256(pack(parts).encode()).digest()
