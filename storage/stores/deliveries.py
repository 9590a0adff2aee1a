"""The queue of messages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, desc, func, select, update

from storage.campaign_tables import delivery as table
from storage.stores.claiming import Claiming
from storage.stores.delivery_rows import CHANGE, CLAIMED, QUEUED, change, key_of, read_delivery
from storage.stores.queueing import enqueue
from surveys.campaigns.delivering import Delivery, Status
from surveys.campaigns.policies import Matter
from surveys.campaigns.storing import Settlement

STANDING = (
    select(table)
    .where(table.c.outreach == bindparam("wanted"), table.c.person_id.in_(bindparam("people", expanding=True)))
    .with_for_update()
)
"""Without the condition on claims, so that it goes by the key: that index is full of what was settled a moment ago."""
HELD_BY = select(table).where(CLAIMED, table.c.courier == bindparam("wanted")).order_by(table.c.claimed_at)
HELD_SINCE = select(table).where(CLAIMED, table.c.claimed_at < bindparam("moment")).order_by(table.c.claimed_at)
WAITING_INVITATIONS = (
    select(func.count())
    .select_from(table)
    .where(table.c.outreach == bindparam("wanted"), QUEUED, table.c.matter == Matter.INVITATION.value)
)
CALL_OFF = (
    update(table)
    .where(table.c.outreach == bindparam("wanted"), QUEUED)
    .values(status=Status.EXPIRED.value, claimed_at=None, courier="", sent_at=None)
)
ARRIVED = (Status.SENT.value, Status.UNSURE.value)
REACHED = (
    select(table)
    .where(
        table.c.outreach == bindparam("wanted"),
        table.c.person_id > bindparam("after"),
        table.c.matter == Matter.INVITATION.value,
        table.c.status.in_(ARRIVED),
    )
    .order_by(table.c.person_id, table.c.number)
    .limit(bindparam("most"))
)
LAST_OF = (
    select(table)
    .where(
        table.c.outreach == bindparam("wanted"),
        table.c.person_id == bindparam("person"),
        table.c.matter == bindparam("kind"),
    )
    .order_by(desc(table.c.number))
    .limit(1)
)
OF_PERSON = (
    select(table)
    .where(table.c.person_id == bindparam("person"))
    .order_by(table.c.outreach, table.c.matter, table.c.number)
)


class SqlDeliveries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._claiming = Claiming(connection)

    def enqueue(self, deliveries: Iterable[Delivery]) -> int:
        return enqueue(self._connection, deliveries)

    def claim(self, courier: str, now: datetime, limit: int) -> list[Delivery]:
        return self._claiming.claim(courier, now, limit)

    def next_at(self) -> datetime | None:
        return self._claiming.next_at()

    def settle(self, before: Delivery, after: Delivery) -> bool:
        return self.settle_all([(before, after)])[0]

    def settle_all(self, settlements: Sequence[Settlement]) -> list[bool]:
        standing = self._standing(before for before, _ in settlements)
        told, changes = [], []
        for before, after in settlements:
            stands = before.status is Status.CLAIMED and standing.pop(key_of(before), None) == before
            told.append(stands)
            if stands:
                changes.append(change(after))
        if changes:
            self._connection.execute(CHANGE, changes)
        return told

    def held_by(self, courier: str) -> list[Delivery]:
        return self._several(HELD_BY, {"wanted": courier})

    def held_since(self, moment: datetime) -> list[Delivery]:
        return self._several(HELD_SINCE, {"moment": moment})

    def call_off(self, outreach: str) -> int:
        waiting = self._connection.execute(WAITING_INVITATIONS, {"wanted": outreach}).scalar_one()
        self._connection.execute(CALL_OFF, {"wanted": outreach})
        return waiting

    def reached(self, outreach: str, after: int, limit: int) -> Sequence[Delivery]:
        return self._several(REACHED, {"wanted": outreach, "after": after, "most": limit})

    def last_of(self, outreach: str, person: int, matter: Matter) -> Delivery | None:
        found = self._several(LAST_OF, {"wanted": outreach, "person": person, "kind": matter.value})
        return found[0] if found else None

    def of_person(self, person: int) -> Sequence[Delivery]:
        return self._several(OF_PERSON, {"person": person})

    def _standing(self, wanted: Iterable[Delivery]) -> dict[tuple[str, int, str, int], Delivery]:
        people: dict[str, set[int]] = {}
        for each in wanted:
            people.setdefault(each.outreach, set()).add(each.person)
        found = [
            each
            for outreach, numbers in sorted(people.items())
            for each in self._several(STANDING, {"wanted": outreach, "people": sorted(numbers)})
        ]
        return {key_of(each): each for each in found}

    def _several(self, statement: Any, asked: dict[str, Any]) -> list[Delivery]:
        return [read_delivery(row) for row in self._connection.execute(statement, asked)]
