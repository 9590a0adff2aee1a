"""Units, who belongs to which, and words to be masked."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from storage.campaign_tables import hire
from storage.staff_tables import hidden_word, membership, unit
from storage.stores.occasions import FORGET_OCCASIONS
from storage.stores.people import read_person
from storage.tables import person
from storage.upserts import or_replace
from surveys.anonymity.organisation import Unit
from surveys.errors import Conflict
from surveys.people import Person
from surveys.staff.hidden import HiddenWords

NAME, POSITION = "name", "position"

UNITS = select(unit).order_by(unit.c.key)
SAVE_UNITS = or_replace(unit, ("key",))
DROP_UNIT = delete(unit).where(unit.c.key == bindparam("gone"))
UNIT_OF = select(membership.c.unit_key).where(membership.c.person_id == bindparam("person"))
JOIN = or_replace(membership, ("person_id",))
LEAVE = delete(membership).where(membership.c.person_id == bindparam("person"))
HIRE = or_replace(hire, ("person_id",))
UNHIRE = delete(hire).where(hire.c.person_id == bindparam("person"))
HIRED_ON = select(hire.c.day).where(hire.c.person_id == bindparam("person"))
MEMBERS = select(membership.c.unit_key, func.count()).group_by(membership.c.unit_key)
OF_UNITS = (
    select(person)
    .join(membership, membership.c.person_id == person.c.id)
    .where(membership.c.unit_key.in_(bindparam("units", expanding=True)))
    .order_by(person.c.id)
)
HIDDEN = select(hidden_word).order_by(hidden_word.c.kind, hidden_word.c.place)
FORGET_HIDDEN = delete(hidden_word)
HIDE = insert(hidden_word)


class SqlStaff:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def units(self) -> list[Unit]:
        return [Unit(row.key, row.name, row.above, row.people) for row in self._connection.execute(UNITS)]

    def replace_units(self, units: Iterable[Unit]) -> None:
        rows = [{"key": each.key, "name": each.name, "above": each.above, "people": each.people} for each in units]
        gone = {each.key for each in self.units()} - {row["key"] for row in rows}
        if gone & self.members().keys():
            raise Conflict("unit")
        if gone:
            self._connection.execute(DROP_UNIT, [{"gone": key} for key in sorted(gone)])
        if rows:
            self._connection.execute(SAVE_UNITS.on(self._connection), rows)

    def unit_of(self, person: int) -> str | None:
        return self._connection.execute(UNIT_OF, {"person": person}).scalar()

    def join(self, person: int, unit: str) -> None:
        self._connection.execute(JOIN.on(self._connection), {"person_id": person, "unit_key": unit})

    def leave(self, person: int) -> None:
        self._connection.execute(LEAVE, {"person": person})
        self._connection.execute(FORGET_OCCASIONS, {"number": person})

    def hire(self, person: int, day: date | None) -> None:
        if day is None:
            self._connection.execute(UNHIRE, {"person": person})
        else:
            self._connection.execute(HIRE.on(self._connection), {"person_id": person, "day": day})

    def hired_on(self, person: int) -> date | None:
        return self._connection.execute(HIRED_ON, {"person": person}).scalar()

    def members(self) -> dict[str, int]:
        return {key: count for key, count in self._connection.execute(MEMBERS)}

    def of_units(self, units: Iterable[str]) -> list[Person]:
        rows = self._connection.execute(OF_UNITS, {"units": sorted(units)})
        return [read_person(row) for row in rows]

    def hidden(self) -> HiddenWords:
        rows = self._connection.execute(HIDDEN).all()
        found = {kind: tuple(row.words for row in rows if row.kind == kind) for kind in (NAME, POSITION)}
        return HiddenWords(found[NAME], found[POSITION])

    def replace_hidden(self, words: HiddenWords) -> None:
        self._connection.execute(FORGET_HIDDEN)
        rows = [*_rows(NAME, words.names), *_rows(POSITION, words.positions)]
        if rows:
            self._connection.execute(HIDE, rows)


def _rows(kind: str, words: Sequence[str]) -> list[dict[str, object]]:
    return [{"kind": kind, "place": place, "words": each} for place, each in enumerate(words)]
