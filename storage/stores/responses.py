"""Responses, the working state of those still open, and answers.

Saved states and answers are put aside and written together: before a question whose answer they change, and at the
end of the transaction. In a batch of taps that halves the statements, and on PostgreSQL the time (one round trip for
all of them instead of two for each).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.columns import pack, unpack
from storage.tables import answer, response
from storage.upserts import or_replace
from surveys.answering.response import Response, Standing
from surveys.answering.session import Session, State
from surveys.answering.stored import session_from_json, session_to_json
from surveys.answering.values import Answer, from_json, to_json

READ = (
    response.c.key,
    response.c.person_id,
    response.c.point,
    response.c.channel,
    response.c.placement,
    response.c.replaces,
    response.c.outreach,
    response.c.session,
)
MINE = response.c.person_id == bindparam("person")
OPEN_OF = (
    select(*READ).where(MINE, response.c.state == State.OPEN.value).order_by(response.c.touched_at.desc()).limit(1)
)
FIND = select(*READ).where(response.c.key == bindparam("the_key"), MINE)
LATEST_AT = (
    select(*READ)
    .where(
        MINE,
        response.c.point == bindparam("at_point"),
        response.c.form_id == bindparam("form"),
        response.c.started_at >= bindparam("since"),
        response.c.standing != Standing.DRAFT.value,
    )
    .order_by(response.c.started_at.desc())
    .limit(1)
)
INVITED = (
    select(*READ)
    .where(MINE, response.c.outreach == bindparam("asked_by"))
    .order_by(response.c.started_at.desc())
    .limit(1)
)
OF_PERSON = select(*READ).where(MINE).order_by(response.c.started_at, response.c.key)
STALE = (
    select(*READ)
    .where(
        response.c.state == State.OPEN.value,
        response.c.started_at < bindparam("moment"),
        response.c.touched_at < bindparam("moment"),
    )
    .order_by(response.c.started_at)
    .limit(bindparam("most"))
)
ADD = insert(response)
CHANGING = ("point", "channel", "language", "state", "standing", "touched_at", "replaces", "placement", "session")
SAVE = (
    update(response)
    .where(response.c.key == bindparam("the_key"), MINE)
    .values(
        {column: bindparam(column) for column in CHANGING}
        | {
            "submitted_at": func.coalesce(
                response.c.submitted_at, bindparam("submitted_at", type_=response.c.touched_at.type)
            )
        }
    )
)
PLACE = update(response).where(response.c.key == bindparam("the_key"), MINE).values(placement=bindparam("where"))
NEWEST = (
    select(*READ)
    .where(response.c.standing != Standing.DRAFT.value)
    .order_by(response.c.started_at.desc())
    .limit(bindparam("most"))
)
OPEN_ONES = select(*READ).where(MINE, response.c.state == State.OPEN.value)
DROP_DRAFTS = delete(response).where(MINE, response.c.standing == Standing.DRAFT.value)
# A placement names the person's chat.
UNLINK = update(response).where(MINE).values(person_id=None, placement="")
DISCARD = delete(response).where(response.c.key == bindparam("the_key"))
ANSWERS = (
    select(answer.c.question, answer.c.value)
    .where(answer.c.response_key == bindparam("the_key"))
    .order_by(answer.c.at, answer.c.question)
)
RECORD = or_replace(answer, ("response_key", "question"))
WITHDRAW = delete(answer).where(answer.c.response_key == bindparam("the_key"), answer.c.question == bindparam("name"))

BEGUN = (response.c.started_at >= bindparam("since"), response.c.started_at < bindparam("until"))
REPLACED = select(response.c.replaces).where(
    response.c.started_at >= bindparam("since"), response.c.form_id == bindparam("form"), response.c.replaces != ""
)
COUNTED = (
    select(answer.c.value, func.count())
    .join_from(response, answer, answer.c.response_key == response.c.key)
    .where(
        *BEGUN,
        response.c.form_id == bindparam("form"),
        answer.c.question == bindparam("name"),
        response.c.key.not_in(REPLACED),
    )
    .group_by(answer.c.value)
    .order_by(answer.c.value)
)


class SqlResponses:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._record = RECORD.on(connection)
        self._saved: dict[str, dict[str, Any]] = {}
        self._kept: dict[tuple[str, str], dict[str, Any]] = {}
        self._gone: dict[tuple[str, str], dict[str, Any]] = {}
        self._placed: dict[tuple[str, int], dict[str, Any]] = {}

    def flush(self) -> None:
        """Write what was put aside."""
        asides: tuple[tuple[Any, dict[Any, dict[str, Any]]], ...] = (
            (SAVE, self._saved),
            (self._record, self._kept),
            (WITHDRAW, self._gone),
            (PLACE, self._placed),
        )
        for statement, rows in asides:
            if rows:
                written = list(rows.values())
                rows.clear()
                self._connection.execute(statement, written if len(written) > 1 else written[0])

    def drop(self) -> None:
        """Forget what was put aside."""
        self._saved.clear()
        self._kept.clear()
        self._gone.clear()
        self._placed.clear()

    def open_of(self, person: int) -> Response | None:
        self.flush()
        return self._one(OPEN_OF, {"person": person})

    def find(self, key: str, person: int) -> Response | None:
        if key in self._saved or (key, person) in self._placed:
            self.flush()
        return self._one(FIND, {"the_key": key, "person": person})

    def add(self, response: Response) -> None:
        row = _changing(response)
        row["key"] = response.session.key
        row["person_id"] = response.person
        row["form_id"] = response.session.form_id
        row["version"] = response.session.version
        row["started_at"] = response.session.started_at
        row["outreach"] = response.outreach
        self._connection.execute(ADD, row)

    def save(self, response: Response) -> None:
        row = _changing(response)
        key = response.session.key
        row["the_key"] = key
        row["person"] = response.person
        before = self._saved.get(key)
        if before is not None and before["submitted_at"] is not None:
            row["submitted_at"] = before["submitted_at"]
        self._placed.pop((key, response.person), None)
        self._saved[key] = row

    def place(self, key: str, person: int, placement: str) -> None:
        saved = self._saved.get(key)
        if saved is not None and saved["person"] == person:
            saved["placement"] = placement
        else:
            self._placed[key, person] = {"the_key": key, "person": person, "where": placement}

    def counted(self, form_id: str, question: str, since: datetime, until: datetime) -> list[tuple[Answer, int]]:
        self.flush()
        asked = {"form": form_id, "name": question, "since": since, "until": until}
        rows = self._connection.execute(COUNTED, asked)
        return [(from_json(unpack(value)), count) for value, count in rows]

    def newest(self, limit: int) -> list[Response]:
        self.flush()
        return self._several(self._connection.execute(NEWEST, {"most": limit}).all())

    def latest_at(self, point: str, person: int, form_id: str, since: datetime) -> Response | None:
        self.flush()
        return self._one(LATEST_AT, {"at_point": point, "person": person, "form": form_id, "since": since})

    def invited(self, outreach: str, person: int) -> Response | None:
        self.flush()
        return self._one(INVITED, {"asked_by": outreach, "person": person})

    def record(self, key: str, changes: Mapping[str, Answer | None], at: datetime) -> None:
        for name, value in changes.items():
            place = (key, name)
            if value is None:
                self._kept.pop(place, None)
                self._gone[place] = {"the_key": key, "name": name}
            else:
                self._gone.pop(place, None)
                self._kept[place] = {"response_key": key, "question": name, "value": pack(to_json(value)), "at": at}

    def answers(self, key: str) -> dict[str, Answer]:
        self.flush()
        rows = self._connection.execute(ANSWERS, {"the_key": key})
        return {question: from_json(unpack(value)) for question, value in rows}

    def of_person(self, person: int) -> list[Response]:
        self.flush()
        return self._several(self._connection.execute(OF_PERSON, {"person": person}).all())

    def stale_before(self, moment: datetime, limit: int) -> list[Response]:
        self.flush()
        return self._several(self._connection.execute(STALE, {"moment": moment, "most": limit}).all())

    def unlink(self, person: int) -> None:
        """Leave what this person answered to nobody: drafts go, open responses stop, and no place leads to a chat."""
        self.flush()
        self._connection.execute(DROP_DRAFTS, {"person": person})
        for each in self._several(self._connection.execute(OPEN_ONES, {"person": person}).all()):
            self.save(replace(each, session=replace(each.session, state=State.STOPPED)))
        self.flush()
        self._connection.execute(UNLINK, {"person": person})

    def discard(self, key: str) -> None:
        self.flush()
        self._connection.execute(DISCARD, {"the_key": key})

    def _one(self, statement: Any, asked: dict[str, Any]) -> Response | None:
        row = self._connection.execute(statement, asked).first()
        return self._response(row) if row else None

    def _several(self, rows: Iterable[Any]) -> list[Response]:
        return [self._response(row) for row in rows]

    def _response(self, row: Any) -> Response:
        key, person, point, channel, placement, replaces, outreach, session = row
        read = session_from_json(unpack(session))
        if read.state is not State.OPEN:
            read = replace(read, answers=MappingProxyType(self.answers(key)))
        return Response(read, person or 0, point, channel, placement, replaces, outreach)


def _changing(response: Response) -> dict[str, Any]:
    session = response.session
    return {
        "point": response.point,
        "channel": response.channel,
        "language": session.language,
        "state": session.state.value,
        "standing": _standing(session).value,
        "touched_at": session.touched_at,
        "submitted_at": session.touched_at if session.state is State.SUBMITTED else None,
        "replaces": response.replaces,
        "placement": response.placement,
        "session": pack(session_to_json(_working(session))),
    }


def _standing(session: Session) -> Standing:
    if session.state is State.SUBMITTED:
        return Standing.COMPLETE
    return Standing.PARTIAL if session.answers else Standing.DRAFT


def _working(session: Session) -> Session:
    """What has to be kept beside the columns and the answers: of a run that is over, next to nothing.

    Answers that fell off the path, toggles never confirmed and hidden values go with the end of the run.
    """
    if session.state is State.OPEN:
        return session
    return replace(session, answers=MappingProxyType({}), draft=(), context=MappingProxyType({}))
