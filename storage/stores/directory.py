"""People of an audience, with what speaks against asking them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from storage.campaign_tables import delivery, list_place, people_list, subscription
from storage.staff_tables import membership
from storage.stores.responses import SqlResponses
from storage.tables import person, response
from surveys.answering.response import Standing
from surveys.campaigns.delivering import Status
from surveys.campaigns.exclusions import Candidate
from surveys.campaigns.policies import Matter
from surveys.errors import NotFound

AT_ONCE = 1000
"""Rows read ahead."""

ANY_SERVICE = ""
NOBODY = 0
"""Who erased themselves: only that they were there is known."""

ON_ITS_WAY = (Status.QUEUED.value, Status.CLAIMED.value)
"""An invitation that waits for the morning asks as well: else two surveys would come together then."""
ASKED_AT = (
    select(func.max(case((delivery.c.status.in_(ON_ITS_WAY), delivery.c.not_before), else_=delivery.c.sent_at)))
    .where(delivery.c.person_id == person.c.id, delivery.c.matter == Matter.INVITATION.value)
    .correlate(person)
    .scalar_subquery()
)
AGREES = or_(
    exists().where(membership.c.person_id == person.c.id).correlate(person),
    exists().where(subscription.c.person_id == person.c.id).correlate(person),
)
"""Joined as an employee, or asked to be asked. That somebody's answer may be kept, `person.consent`, is another thing:
who rated a counter once is not to be written to."""
LENGTH = select(people_list.c.people).where(people_list.c.key == bindparam("wanted"))


class SqlDirectory:
    def __init__(
        self, connection: Connection, responses: SqlResponses, answered: ColumnElement[bool] | None = None
    ) -> None:
        self._connection = connection
        self._responses = responses
        self._answered = false() if answered is None else answered

    def about(self, form_id: str, since: datetime | None = None) -> "SqlDirectory":
        holding = [
            response.c.person_id == person.c.id,
            response.c.form_id == form_id,
            response.c.standing != Standing.DRAFT.value,
        ]
        if since is not None:
            holding.append(response.c.started_at >= since)
        return SqlDirectory(self._connection, self._responses, exists().where(*holding).correlate(person))

    def employees(self, units: frozenset[str] | None) -> Iterable[Candidate]:
        """They joined by themselves: what they agree to stands under the first question."""
        found = self._people(membership.c.unit_key).join(membership, membership.c.person_id == person.c.id)
        if units is not None:
            found = found.where(membership.c.unit_key.in_(sorted(units)))
        return self._stream(found, asked_for=True)

    def subscribers(self, services: frozenset[str]) -> Iterable[Candidate]:
        """Who asked to be asked has agreed to it."""
        first = select(subscription.c.person_id, func.min(subscription.c.service).label("service"))
        if services:
            wanted = or_(subscription.c.service.in_(sorted(services)), subscription.c.service == ANY_SERVICE)
            first = first.where(wanted)
        of_each = first.group_by(subscription.c.person_id).subquery()
        found = self._people(of_each.c.service).join(of_each, of_each.c.person_id == person.c.id)
        return self._stream(found, asked_for=True)

    def listed(self, key: str) -> Iterable[Candidate]:
        """Somebody else put them on it: only who can be asked anyway is, as an employee or as a subscriber."""
        length = self._connection.execute(LENGTH, {"wanted": key}).scalar()
        if length is None:
            raise NotFound("list", key)
        everybody = self._people(literal("")).add_columns(AGREES.label("agrees"))
        places = everybody.join(list_place, list_place.c.person_id == person.c.id)
        return self._listed(places.where(list_place.c.list == key), length)

    def _listed(self, places: "Select[Any]", length: int) -> Iterator[Candidate]:
        there = 0
        for candidate in self._stream(places, asked_for=False):
            there += 1
            yield candidate
        for _ in range(length - there):
            yield Candidate(NOBODY, erased=True)

    def _people(self, stratum: ColumnElement[Any]) -> "Select[Any]":
        columns = (person.c.id, person.c.unreachable_since)
        return select(
            *columns, stratum.label("stratum"), ASKED_AT.label("asked_at"), self._answered.label("answered")
        ).select_from(person)

    def _stream(self, found: "Select[Any]", *, asked_for: bool) -> Iterator[Candidate]:
        self._responses.flush()
        for row in self._connection.execute(found.execution_options(yield_per=AT_ONCE)):
            yield _candidate(row, asked_for)


def _candidate(row: Row[Any], asked_for: bool) -> Candidate:
    return Candidate(
        person=row.id,
        stratum=row.stratum,
        reachable=row.unreachable_since is None,
        consents=asked_for or bool(row.agrees),
        asked_at=row.asked_at,
        answered=bool(row.answered),
    )
