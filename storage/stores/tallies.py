"""What is counted of outreaches.

Changes are put aside and added together at the end of the transaction, one row after another in one order: couriers
who count the same rows wait for each other and never in a circle.
"""

from collections import Counter
from types import MappingProxyType

from sqlalchemy import Connection, bindparam, select

from storage.campaign_tables import outreach, outreach_tally
from storage.upserts import Upsert
from surveys.campaigns.tallies import OF_PEOPLE, Changes, Count, Tally, kept

ADD = Upsert(
    outreach_tally,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["outreach", "what"], set_={"n": outreach_tally.c.n + insert.excluded.n}
    ),
)
UNSEEN = select(outreach.c.unseen).where(outreach.c.code == bindparam("wanted"))
OF = UNSEEN.add_columns(outreach_tally.c.what, outreach_tally.c.n).outerjoin(
    outreach_tally, outreach_tally.c.outreach == outreach.c.code
)


class SqlTallies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._aside: Counter[tuple[str, str]] = Counter()

    def count(self, outreach: str, changes: Changes) -> None:
        unseen = not OF_PEOPLE.isdisjoint(changes) and self._unseen(outreach)
        for count, by in changes.items():
            if kept(count, unseen=unseen):
                self._aside[outreach, count.value] += by

    def of(self, outreach: str) -> Tally:
        self.flush()
        rows = self._connection.execute(OF, {"wanted": outreach}).all()
        counts = {Count(row.what): row.n for row in rows if row.what is not None}
        return Tally(MappingProxyType(counts), unseen=any(row.unseen for row in rows))

    def flush(self) -> None:
        """Write what was put aside."""
        rows = [
            {"outreach": outreach, "what": what, "n": by} for (outreach, what), by in sorted(self._aside.items()) if by
        ]
        self._aside.clear()
        if rows:
            self._connection.execute(ADD.on(self._connection), rows)

    def drop(self) -> None:
        """Forget what was put aside."""
        self._aside.clear()

    def _unseen(self, outreach: str) -> bool:
        return bool(self._connection.execute(UNSEEN, {"wanted": outreach}).scalar())
