"""Codes that let people in, as hashes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from storage.staff_tables import invitation
from surveys.staff.invitation import Invitation

ADD = insert(invitation)
FIND = select(invitation).where(invitation.c.digest == bindparam("wanted"))
USE = (
    update(invitation)
    .where(invitation.c.digest == bindparam("wanted"), invitation.c.used < invitation.c.most_uses)
    .values(used=invitation.c.used + 1, hired=None)
)
ALL = select(invitation).order_by(invitation.c.batch, invitation.c.digest)
WITHDRAW = delete(invitation).where(invitation.c.batch == bindparam("wanted"))
FORGET = delete(invitation).where(invitation.c.expires_at < bindparam("moment"))


class SqlInvitations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, invitations: Iterable[Invitation]) -> None:
        rows = [_row(each) for each in invitations]
        if rows:
            self._connection.execute(ADD, rows)

    def find(self, digest: bytes) -> Invitation | None:
        row = self._connection.execute(FIND, {"wanted": digest}).first()
        return _invitation(row) if row else None

    def use(self, digest: bytes) -> bool:
        return self._connection.execute(USE, {"wanted": digest}).rowcount == 1

    def all(self) -> list[Invitation]:
        return [_invitation(row) for row in self._connection.execute(ALL)]

    def withdraw(self, batch: str) -> int:
        return self._connection.execute(WITHDRAW, {"wanted": batch}).rowcount

    def forget_before(self, moment: datetime) -> int:
        return self._connection.execute(FORGET, {"moment": moment}).rowcount


def _row(value: Invitation) -> dict[str, Any]:
    return {
        "digest": value.digest,
        "batch": value.batch,
        "unit": value.unit,
        "role": value.role,
        "most_uses": value.limit,
        "used": value.used,
        "expires_at": value.expires_at,
        "hired": value.hired,
    }


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(row.digest, row.batch, row.unit, row.role, row.most_uses, row.used, row.expires_at, row.hired)
