"""Who may do what."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.tables import role_grant
from storage.upserts import or_ignore

OF = select(role_grant.c.role).where(role_grant.c.person_id == bindparam("person"))
GRANT = or_ignore(role_grant)
HOLDERS = select(func.count()).select_from(role_grant).where(role_grant.c.role == bindparam("wanted"))


class SqlRoles:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def roles_of(self, person: int) -> frozenset[str]:
        return frozenset(self._connection.execute(OF, {"person": person}).scalars())

    def grant(self, person: int, role: str, at: datetime) -> None:
        self._connection.execute(GRANT.on(self._connection), {"person_id": person, "role": role, "at": at})

    def holders(self, role: str) -> int:
        return self._connection.execute(HOLDERS, {"wanted": role}).scalar_one()
