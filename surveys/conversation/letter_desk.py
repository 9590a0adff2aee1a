"""«Письма сотрудников»: who answers letters reads, answers and closes them here. HR analysts alone, asked at each step.

The analyst is nobody anonymous: everything goes the usual way, but for the typed answer, which is shown back before it
is sent like an author's letter and therefore comes through `surveys.conversation.unseen`.
"""

from datetime import datetime

from surveys.anonymity.cleaning import cleaned
from surveys.anonymity.keys import Keys
from surveys.anonymity.marks import subject
from surveys.anonymity.masking import TooMuch
from surveys.anonymity.texts import Remembered, binding, bound
from surveys.conversation import letter_desk_pages, unseen_pages
from surveys.conversation.deeds import ANALYSTS, Deed, allowed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.letter_drafts import MOST
from surveys.conversation.letter_form import LetterForm, LetterForms
from surveys.conversation.pages import first
from surveys.conversation.unseen import Employee
from surveys.errors import NotFound
from surveys.mailbox.letters import Side, Thread
from surveys.mailbox.standing import mail_key
from surveys.people import Person
from surveys.screens import Action, Option
from surveys.work import Work

LIST, ONE, ANSWER, ANSWERED, CLOSE = "letters", "letter", "lanswer", "lanswered", "lclose"
CARRIER = "="
"""What is remembered while an answer is typed begins so: no ticket and no slip does."""


class LetterDesk:
    """Deeds of the usual way, and a part of `surveys.conversation.unseen` for the text of an answer."""

    reads_back = frozenset({ANSWERED})

    def __init__(self, policy: Policy, keys: Keys, remembered: Remembered, forms: LetterForms) -> None:
        self._policy = policy
        self._keys = keys
        self._remembered = remembered
        self._forms = forms

    def commands(self) -> dict[str, Deed]:
        shown = Deed(lambda work, incoming, person, *_: self.listed(work, incoming, person, 0), ANALYSTS, shows=True)
        return {"letters": shown, "письма": shown}

    def taps(self) -> dict[str, Deed]:
        return {
            LIST: Deed(
                lambda work, incoming, person, args, _: self.listed(work, incoming, person, _page(first(args))),
                ANALYSTS,
                shows=True,
            ),
            ONE: Deed(
                lambda work, incoming, person, args, _: self.one(work, incoming, person, args), ANALYSTS, shows=True
            ),
            ANSWER: Deed(
                lambda work, incoming, person, args, now: self.asked(work, incoming, person, first(args), now),
                ANALYSTS,
                shows=True,
            ),
            ANSWERED: Deed(
                lambda work, incoming, person, args, now: self.answer(work, incoming, person, args, now),
                ANALYSTS,
                instead=ONE,
            ),
            CLOSE: Deed(
                lambda work, incoming, person, args, now: self.close(work, incoming, person, first(args), now),
                ANALYSTS,
                instead=ONE,
            ),
        }

    def listed(self, work: Work, incoming: Incoming, person: Person, at: int) -> Outcome:
        threads, form, language = work.mailbox.threads(), self._forms.current(work), _language(incoming, person)
        return letter_desk_pages.listed(incoming, language, threads, form, at)

    def one(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...]) -> Outcome:
        """`args`: the short name of the thread and the leaf of it; whatever else stands there is passed over."""
        found = _known(work, first(args))
        at = _page(args[1]) if len(args) == 2 else 0
        return self._drawn(work, incoming, person, found, at)

    def asked(self, work: Work, incoming: Incoming, person: Person, name: str, now: datetime) -> Outcome:
        _known(work, name)
        self._remembered.keep(subject(incoming.address), CARRIER + name, now)
        return letter_desk_pages.prompt(incoming, _language(incoming, person), name)

    def answer(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """`args`: the thread and what binds the text above the button. The same words twice are one answer."""
        name, given = (first(args), args[1]) if len(args) == 2 else ("", "")
        found, who = _known(work, name), subject(incoming.address)
        text = incoming.shown[0] if incoming.shown else ""
        if not bound(given, mail_key(self._keys), who, CARRIER + name, [text]):
            return unseen_pages.typed_again(incoming, _employee(incoming, person))
        self._remembered.forget(who)
        if not any(letter.side is Side.DESK and letter.text == text for letter in found.letters):
            work.mailbox.answer(found.digest, text, self._policy.day(now))
            # Which thread is not said: the chain has moments, letters have days only.
            work.trail.append("letter.answered", person.number, {}, now)
        return self._drawn(work, incoming, person, _known(work, name), 0)

    def close(self, work: Work, incoming: Incoming, person: Person, name: str, now: datetime) -> Outcome:
        found = _known(work, name)
        work.mailbox.close(found.digest)
        work.trail.append("letter.closed", person.number, {}, now)
        return self._drawn(work, incoming, person, _known(work, name), 0)

    # --- the text of an answer

    def mode(self, action: Action) -> None:
        return None

    def owns(self, carrier: str) -> bool:
        return carrier.startswith(CARRIER)

    def tapped(self, work: Work, incoming: Incoming, employee: Employee, action: Action, now: datetime) -> Outcome:
        raise NotFound("action")

    def typed(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, carrier: str, now: datetime
    ) -> Outcome | None:
        name = carrier.removeprefix(CARRIER)
        if not allowed(work, employee.person, ANALYSTS) or _found(work, name) is None:
            return None
        self._remembered.keep(employee.subject, carrier, now)
        text = cleaned(text)
        if len(text) > MOST:
            return unseen_pages.too_long(incoming, employee, text, TooMuch(len(text), MOST))
        tie = binding(mail_key(self._keys), employee.subject, carrier, [text])
        return letter_desk_pages.preview(incoming, employee.language, name, text, tie)

    def offers(self, work: Work, employee: Employee, text: str, now: datetime) -> list[Option]:
        return []

    def expected(self, work: Work, employee: Employee) -> bool:
        return False

    def recognised(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime
    ) -> Outcome | None:
        return None

    def _drawn(self, work: Work, incoming: Incoming, person: Person, found: Thread, at: int) -> Outcome:
        form: LetterForm = self._forms.current(work)
        return letter_desk_pages.one(incoming, _language(incoming, person), found, form, at)


def _found(work: Work, name: str) -> Thread | None:
    return next((thread for thread in work.mailbox.threads() if letter_desk_pages.short(thread) == name), None)


def _known(work: Work, name: str) -> Thread:
    found = _found(work, name)
    if found is None:
        raise NotFound("thread")
    return found


def _page(at: str) -> int:
    return int(at) if at.isdecimal() and len(at) < 4 else 0


def _language(incoming: Incoming, person: Person) -> str:
    return person.language or incoming.language


def _employee(incoming: Incoming, person: Person) -> Employee:
    return Employee(person, "", subject(incoming.address), _language(incoming, person))
