"""Who may do what."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.stores.people import read_person
from storage.tables import person, role_grant
from storage.upserts import or_ignore
from surveys.people import Person

OF = select(role_grant.c.role).where(role_grant.c.person_id == bindparam("person"))
GRANT = or_ignore(role_grant)
HOLDERS = select(func.count()).select_from(role_grant).where(role_grant.c.role == bindparam("wanted"))
PERSONS = (
    select(person)
    .join(role_grant, role_grant.c.person_id == person.c.id)
    .where(role_grant.c.role == bindparam("wanted"))
    .order_by(person.c.id)
)


class SqlRoles:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def roles_of(self, person: int) -> frozenset[str]:
        return frozenset(self._connection.execute(OF, {"person": person}).scalars())

    def grant(self, person: int, role: str, at: datetime) -> None:
        self._connection.execute(GRANT.on(self._connection), {"person_id": person, "role": role, "at": at})

    def persons_with(self, role: str) -> list[Person]:
        return [read_person(row) for row in self._connection.execute(PERSONS, {"wanted": role})]

    def holders(self, role: str) -> int:
        return self._connection.execute(HOLDERS, {"wanted": role}).scalar_one()
