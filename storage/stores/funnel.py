"""How many people scanned, started and finished at each point, and where too many came at once."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, desc, distinct, func, insert, select, update

from storage.stores.responses import SqlResponses
from storage.tables import burst, funnel_count, response
from storage.upserts import Upsert
from surveys.answering.response import Standing

GAP = timedelta(hours=1)
"""A flag within this time of the last one belongs to the same burst."""

COUNT = Upsert(
    funnel_count,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["point", "day", "stage"], set_={"n": funnel_count.c.n + insert.excluded.n}
    ),
)
TOTALS = (
    select(funnel_count.c.stage, func.sum(funnel_count.c.n))
    .where(funnel_count.c.point == bindparam("at_point"), funnel_count.c.day >= bindparam("since"))
    .group_by(funnel_count.c.stage)
)
RATERS = select(func.count(distinct(response.c.person_id))).where(
    response.c.point == bindparam("at_point"),
    response.c.started_at >= bindparam("since"),
    response.c.standing != Standing.DRAFT.value,
)
GOING_ON = (
    select(burst.c.first_at, burst.c.raters)
    .where(burst.c.point == bindparam("at_point"), burst.c.last_at >= bindparam("since"))
    .order_by(desc(burst.c.last_at))
    .limit(1)
)
BEGIN = insert(burst)
GO_ON = (
    update(burst)
    .where(burst.c.point == bindparam("at_point"), burst.c.first_at == bindparam("began"))
    .values(last_at=bindparam("now"), raters=bindparam("most"))
)
BURSTS = (
    select(burst.c.point, burst.c.first_at, burst.c.raters)
    .where(burst.c.last_at >= bindparam("since"))
    .order_by(desc(burst.c.first_at), burst.c.point)
)


class SqlFunnel:
    def __init__(self, connection: Connection, responses: SqlResponses) -> None:
        self._connection = connection
        self._responses = responses

    def count(self, point: str, stage: str, day: date, by: int = 1) -> None:
        self._connection.execute(COUNT.on(self._connection), {"point": point, "stage": stage, "day": day, "n": by})

    def totals(self, point: str, since: date) -> dict[str, int]:
        rows = self._connection.execute(TOTALS, {"at_point": point, "since": since})
        return {stage: int(total) for stage, total in rows}

    def raters_since(self, point: str, moment: datetime) -> int:
        self._responses.flush()
        return self._connection.execute(RATERS, {"at_point": point, "since": moment}).scalar_one()

    def flag_burst(self, point: str, at: datetime, raters: int) -> None:
        known = self._connection.execute(GOING_ON, {"at_point": point, "since": at - GAP}).first()
        if known is None:
            self._connection.execute(BEGIN, {"point": point, "first_at": at, "last_at": at, "raters": raters})
            return
        most = max(raters, known.raters)
        going_on = {"at_point": point, "began": known.first_at, "now": at, "most": most}
        self._connection.execute(GO_ON, going_on)

    def bursts(self, since: datetime) -> list[tuple[str, datetime, int]]:
        return [(row.point, row.first_at, row.raters) for row in self._connection.execute(BURSTS, {"since": since})]
