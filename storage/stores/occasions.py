"""What is done once, and who was hired when."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, select

from storage.campaign_tables import hire, occasion
from storage.upserts import or_ignore
from surveys.campaigns.schedules import Due

TAKE = or_ignore(occasion)
FORGET_OCCASIONS = delete(occasion).where(occasion.c.person == bindparam("number"))
"""Their periods tell a day of hire."""
HIRED = (
    select(hire.c.person_id, hire.c.day)
    .where(hire.c.day >= bindparam("first"), hire.c.day <= bindparam("last"))
    .order_by(hire.c.day, hire.c.person_id)
)


class SqlOccasions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, due: Due, now: datetime) -> bool:
        row = {"job": due.job, "period": due.period, "person": due.person, "at": now}
        return self._connection.execute(TAKE.on(self._connection), row).rowcount == 1

    def hired(self, first: date, last: date) -> Iterable[tuple[int, date]]:
        rows = self._connection.execute(HIRED, {"first": first, "last": last})
        return [(person, day) for person, day in rows]
