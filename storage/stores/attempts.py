"""Wrong guesses."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from storage.tables import attempt

KEPT = timedelta(days=2)
"""No limit looks further back; older guesses go when a new one is added."""

COUNT = (
    select(func.count())
    .select_from(attempt)
    .where(attempt.c.subject == bindparam("who"), attempt.c.at >= bindparam("since"))
)
ADD = insert(attempt).inline()
FORGET = delete(attempt).where(attempt.c.at < bindparam("moment"))


class SqlAttempts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count_since(self, subject: str, moment: datetime) -> int:
        return self._connection.execute(COUNT, {"who": subject, "since": moment}).scalar_one()

    def add(self, subject: str, at: datetime) -> None:
        self._connection.execute(FORGET, {"moment": at - KEPT})
        self._connection.execute(ADD, {"subject": subject, "at": at})
