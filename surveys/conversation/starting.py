"""How a survey is begun or gone on with: by /start, from a list, at a point one has been at, after the thanks."""

from datetime import datetime

from surveys.answering.inputs import Typed
from surveys.conversation.answering import Answering
from surveys.conversation.arriving import Arriving
from surveys.conversation.deeds import EVERYBODY, Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.joining import Joining
from surveys.conversation.pages import first
from surveys.conversation.unseen_doubt import NAMED
from surveys.errors import NotFound
from surveys.people import Person
from surveys.work import Work


class Starting:
    def __init__(self, joining: Joining, arriving: Arriving, answering: Answering) -> None:
        self._joining = joining
        self._arriving = arriving
        self._answering = answering

    def commands(self) -> dict[str, Deed]:
        return {"start": Deed(self._start, EVERYBODY)}

    def _start(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        payload = args[0].strip()
        if payload:
            joined = self._joining.linked(work, incoming, person, payload, now)
            return joined or self._arriving.by_link(work, incoming, person, payload, now)
        return self._arriving.by_itself(work, incoming, person)

    def taps(self) -> dict[str, Deed]:
        return {
            "survey": Deed(self._survey, EVERYBODY),
            "resume": Deed(self._resume, EVERYBODY),
            "point": Deed(self._point, EVERYBODY),
            "more": Deed(self._more, EVERYBODY),
            NAMED: Deed(self._named, EVERYBODY),
        }

    def _named(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """A text that its author means for the survey that keeps names, after having been asked."""
        if not incoming.shown:
            raise NotFound("text")
        heard = self._answering.heard(work, incoming, person, Typed(incoming.shown[0]), now)
        return heard or self._arriving.by_itself(work, incoming, person)

    def _survey(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        definition = work.questionnaires.current(first(args))
        if definition is None or definition.settings.audience != "external":
            raise NotFound("questionnaire")
        current = work.responses.open_of(person.number)
        if current is not None and not current.point and current.session.form_id == definition.settings.form_id:
            return self._arriving.resumed(work, incoming, person, current, None)
        return self._arriving.start(work, incoming, person, definition, now)

    def _resume(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        response = work.responses.find(first(args), person.number)
        if response is None:
            raise NotFound("response")
        return self._arriving.resumed(work, incoming, person, response, None)

    def _point(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        point = work.points.by_key(first(args))
        # Only where this person has been: a key in a forged button opens no other point.
        if point is None or point.key != person.last_point or not point.active or point.revoked:
            raise NotFound("point")
        return self._arriving.at_point(work, incoming, person, point, now)

    def _more(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        point = work.points.by_key(first(args))
        definition = work.questionnaires.current(point.follow_up) if point is not None else None
        if point is None or definition is None or point.key != person.last_point:
            raise NotFound("point")
        current = work.responses.open_of(person.number)
        if current is not None and current.point == point.key and current.session.form_id == point.follow_up:
            return self._arriving.resumed(work, incoming, person, current, None)
        return self._arriving.start(work, incoming, person, definition, now, point=point)
