"""People and what they agreed to."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from storage.stores.occasions import FORGET_OCCASIONS
from storage.stores.responses import SqlResponses
from storage.tables import consent_given, person
from storage.upserts import or_ignore
from surveys.address import Address
from surveys.chance import Clock
from surveys.people import Person

FIND = select(person).where(person.c.channel == bindparam("the_channel"), person.c.key == bindparam("the_key"))
NUMBERED = select(person).where(person.c.id == bindparam("number"))
ADD = insert(person).returning(person.c.id)
SAVE = (
    update(person)
    .where(person.c.id == bindparam("number"))
    .values(
        {
            column: bindparam(column)
            for column in ("language", "unreachable_since", "last_point", "consent", "notices", "zone")
        }
    )
)
LOST = (
    update(person)
    .where(person.c.channel == bindparam("the_channel"), person.c.key == bindparam("the_key"))
    .values(unreachable_since=bindparam("moment"))
)
CONSENT = or_ignore(consent_given)
ERASE = delete(person).where(person.c.id == bindparam("number"))


class SqlPeople:
    def __init__(self, connection: Connection, clock: Clock, responses: SqlResponses) -> None:
        self._connection = connection
        self._responses = responses
        self._clock = clock

    def find(self, address: Address) -> Person | None:
        row = self._connection.execute(FIND, {"the_channel": address.channel, "the_key": address.key}).first()
        return read_person(row) if row else None

    def numbered(self, number: int) -> Person | None:
        row = self._connection.execute(NUMBERED, {"number": number}).first()
        return read_person(row) if row else None

    def lost(self, address: Address, at: datetime) -> None:
        self._connection.execute(LOST, {"the_channel": address.channel, "the_key": address.key, "moment": at})

    def enter(self, address: Address, language: str, at: datetime) -> Person:
        known = self.find(address)
        if known is None:
            return self._add(address, language, at)
        if known.unreachable_since is None and (known.language or not language):
            return known
        back = replace(known, language=known.language or language, unreachable_since=None)
        self.save(back)
        return back

    def save(self, person: Person) -> None:
        self._connection.execute(
            SAVE,
            {
                "number": person.number,
                "language": person.language,
                "unreachable_since": person.unreachable_since,
                "last_point": person.last_point,
                "consent": person.consent,
                "notices": person.notices,
                "zone": person.zone,
            },
        )
        if person.consent:
            given = {"person_id": person.number, "version": person.consent, "at": self._clock.now()}
            self._connection.execute(CONSENT.on(self._connection), given)

    def erase(self, number: int) -> None:
        self._responses.unlink(number)
        self._connection.execute(FORGET_OCCASIONS, {"number": number})
        self._connection.execute(ERASE, {"number": number})

    def _add(self, address: Address, language: str, at: datetime) -> Person:
        new = {
            "channel": address.channel,
            "key": address.key,
            "language": language,
            "since": at,
            "unreachable_since": None,
            "last_point": "",
            "consent": "",
            "notices": False,
            "zone": "",
        }
        number = self._connection.execute(ADD, new).scalar_one()
        return Person(number, address, language, at)


def read_person(row: Row[Any]) -> Person:
    return Person(
        row.id,
        Address(row.channel, row.key),
        row.language,
        row.since,
        row.unreachable_since,
        row.last_point,
        row.consent,
        row.notices,
        row.zone,
    )
