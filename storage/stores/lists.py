"""Uploaded lists of people."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, func, select, update

from storage.campaign_tables import list_place, people_list
from storage.upserts import or_ignore

BEGIN = or_ignore(people_list)
PUT = or_ignore(list_place)
PLACES = select(func.count()).select_from(list_place).where(list_place.c.list == bindparam("wanted"))
LENGTHEN = (
    update(people_list)
    .where(people_list.c.key == bindparam("wanted"))
    .values(people=people_list.c.people + bindparam("more"))
)
COUNT = select(people_list.c.people).where(people_list.c.key == bindparam("wanted"))
KEYS = select(people_list.c.key).order_by(people_list.c.key)
HOLDING = select(func.count()).select_from(list_place).where(list_place.c.person_id == bindparam("person"))
FORGET = delete(people_list).where(people_list.c.key == bindparam("wanted"))
AT_ONCE = 1000


class SqlLists:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: str, people: Iterable[int]) -> None:
        self._connection.execute(BEGIN.on(self._connection), {"key": key, "people": 0})
        before = self._places(key)
        left = iter(people)
        while some := list(islice(left, AT_ONCE)):
            self._connection.execute(PUT.on(self._connection), [{"list": key, "person_id": each} for each in some])
        self._connection.execute(LENGTHEN, {"wanted": key, "more": self._places(key) - before})

    def count(self, key: str) -> int | None:
        return self._connection.execute(COUNT, {"wanted": key}).scalar()

    def forget(self, key: str) -> None:
        self._connection.execute(FORGET, {"wanted": key})

    def keys(self) -> list[str]:
        return list(self._connection.execute(KEYS).scalars())

    def holding(self, person: int) -> int:
        return self._connection.execute(HOLDING, {"person": person}).scalar_one()

    def _places(self, key: str) -> int:
        return self._connection.execute(PLACES, {"wanted": key}).scalar_one()
