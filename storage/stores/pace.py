"""One queue of slots for all processes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage.campaign_tables import pace as table
from storage.upserts import or_replace

NAME = "messages"
SET_BACK = timedelta(seconds=5)
"""Clocks of two machines differ by less; a clock that differs by more was set back."""

READ = select(table.c.booked_until, table.c.booked_at).where(table.c.name == NAME)
WRITE = or_replace(table, ("name",))


class SqlPace:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def book(self, now: datetime, messages: int, a_second: float) -> datetime:
        if messages < 1 or a_second <= 0:
            raise ValueError("slots for no messages, or at no rate")
        begin, booked_at = self._free_from(now)
        row = {
            "name": NAME,
            "booked_until": begin + timedelta(seconds=messages / a_second),
            "booked_at": booked_at,
        }
        self._connection.execute(WRITE.on(self._connection), row)
        return begin

    def behind(self, now: datetime) -> timedelta:
        return self._free_from(now)[0] - now

    def _free_from(self, now: datetime) -> tuple[datetime, datetime]:
        """From when slots are free, and the clock that is to be remembered.

        Where the clock was set back, what was booked moves with it: nobody waits for the hour to come round again.
        """
        row = self._connection.execute(READ).first()
        if row is None:
            return now, now
        if row.booked_at - now > SET_BACK:
            return max(now, now + (row.booked_until - row.booked_at)), now
        return max(now, row.booked_until), max(now, row.booked_at)
