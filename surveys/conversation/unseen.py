"""What employees answer and write unseen: nothing of it is on disk before it is sent, and nothing at all says who did.

A tap or a typed text that belongs here is handled in a *reading* work: no receipt, no row of the person, no line of a
log. What is sent at last is a writing work that is idempotent by itself (a unique mark or stamp), so it needs no
receipt either (trust.md 1.3 items 2, 3 and 9).

Which part a typed text belongs to is known from the screen it replies to, or from the carrier (a ticket's campaign or a
slip) last shown to this person, which is kept in memory only. Where neither is known, nobody guesses: the text is shown
back with buttons that ask where it should go, and kept nowhere meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from surveys.address import Address
from surveys.anonymity.cleaning import MOST, cleaned
from surveys.anonymity.keys import KeyLost
from surveys.anonymity.marks import subject
from surveys.anonymity.masking import Masker, Preview, TooMuch
from surveys.anonymity.texts import Remembered
from surveys.chance import Clock
from surveys.conversation import awaiting, running
from surveys.conversation.incoming import Incoming, Outcome, only_toast
from surveys.conversation.unseen_doubt import Doubt
from surveys.errors import NotFound
from surveys.people import Person
from surveys.points.codes import CodeRefused, read_code
from surveys.screens import Action, Option, Wanted
from surveys.work import Work

Mode = Literal["reads", "writes"]

LONGEST = 2_000
"""Code points of the longest text that any part takes; each offers to take only what is not too long for itself."""


@dataclass(frozen=True, slots=True)
class Employee:
    """Who acts. `subject` is what marks, tickets and slips are made of."""

    person: Person
    unit: str
    """ "" for who belongs to none (any more)."""
    subject: str
    language: str


class Part(Protocol):
    """One thing that can be done unseen."""

    @property
    def reads_back(self) -> frozenset[str]:
        """Verbs that read the quotations and codes of our own screen back (`Incoming.shown`)."""
        ...

    def mode(self, action: Action) -> Mode | None:
        """None for an action of others. Says nothing about whether it is genuine."""
        ...

    def owns(self, carrier: str) -> bool:
        """Whether a remembered or replied-to carrier is of this part."""
        ...

    def tapped(self, work: Work, incoming: Incoming, employee: Employee, action: Action, now: datetime) -> Outcome: ...

    def typed(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, carrier: str, now: datetime
    ) -> Outcome | None:
        """None where the carrier leads nowhere any more."""
        ...

    def offers(self, work: Work, employee: Employee, text: str, now: datetime) -> list[Option]:
        """Where a text of which nothing is known could go, e.g. a comment that this person has not sent yet.

        `text` is cleaned and masked, exactly as it will be quoted above the options.
        """
        ...

    def expected(self, work: Work, employee: Employee) -> bool:
        """Whether a text of this person could be meant for this part and would be too early for it."""
        ...

    def recognised(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime
    ) -> Outcome | None:
        """A text that says by itself what it is, e.g. a reply code. Asked first, and also for who is no employee."""
        ...


class Unseen:
    """`elsewhere` is to be told when a person goes on with something that is not unseen."""

    def __init__(self, parts: tuple[Part, ...], remembered: Remembered, clock: Clock) -> None:
        self._parts = parts
        self._remembered = remembered
        self._clock = clock
        self._began = clock.now()
        self._doubt = Doubt()

    @property
    def reads_back(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.reads_back for part in self._parts), self._doubt.verbs)

    def mode(self, action: Action) -> Mode | None:
        part = self._part(action)
        return part.mode(action) if part is not None else self._doubt.mode(action)

    def tapped(self, work: Work, incoming: Incoming, action: Action) -> Outcome:
        now = self._clock.now()
        employee = employee_at(work, incoming)
        part = self._part(action)
        if employee is None or (part is None and self._doubt.mode(action) is None):
            return only_toast("conversation.gone", incoming.language, alert=True)
        try:
            if part is None:
                return self._doubt.tapped(incoming, employee.language)
            return part.tapped(work, incoming, employee, action, now)
        except NotFound:
            return only_toast("conversation.gone", employee.language, alert=True)
        except KeyLost:
            # Found out before the next tick has: what was lost is announced then, and this answer is not stored.
            return only_toast("unseen.try_later", employee.language, alert=True)

    def typed(self, work: Work, incoming: Incoming, text: str) -> Outcome | None:
        """None for a text that is none of ours and may take the usual way."""
        now = self._clock.now()
        employee = employee_at(work, incoming)
        if employee is None:
            return None
        for part in self._parts:
            if (recognised := part.recognised(work, incoming, employee, text, now)) is not None:
                return recognised
        carrier = _carrier_of(incoming.replied) or self._remembered.of(employee.subject, now)
        owner = next((part for part in self._parts if carrier and part.owns(carrier)), None)
        if owner is not None and carrier is not None:
            outcome = owner.typed(work, incoming, employee, text, carrier, now)
            if outcome is not None:
                return outcome
        if not employee.unit or awaiting.expected(work, employee.person, now) is not None:
            return None
        return self._in_doubt(work, incoming, employee, text, now)

    def sent(self, work: Work, incoming: Incoming) -> Outcome | None:
        """A photo or a document where something unseen is going on: taken away, never fetched."""
        now = self._clock.now()
        employee = employee_at(work, incoming)
        if employee is None:
            return None
        carrier = _carrier_of(incoming.replied) or self._remembered.of(employee.subject, now)
        if not carrier or not any(part.owns(carrier) for part in self._parts):
            return None
        return self._doubt.no_attachments(incoming, employee.language)

    def elsewhere(self, address: Address) -> None:
        """The person went on with something else: what they type next is not meant for us."""
        self._remembered.forget(subject(address))

    def _part(self, action: Action) -> Part | None:
        return next((part for part in self._parts if part.mode(action) is not None), None)

    def _in_doubt(self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime) -> Outcome | None:
        """A text of an employee with nothing remembered: after a restart, an hour later, or simply meant for others.

        It goes the usual way only where that cannot hand a confidence to a survey that keeps names: where no such
        survey waits for a text, or where the person has come back to it since the process began and saw nothing of
        ours since. A code that was typed from a poster is no confidence.
        """
        if not isinstance(read_code(text), CodeRefused):
            return None
        touched = self._waits_with_a_name(work, employee)
        waiting = touched is not None
        if touched is not None and touched >= self._began and not self._remembered.faded(employee.subject, now):
            return None
        preview = masked(work, text, employee.language, LONGEST)
        fits = isinstance(preview, Preview)
        shown = preview.text if isinstance(preview, Preview) else cleaned(text)
        offers = [option for part in self._parts if fits for option in part.offers(work, employee, shown, now)]
        early = any(part.expected(work, employee) for part in self._parts)
        if not offers and not early and not waiting:
            return None
        return self._doubt.asked(incoming, employee.language, shown, offers, named=waiting, early=early)

    def _waits_with_a_name(self, work: Work, employee: Employee) -> datetime | None:
        """When the person last touched the survey that keeps names and waits for a text; None where there is none."""
        response = work.responses.open_of(employee.person.number)
        if response is None:
            return None
        definition = work.questionnaires.version(response.session.form_id, response.session.version)
        if definition is None or running.show(definition, response, (), employee.person).wanted is not Wanted.TEXT:
            return None
        return response.session.touched_at


def masked(work: Work, text: str, language: str, most: int = MOST) -> Preview | TooMuch:
    """A text as it would be sealed, by the words that the administration has masked."""
    words = work.staff.hidden()
    return Masker(words.names, words.positions).preview(text, language=language, most=most)


def employee_at(work: Work, incoming: Incoming) -> Employee | None:
    """The person there, looked up and nothing more; None for somebody unknown."""
    person = work.people.find(incoming.address)
    if person is None:
        return None
    unit = work.staff.unit_of(person.number) or ""
    return Employee(person, unit, subject(incoming.address), person.language or incoming.language)


def _carrier_of(action: Action | None) -> str | None:
    return action.args[0] if action is not None and action.args else None
