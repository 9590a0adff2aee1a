"""How far people have come in outreaches that are not anonymous."""

from sqlalchemy import Connection, bindparam, select

from storage.campaign_tables import outreach_stage as table
from storage.upserts import Upsert
from surveys.campaigns.tallies import Count

STAGES = (Count.OPENED, Count.STARTED, Count.FINISHED)
"""Stored as the place in it, so that databases can compare."""

FURTHEST = select(table.c.stage).where(
    table.c.outreach == bindparam("wanted"), table.c.person_id == bindparam("person")
)
REACH = Upsert(
    table,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["outreach", "person_id"],
        set_={"stage": insert.excluded.stage},
        where=table.c.stage < insert.excluded.stage,
    ),
)


class SqlStages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def furthest(self, outreach: str, person: int) -> Count | None:
        stage = self._connection.execute(FURTHEST, {"wanted": outreach, "person": person}).scalar()
        return None if stage is None else STAGES[stage]

    def reach(self, outreach: str, person: int, stage: Count) -> None:
        if stage not in STAGES:
            raise ValueError("no stage")
        row = {"outreach": outreach, "person_id": person, "stage": STAGES.index(stage)}
        self._connection.execute(REACH.on(self._connection), row)
