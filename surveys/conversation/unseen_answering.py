"""The rated part of an anonymous survey: from the promise to the vote, with the answers riding in the buttons."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from surveys.anonymity.keys import Keys
from surveys.anonymity.pool import Vote, vote
from surveys.anonymity.separable import ratings
from surveys.anonymity.texts import Remembered
from surveys.answering import drawing, engine
from surveys.answering.events import Completed
from surveys.answering.keys import read_action
from surveys.answering.session import SUMMARY, Session, State
from surveys.chance import Chance
from surveys.conversation import running, unseen_pages
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.unseen import Employee
from surveys.conversation.unseen_surveys import Held, Silent, Surveys, code_of, remembered_of_ticket
from surveys.conversation.unseen_texts import UnseenTexts
from surveys.errors import NotFound
from surveys.screens import Action, Option, Phrase, Reply, Words
from surveys.work import Work

PROMISE = "anon"
BEGIN = "abegin"
SEND = "send"


class UnseenAnswering:
    """A part of `surveys.conversation.unseen`. Actions carry a ticket where a survey that keeps names has a key."""

    reads_back = frozenset[str]()

    def __init__(
        self, surveys: Surveys, texts: UnseenTexts, remembered: Remembered, keys: Keys, chance: Chance
    ) -> None:
        self._surveys = surveys
        self._keys = keys
        self._texts = texts
        self._remembered = remembered
        self._chance = chance

    def mode(self, action: Action) -> Literal["reads", "writes"] | None:
        if action.verb in (PROMISE, BEGIN):
            return "reads"
        if not action.args or not action.args[0].startswith("!") or code_of(action.args[0]) is None:
            return None
        return "writes" if action.verb == SEND else "reads"

    def owns(self, carrier: str) -> bool:
        return carrier.startswith("!") and code_of(carrier) is not None

    def tapped(self, work: Work, incoming: Incoming, employee: Employee, action: Action, now: datetime) -> Outcome:
        carrier = action.args[0] if action.args else ""
        held = self._surveys.held(work, code_of(carrier) or carrier, employee.unit)
        if isinstance(held, Silent):
            return unseen_pages.silent(held, incoming, employee)
        if action.verb == PROMISE:
            return self._promise(work, incoming, employee, held)
        if action.verb == BEGIN:
            return self._begun(work, incoming, employee, held, now)
        session = held.conductor.opened(carrier, employee.subject, language=employee.language, now=now)
        if session is None:
            raise NotFound("ticket")
        if action.verb != SEND and held.voted(work, employee.subject):
            # A screen that was left behind, or a tap delivered again: it must not come to show answers once more.
            return replace(self._texts.welcomed_back(work, incoming, employee, held), lasting=True)
        if action.verb == running.SEE:
            return self._drawn(incoming, employee, held, session, now)
        answer = read_action(action)
        if answer is None:
            raise NotFound("action")
        after, events = engine.advance(held.ride.rated, session, answer[1], now=now, chance=self._chance)
        if not any(isinstance(event, Completed) for event in events):
            return self._drawn(incoming, employee, held, after, now, running.refusal(events))
        if action.verb != SEND:
            # Only «Отправить» stores: the last tap of a short questionnaire leads to the summary as well.
            return self._drawn(incoming, employee, held, replace(after, state=State.OPEN, step=SUMMARY), now)
        return self._voted(work, incoming, employee, held, after, now)

    def typed(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, carrier: str, now: datetime
    ) -> Outcome | None:
        """A text between two ratings: texts come after them, so it is kept nowhere."""
        held = self._surveys.held(work, code_of(carrier) or "", employee.unit)
        if isinstance(held, Silent) or held.voted(work, employee.subject):
            return None
        return unseen_pages.too_early(incoming, employee, text)

    def offers(self, work: Work, employee: Employee, text: str, now: datetime) -> list[Option]:
        return []

    def expected(self, work: Work, employee: Employee) -> bool:
        return any(not held.voted(work, employee.subject) for held in self._surveys.running(work, employee.unit))

    def recognised(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime
    ) -> Outcome | None:
        return None

    def _promise(self, work: Work, incoming: Incoming, employee: Employee, held: Held) -> Outcome:
        """Before the first question: what is promised. For who has voted: what could still be said."""
        if held.voted(work, employee.subject):
            return self._texts.welcomed_back(work, incoming, employee, held)
        return unseen_pages.promise(held, incoming, employee)

    def _begun(self, work: Work, incoming: Incoming, employee: Employee, held: Held, now: datetime) -> Outcome:
        if held.voted(work, employee.subject):
            return self._texts.welcomed_back(work, incoming, employee, held)
        key = held.conductor.session_key(employee.subject)
        session, _ = engine.begin(held.ride.rated, key=key, language=employee.language, now=now, chance=self._chance)
        if session.state is not State.OPEN:
            raise NotFound("question")
        return self._drawn(incoming, employee, held, session, now)

    def _drawn(
        self,
        incoming: Incoming,
        employee: Employee,
        held: Held,
        session: Session,
        now: datetime,
        notice: Words | None = None,
    ) -> Outcome:
        screen = drawing.screen(held.ride.rated, session, notice=notice)
        ticket = held.conductor.ticket(session, employee.subject)
        screen = replace(held.conductor.drawn(screen, session, employee.subject), again=Action(running.SEE, (ticket,)))
        self._remembered.keep(employee.subject, remembered_of_ticket(ticket), now)
        return Outcome(Reply(screen, afresh=not incoming.placement), session.language, alone=held.campaign.code)

    def _voted(
        self, work: Work, incoming: Incoming, employee: Employee, held: Held, session: Session, now: datetime
    ) -> Outcome:
        assert held.cell is not None
        taken = vote(
            work.pools,
            self._keys,
            self._chance,
            campaign=held.campaign.code,
            cell=held.cell.key,
            person=employee.subject,
            answers=ratings(held.ride.rated, session),
        )
        left = held.unsaid(work, employee.subject, held.after_vote(session))
        key = "unseen.taken" if taken is Vote.TAKEN else "unseen.taken_before"
        return self._texts.asked(incoming, employee, held, left, Phrase(key), now)
