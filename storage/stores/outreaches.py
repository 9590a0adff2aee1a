"""Outreaches: JSON, and beside it the columns they are looked up by. Works that write come one after another, which is
all the lock that `find` needs (decision 0002)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, desc, func, insert, or_, select, update

from storage.campaign_tables import outreach as table
from storage.columns import pack, unpack
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.schedules import Recurring
from surveys.campaigns.stored import outreach_from_json, outreach_to_json
from surveys.errors import Conflict, NotFound

LIVE = (State.SCHEDULED.value, State.RUNNING.value, State.PAUSED.value)

ADD = insert(table)
LAST = select(func.coalesce(func.max(table.c.place), 0))
FIND = select(table).where(table.c.code == bindparam("wanted"))
ALL = select(table).order_by(desc(table.c.place))
LIVING = ALL.where(or_(table.c.state.in_(LIVE), table.c.comes_again & (table.c.state != State.CLOSED.value)))
CHANGING = ("state", "comes_again", "unseen", "closes_at", "content")
SAVE = (
    update(table).where(table.c.code == bindparam("wanted")).values({column: bindparam(column) for column in CHANGING})
)

DISCARD = delete(table).where(table.c.code == bindparam("wanted"), table.c.state == State.DRAFT.value)


class SqlOutreaches:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, outreach: Outreach) -> None:
        if self._connection.execute(FIND, {"wanted": outreach.code}).first() is not None:
            raise Conflict("code")
        place = self._connection.execute(LAST).scalar_one() + 1
        self._connection.execute(ADD, {"code": outreach.code, "place": place, **_written(outreach)})

    def find(self, code: str) -> Outreach | None:
        row = self._connection.execute(FIND, {"wanted": code}).first()
        return None if row is None else read_outreach(row.content)

    def save(self, outreach: Outreach) -> None:
        if not self._connection.execute(SAVE, {"wanted": outreach.code, **_written(outreach)}).rowcount:
            raise NotFound("outreach", outreach.code)

    def discard(self, code: str) -> None:
        self._connection.execute(DISCARD, {"wanted": code})

    def all(self) -> list[Outreach]:
        return _several(self._connection.execute(ALL))

    def living(self) -> list[Outreach]:
        return _several(self._connection.execute(LIVING))


def read_outreach(content: str) -> Outreach:
    return outreach_from_json(unpack(content))


def _several(rows: Iterable[Row[Any]]) -> list[Outreach]:
    return [read_outreach(row.content) for row in rows]


def _written(outreach: Outreach) -> dict[str, Any]:
    return {
        "state": outreach.state.value,
        "comes_again": isinstance(outreach.schedule, Recurring),
        "unseen": outreach.unseen,
        "closes_at": outreach.closes_at,
        "content": pack(outreach_to_json(outreach)),
    }
