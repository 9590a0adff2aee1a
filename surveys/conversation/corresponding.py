"""A thread read and written to by whoever holds its code, employee or not: no row tells that anybody looked.

A part of `surveys.conversation.unseen`. The code comes typed, and from there on rides in handles.
"""

from datetime import datetime
from typing import Literal

from surveys.anonymity.boxes import TooLong
from surveys.anonymity.keys import KeyLost, Keys
from surveys.anonymity.pool import Vote
from surveys.anonymity.texts import Remembered, binding, bound
from surveys.chance import Chance
from surveys.conversation import letter_pages, unseen_pages
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.letter_drafts import checked
from surveys.conversation.letter_form import LetterForms
from surveys.conversation.pages import first, option
from surveys.conversation.unseen import Employee
from surveys.errors import NotFound
from surveys.mailbox.codes import digest_of, first_stamp, further_stamp, read_code
from surveys.mailbox.handles import HEAD, Handles
from surveys.mailbox.limits import LettersADay, WrongCodes
from surveys.mailbox.posting import write_further
from surveys.mailbox.standing import LETTERS, mail_key
from surveys.screens import Action, Option, Phrase, Tone, Words
from surveys.work import Work

READ = "lread"
MORE = "lmore"
IDEA = "lidea"
ADD = "ladd"
AWAY = "laway"
COMMANDS = frozenset({"reply", "otvet", "ответ"})


class Corresponding:
    """Actions carry a handle, or its bare head where there is nothing to carry."""

    reads_back = frozenset({ADD})

    def __init__(
        self,
        policy: Policy,
        keys: Keys,
        chance: Chance,
        remembered: Remembered,
        limit: LettersADay,
        forms: LetterForms,
    ) -> None:
        self._policy = policy
        self._keys = keys
        self._chance = chance
        self._remembered = remembered
        self._limit = limit
        self._forms = forms
        self._wrong = WrongCodes()

    def mode(self, action: Action) -> Literal["reads", "writes"] | None:
        if not self.owns(first(action.args)):
            return None
        return "writes" if action.verb == ADD else "reads"

    def owns(self, carrier: str) -> bool:
        return carrier.startswith(HEAD)

    def tapped(self, work: Work, incoming: Incoming, employee: Employee, action: Action, now: datetime) -> Outcome:
        if action.verb == AWAY:
            self._remembered.forget(employee.subject)
            return letter_pages.gone(incoming, employee, "letters.put_away")
        handle = first(action.args)
        code = Handles(mail_key(self._keys)).code(handle, employee.subject)
        if code is None:
            raise NotFound("handle")
        match action.verb:
            case "lread":
                at = action.args[1] if len(action.args) > 1 else ""
                return self._opened(work, incoming, employee, code, int(at) if at.isdecimal() else 0, now)
            case "lmore":
                return self._asked(incoming, employee, handle, Phrase("letters.more"), now)
            case "lidea":
                return self._asked(incoming, employee, handle, self._proposal(work, employee), now)
            case "ladd":
                return self._added(work, incoming, employee, code, action, now)
        raise NotFound("action")

    def typed(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, carrier: str, now: datetime
    ) -> Outcome | None:
        """One more letter, shown back before it is sent."""
        if Handles(mail_key(self._keys)).code(carrier, employee.subject) is None:
            return None
        self._remembered.keep(employee.subject, carrier, now)
        shown = checked(work, incoming, employee, text)
        if isinstance(shown, Outcome):
            return shown
        tie = binding(mail_key(self._keys), employee.subject, carrier, [shown.text])
        controls = [
            letter_pages.sending(Action(ADD, (carrier, tie))),
            option("letters.rewrite", MORE, carrier),
            option("letters.do_not_send", AWAY, HEAD),
        ]
        return letter_pages.preview(incoming, employee, shown, controls)

    def offers(self, work: Work, employee: Employee, text: str, now: datetime) -> list[Option]:
        return []

    def expected(self, work: Work, employee: Employee) -> bool:
        return False

    def recognised(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime
    ) -> Outcome | None:
        """«/reply CODE» and its sisters, and a code by itself."""
        asked, rest = _asking(text)
        code = read_code(rest)
        if not asked and (code is None or not _latin(rest)):
            return None
        if code is None:
            words = Phrase("letters.no_code" if rest else "letters.how_to_read", letter_pages.WHEN)
            return letter_pages.told(incoming, employee, words)
        if not self._wrong.may_try(employee.subject, now):
            return letter_pages.unknown(incoming, employee)
        return self._opened(work, incoming, employee, code, 0, now)

    def _opened(self, work: Work, incoming: Incoming, employee: Employee, code: str, at: int, now: datetime) -> Outcome:
        """Wrong, unknown and over the limit read the same. A right code is never counted, noted or marked as read."""
        found = work.mailbox.thread(digest_of(code))
        if found is None and not work.pools.marked(LETTERS.campaign, first_stamp(code)):
            self._wrong.count(employee.subject, digest_of(code), now)
            return letter_pages.unknown(incoming, employee)
        handle = Handles(mail_key(self._keys)).written(code, employee.subject)
        self._remembered.keep(employee.subject, handle, now)
        controls = [
            option("letters.write_more", MORE, handle, tone=Tone.PRIMARY),
            option("letters.hide", AWAY, HEAD),
        ]
        if found is None:
            return letter_pages.told(incoming, employee, Phrase("letters.waiting", letter_pages.WHEN), controls)
        return letter_pages.thread(incoming, employee, found, handle, at, controls)

    def _proposal(self, work: Work, employee: Employee) -> Words:
        form = self._forms.current(work)
        question = form.further()
        return (form.said(question.label, employee.language) if question else "") or Phrase("letters.more")

    def _asked(self, incoming: Incoming, employee: Employee, handle: str, label: Words, now: datetime) -> Outcome:
        self._remembered.keep(employee.subject, handle, now)
        controls = [option("letters.to_thread", READ, handle), option("letters.do_not_send", AWAY, HEAD)]
        return letter_pages.prompt(incoming, employee, label, "", controls)

    def _added(
        self, work: Work, incoming: Incoming, employee: Employee, code: str, action: Action, now: datetime
    ) -> Outcome:
        handle, given = action.args[0], action.args[1] if len(action.args) > 1 else ""
        text = incoming.shown[0] if incoming.shown else ""
        if not bound(given, mail_key(self._keys), employee.subject, handle, [text]):
            return unseen_pages.typed_again(incoming, employee)
        stamp, day = further_stamp(code, text), self._policy.day(now)
        if not self._limit.allows(employee.subject, day, stamp):
            return letter_pages.refused(employee, letter_pages.enough())
        try:
            taken = write_further(work, self._keys, self._chance, code=code, text=text)
        except (KeyLost, TooLong):
            return letter_pages.refused(employee, Phrase("letters.not_now"))
        self._limit.count(employee.subject, day, stamp)
        self._remembered.forget(employee.subject)
        controls = [option("letters.to_thread", READ, handle), option("letters.hide", AWAY, HEAD)]
        return letter_pages.added(incoming, employee, controls, again=taken is Vote.TWICE)


def _asking(text: str) -> tuple[bool, str]:
    """Whether it is one of our commands, and what stands after it."""
    head, _, rest = text.strip().partition(" ")
    name = head.partition("@")[0].lower()
    asked = name.startswith("/") and name[1:] in COMMANDS
    return (True, rest.strip()) if asked else (False, text)


def _latin(text: str) -> bool:
    """Look-alikes may be mixed in; twenty Cyrillic letters are a word."""
    return any(sign.isascii() and sign.isalnum() for sign in text)
