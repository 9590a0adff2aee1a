"""«Сказать анонимно»: a few taps that ride in a ticket, one text, and a code that only its author is given.

A part of `surveys.conversation.unseen`. Until «Отправить» nothing is stored; then one sealed box is, and a stamp made
of the random code: nothing that could be tested against a list of staff (docs/decisions/0023).
"""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from surveys.anonymity.boxes import TooLong
from surveys.anonymity.keys import KeyLost, Keys
from surveys.anonymity.pool import Vote
from surveys.anonymity.texts import Remembered, binding, bound
from surveys.answering import drawing, engine
from surveys.answering.events import Completed
from surveys.answering.keys import read_action
from surveys.answering.session import SUMMARY, Session, State
from surveys.chance import Chance
from surveys.conversation import letter_pages, running, unseen_pages
from surveys.conversation.corresponding import AWAY, IDEA
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.letter_drafts import checked
from surveys.conversation.letter_form import TICKET, LetterForm, LetterForms
from surveys.conversation.pages import first, option
from surveys.conversation.unseen import Employee
from surveys.conversation.unseen_doubt import given_back
from surveys.errors import NotFound
from surveys.mailbox.codes import first_stamp, grouped, new_code, read_code
from surveys.mailbox.handles import HEAD, Handles
from surveys.mailbox.letters import STANDING
from surveys.mailbox.limits import LettersADay
from surveys.mailbox.posting import begin_thread
from surveys.mailbox.standing import mail_key
from surveys.screens import Action, Option, Phrase, Reply, Words
from surveys.work import Work

BEGIN = "lbegin"
WRITE = "lwrite"
TAKE = "ltake"
"""The text shown above this button is the letter."""
POST = "lpost"
STOP = "lstop"
COMMANDS = frozenset({"/speak", "/сказать"})
LEAST_OFFERED = 20
"""A shorter text out of the blue is no letter."""


class Speaking:
    """Actions carry a ticket where a survey that keeps names has a key, or its bare head."""

    reads_back = frozenset({POST, TAKE})

    def __init__(
        self,
        policy: Policy,
        keys: Keys,
        chance: Chance,
        remembered: Remembered,
        limit: LettersADay,
        forms: LetterForms,
        began: datetime,
    ) -> None:
        """`began`: when the process did, and forgot what it remembered."""
        self._policy = policy
        self._keys = keys
        self._chance = chance
        self._remembered = remembered
        self._limit = limit
        self._forms = forms
        self._began = began

    def mode(self, action: Action) -> Literal["reads", "writes"] | None:
        if not self.owns(first(action.args)):
            return None
        return "writes" if action.verb == POST else "reads"

    def owns(self, carrier: str) -> bool:
        return carrier.startswith(TICKET)

    def tapped(self, work: Work, incoming: Incoming, employee: Employee, action: Action, now: datetime) -> Outcome:
        if not employee.unit:
            raise NotFound("unit")
        if action.verb == STOP:
            self._remembered.forget(employee.subject)
            return letter_pages.gone(incoming, employee, "letters.not_sent")
        form = self._forms.current(work)
        if action.verb == BEGIN:
            return self._begun(incoming, employee, form, now)
        if action.verb == TAKE:
            blank = self._blank(form, employee, now)
            return self._previewed(work, incoming, employee, form, blank, _quoted(incoming), now)
        session = form.conductor.opened(action.args[0], employee.subject, language=employee.language, now=now)
        if session is None:
            raise NotFound("ticket")
        match action.verb:
            case "lpost":
                return self._posted(work, incoming, employee, form, session, action, now)
            case "lwrite":
                return self._asked(incoming, employee, form, session, now)
            case running.SEE:
                return self._drawn(incoming, employee, form, session, now)
        answer = read_action(action)
        if answer is None:
            raise NotFound("action")
        after, events = engine.advance(form.ride.rated, session, answer[1], now=now, chance=self._chance)
        if any(isinstance(event, Completed) for event in events):
            return self._asked(incoming, employee, form, replace(after, state=State.OPEN, step=SUMMARY), now)
        return self._drawn(incoming, employee, form, after, now, running.refusal(events))

    def typed(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, carrier: str, now: datetime
    ) -> Outcome | None:
        """The letter, at whatever question it was typed: it goes with what was tapped by then."""
        if not employee.unit:
            return given_back(incoming, employee.language, Phrase("letters.no_employee"), text)
        form = self._forms.current(work)
        session = form.conductor.opened(carrier, employee.subject, language=employee.language, now=now)
        # A ticket of an older version of the form opens no more: the letter is worth more than what was tapped.
        session = session or self._blank(form, employee, now)
        return self._previewed(work, incoming, employee, form, session, text, now)

    def offers(self, work: Work, employee: Employee, text: str, now: datetime) -> list[Option]:
        """After a restart nobody knows what a text was for. Who went on with a survey that keeps names since then, and
        saw nothing of ours after it, means that one."""
        current = work.responses.open_of(employee.person.number)
        elsewhere = current is not None and current.session.touched_at >= self._began
        if len(text) < LEAST_OFFERED or (elsewhere and not self._remembered.faded(employee.subject, now)):
            return []
        return [option("letters.speak", TAKE, TICKET)]

    def expected(self, work: Work, employee: Employee) -> bool:
        return False

    def recognised(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime
    ) -> Outcome | None:
        """/speak and /сказать, which are no commands of the usual way: that would write a receipt."""
        if not employee.unit or text.strip().partition("@")[0].lower() not in COMMANDS:
            return None
        return self._begun(incoming, employee, self._forms.current(work), now)

    def _begun(self, incoming: Incoming, employee: Employee, form: LetterForm, now: datetime) -> Outcome:
        if not self._limit.allows(employee.subject, self._policy.day(now)):
            return letter_pages.told(incoming, employee, letter_pages.enough())
        blank = self._blank(form, employee, now)
        if blank.step == SUMMARY:
            return self._asked(incoming, employee, form, blank, now)
        return self._drawn(incoming, employee, form, blank, now)

    def _blank(self, form: LetterForm, employee: Employee, now: datetime) -> Session:
        key, language = form.conductor.session_key(employee.subject), employee.language
        session, _ = engine.begin(form.ride.rated, key=key, language=language, now=now, chance=self._chance)
        return replace(session, state=State.OPEN)

    def _drawn(
        self,
        incoming: Incoming,
        employee: Employee,
        form: LetterForm,
        session: Session,
        now: datetime,
        notice: Words | None = None,
    ) -> Outcome:
        screen = drawing.screen(form.ride.rated, session, notice=notice)
        if not session.answers:
            screen = replace(screen, footnote=Phrase("letters.promise", letter_pages.LIMITS))
        ticket = form.conductor.ticket(session, employee.subject)
        screen = replace(form.conductor.drawn(screen, session, employee.subject), again=Action(running.SEE, (ticket,)))
        self._remembered.keep(employee.subject, ticket, now)
        return Outcome(Reply(screen, afresh=not incoming.placement), session.language, alone=STANDING)

    def _asked(
        self, incoming: Incoming, employee: Employee, form: LetterForm, session: Session, now: datetime
    ) -> Outcome:
        ticket = form.conductor.ticket(session, employee.subject)
        self._remembered.keep(employee.subject, ticket, now)
        question = form.letter(session)
        label, hint = form.said(question.label, employee.language), form.said(question.hint, employee.language)
        controls = [option("letters.to_answers", running.SEE, ticket), option("letters.do_not_send", STOP, TICKET)]
        return letter_pages.prompt(incoming, employee, label, hint, controls)

    def _previewed(
        self,
        work: Work,
        incoming: Incoming,
        employee: Employee,
        form: LetterForm,
        session: Session,
        text: str,
        now: datetime,
    ) -> Outcome:
        """Under a code that was never used: it is stored nowhere until the letter is sent."""
        ticket = form.conductor.ticket(session, employee.subject)
        self._remembered.keep(employee.subject, ticket, now)
        shown = checked(work, incoming, employee, text, (form.definition, form.letter(session)))
        if isinstance(shown, Outcome):
            return shown
        code = new_code(self._chance)
        tie = binding(mail_key(self._keys), employee.subject, ticket, [shown.text, grouped(code)])
        controls = [
            letter_pages.sending(Action(POST, (ticket, tie))),
            option("letters.rewrite", WRITE, ticket),
            option("letters.do_not_send", STOP, TICKET),
        ]
        return letter_pages.preview(incoming, employee, shown, controls, code=code)

    def _posted(
        self,
        work: Work,
        incoming: Incoming,
        employee: Employee,
        form: LetterForm,
        session: Session,
        action: Action,
        now: datetime,
    ) -> Outcome:
        given = action.args[1] if len(action.args) > 1 else ""
        code = read_code(incoming.shown[-1]) if len(incoming.shown) == 2 else None
        if code is None or not bound(
            given, mail_key(self._keys), employee.subject, action.args[0], list(incoming.shown)
        ):
            return unseen_pages.typed_again(incoming, employee)
        stamp, day = first_stamp(code), self._policy.day(now)
        if not self._limit.allows(employee.subject, day, stamp):
            return letter_pages.refused(employee, letter_pages.enough())
        about = form.about(session)
        try:
            taken = begin_thread(work, self._keys, self._chance, code=code, about=about, text=incoming.shown[0])
        except (KeyLost, TooLong):
            return letter_pages.refused(employee, Phrase("letters.not_now"))
        self._limit.count(employee.subject, day, stamp)
        self._remembered.forget(employee.subject)
        controls = [option("letters.code_kept", AWAY, HEAD)]
        if form.proposal(session) is not None:
            handle = Handles(mail_key(self._keys)).written(code, employee.subject)
            controls.insert(0, option("letters.add_proposal", IDEA, handle))
        return letter_pages.sent(
            incoming,
            employee,
            code,
            controls,
            wanted=form.wants_answer(about),
            again=taken is Vote.TWICE,
            outro=form.said(form.definition.settings.outro, employee.language),
        )


def _quoted(incoming: Incoming) -> str:
    """Raises NotFound where the screen could not be read."""
    if not incoming.shown:
        raise NotFound("text")
    return incoming.shown[0]
