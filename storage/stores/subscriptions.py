"""Which services citizens asked to be asked about."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from storage.campaign_tables import subscription as table
from storage.upserts import or_ignore

OF = select(table.c.service).where(table.c.person_id == bindparam("person"))
ADD = or_ignore(table)
REMOVE_ALL = delete(table).where(table.c.person_id == bindparam("person"))
REMOVE = REMOVE_ALL.where(table.c.service == bindparam("which"))
SERVICES = select(table.c.service, func.count()).group_by(table.c.service).order_by(table.c.service)


class SqlSubscriptions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: int) -> frozenset[str]:
        return frozenset(self._connection.execute(OF, {"person": person}).scalars())

    def add(self, person: int, service: str, at: datetime) -> None:
        row = {"person_id": person, "service": service, "at": at}
        self._connection.execute(ADD.on(self._connection), row)

    def remove(self, person: int, service: str | None) -> int:
        if service is None:
            return self._connection.execute(REMOVE_ALL, {"person": person}).rowcount
        return self._connection.execute(REMOVE, {"person": person, "which": service}).rowcount

    def services(self) -> dict[str, int]:
        return {service: count for service, count in self._connection.execute(SERVICES)}
