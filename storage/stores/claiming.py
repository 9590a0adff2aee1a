"""Taking deliveries off the queue.

First the running outreaches that have something ready, by a look at the head of each one's queue, then so many of each
one's rows: what a pause holds back, a million rows of it, is never looked at. The row itself is changed by the pure
rule; here only what it needs is found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from storage.campaign_tables import delivery, outreach
from storage.columns import Moment
from storage.stores.delivery_rows import CHANGE, QUEUED, change, read_delivery
from storage.stores.outreaches import read_outreach
from storage.tables import person
from surveys.campaigns.delivering import Delivery, Status, claimed
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.states import asks_now

SLICE = 500
"""Rows put off in one claim at most, beside what is returned: a night that begins over a long queue takes many claims,
and none of them holds up the answers of others."""

HEAD = (
    select(func.min(delivery.c.not_before))
    .where(delivery.c.outreach == outreach.c.code, QUEUED)
    .correlate(outreach)
    .scalar_subquery()
)
RUNNING = outreach.c.state == State.RUNNING.value
NOW = bindparam("now", type_=Moment())
WAITING = (
    select(outreach.c.content, HEAD.label("head"))
    .where(
        RUNNING,
        or_(outreach.c.closes_at.is_(None), outreach.c.closes_at > NOW),
        NOW >= HEAD,
    )
    .order_by("head", outreach.c.code)
)
READY = (
    select(delivery, person.c.zone, person.c.unreachable_since)
    .join(person, person.c.id == delivery.c.person_id)
    .where(delivery.c.outreach == bindparam("wanted"), QUEUED, delivery.c.not_before <= NOW)
    .order_by(delivery.c.not_before, delivery.c.person_id)
    .limit(bindparam("most"))
    .with_for_update(of=delivery, skip_locked=True)
)
"""SQLite, which has one writer, knows no row locks, and SQLAlchemy leaves the words out there."""
NEXT = select(func.min(HEAD)).where(RUNNING)


class Claiming:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, courier: str, now: datetime, limit: int) -> list[Delivery]:
        taken: list[Delivery] = []
        waiting = [read_outreach(row.content) for row in self._connection.execute(WAITING, {"now": now})]
        asking = [each for each in waiting if asks_now(each, now)]
        for at, each in enumerate(asking):
            share = -(-(limit - len(taken)) // (len(asking) - at))
            taken += self._of(each, courier, now, share)
        return taken

    def _of(self, outreach: Outreach, courier: str, now: datetime, share: int) -> list[Delivery]:
        taken: list[Delivery] = []
        put_off = 0
        while len(taken) < share and put_off < SLICE:
            most = share - len(taken)
            wanted = {"wanted": outreach.code, "now": now, "most": most}
            changed = list(_changed(outreach, self._connection.execute(READY, wanted).all(), courier, now))
            if changed:
                self._connection.execute(CHANGE, [change(each) for each in changed])
            ready = [each for each in changed if each.status is not Status.QUEUED]
            taken += ready
            put_off += len(changed) - len(ready)
            if len(changed) < most:
                break
        return taken

    def next_at(self) -> datetime | None:
        return self._connection.execute(NEXT).scalar()


def _changed(outreach: Outreach, rows: Iterable[Row[Any]], courier: str, now: datetime) -> Iterator[Delivery]:
    for row in rows:
        before = read_delivery(row)
        after = claimed(before, courier, now, outreach.quiet, _zone(row.zone, outreach.zone))
        # Of an untraced one nothing may be told by the row, not even that somebody is not there.
        if after.status is Status.CLAIMED and row.unreachable_since is not None:
            after = replace(before, status=Status.GONE)
        yield after


def _zone(own: str, common: str) -> tzinfo:
    """Where somebody's own zone is unknown to this machine, that of the outreach is the best guess."""
    try:
        return ZoneInfo(own or common)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(common)
