"""An input that comes a second time: its effect stands already, only its reply may never have left.

A process killed between the commit and the reply gets the same input again. Nothing may happen twice, and nobody may
be left without an answer: where the input moved a survey, the survey is drawn as it stands now.
"""

from datetime import datetime

from surveys.answering.response import Response
from surveys.answering.session import State
from surveys.conversation.answering import Answering
from surveys.conversation.incoming import Incoming, Outcome
from surveys.people import Person
from surveys.work import Work


class Repeating:
    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def survey(self, work: Work, incoming: Incoming, person: Person) -> Outcome | None:
        """The survey that this input moved, or else the one the person is in the middle of; None without either.

        A work stamps its receipt and the response it touches with the same moment, so a response touched at or after
        the receipt's moment is what the input led to.
        """
        recorded = work.receipts.recorded(incoming.source, incoming.number)
        moved = _touched_last(work.responses.of_person(person.number), recorded)
        response = moved or work.responses.open_of(person.number)
        return self._answering.stands(work, incoming, person, response) if response is not None else None


def _touched_last(responses: list[Response], since: datetime | None) -> Response | None:
    touched = [
        response
        for response in responses
        if since is not None
        and response.session.touched_at >= since
        and response.session.state in (State.OPEN, State.SUBMITTED)
    ]
    return max(touched, key=lambda response: response.session.touched_at, default=None)
