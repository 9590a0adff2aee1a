"""The free texts of an anonymous survey: asked one by one after the vote, each shown back before it is sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from surveys.anonymity.cleaning import MOST
from surveys.anonymity.keys import Keys
from surveys.anonymity.masking import TooMuch
from surveys.anonymity.pool import Vote, say
from surveys.anonymity.texts import Remembered, binding, bound
from surveys.answering.kinds.text import longest
from surveys.chance import Chance
from surveys.conversation import unseen_pages
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.unseen import Employee, masked
from surveys.conversation.unseen_constraint import misfit
from surveys.conversation.unseen_surveys import Held, Silent, Surveys, code_of
from surveys.errors import NotFound
from surveys.screens import Action, Option, Phrase, Words
from surveys.work import Work

SEND = "tsend"
LEAVE = "tpass"
ASK = "task"
"""To type a text that was left out before."""


class UnseenTexts:
    """A part of `surveys.conversation.unseen`. Actions carry a slip: which texts are still to be asked."""

    reads_back = frozenset({SEND})

    def __init__(self, surveys: Surveys, remembered: Remembered, keys: Keys, chance: Chance) -> None:
        self._surveys = surveys
        self._remembered = remembered
        self._keys = keys
        self._chance = chance

    def mode(self, action: Action) -> Literal["reads", "writes"] | None:
        if action.verb not in (SEND, LEAVE, ASK):
            return None
        return "writes" if action.verb == SEND else "reads"

    def owns(self, carrier: str) -> bool:
        return carrier.startswith("?") and code_of(carrier) is not None

    def tapped(self, work: Work, incoming: Incoming, employee: Employee, action: Action, now: datetime) -> Outcome:
        slip = action.args[0] if action.args else ""
        held, left = self._slip(work, employee, slip)
        if isinstance(held, Silent):
            return unseen_pages.silent(held, incoming, employee)
        if action.verb != SEND:
            return self.asked(incoming, employee, held, left[1:] if action.verb == LEAVE else left, None, now)
        text = incoming.shown[0] if incoming.shown else ""
        given = action.args[1] if len(action.args) > 1 else ""
        if not bound(given, held.key, employee.subject, slip, [text]):
            return unseen_pages.typed_again(incoming, employee)
        return self._sent(work, incoming, employee, held, left, text, now)

    def typed(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, carrier: str, now: datetime
    ) -> Outcome | None:
        try:
            held, left = self._slip(work, employee, carrier)
        except NotFound:
            return None
        if isinstance(held, Silent):
            return unseen_pages.silent(held, incoming, employee, wipe=True)
        if not left:
            return None
        self._remembered.keep(employee.subject, carrier, now)
        return self._previewed(work, incoming, employee, held, carrier, left[0], text)

    def offers(self, work: Work, employee: Employee, text: str, now: datetime) -> list[Option]:
        """A button for every text that this person has not sent yet, under the text as it would be sent."""
        options = []
        for held in self._surveys.running(work, employee.unit):
            if not held.voted(work, employee.subject):
                continue
            for question in held.texts:
                if len(text) > min(MOST, longest(question)) or held.said(work, employee.subject, question.name):
                    continue
                slip = held.slips.written([question.name], employee.subject)
                tie = binding(held.key, employee.subject, slip, [text])
                options.append(Option(unseen_pages.titled(held, question, employee), Action(SEND, (slip, tie))))
        return options

    def expected(self, work: Work, employee: Employee) -> bool:
        return False

    def recognised(
        self, work: Work, incoming: Incoming, employee: Employee, text: str, now: datetime
    ) -> Outcome | None:
        return None

    def welcomed_back(self, work: Work, incoming: Incoming, employee: Employee, held: Held) -> Outcome:
        """Somebody who has voted already: a text that was not sent may still be."""
        names = [question.name for question in held.texts]
        left = held.unsaid(work, employee.subject, tuple(names))
        return unseen_pages.voted(held, incoming, employee, self._slips_of(held, employee, left))

    def asked(
        self,
        incoming: Incoming,
        employee: Employee,
        held: Held,
        left: Sequence[str],
        notice: Words | None,
        now: datetime,
    ) -> Outcome:
        """The next text, or the thanks. What stood there showed an answer: this replaces it whatever it costs."""
        if not left:
            self._remembered.forget(employee.subject)
            return unseen_pages.thanks(held, incoming, employee, notice)
        slip = held.slips.written(left, employee.subject)
        self._remembered.keep(employee.subject, slip, now)
        return unseen_pages.prompt(held, incoming, employee, held.question(left[0]), Action(LEAVE, (slip,)), notice)

    def _sent(
        self,
        work: Work,
        incoming: Incoming,
        employee: Employee,
        held: Held,
        left: tuple[str, ...],
        text: str,
        now: datetime,
    ) -> Outcome:
        if not left or held.cell is None or not held.voted(work, employee.subject):
            raise NotFound("text")
        taken = say(
            work.pools,
            self._keys,
            self._chance,
            campaign=held.campaign.code,
            cell=held.cell.key,
            person=employee.subject,
            question=left[0],
            text=text,
        )
        key = "unseen.text_taken" if taken is Vote.TAKEN else "unseen.text_taken_before"
        return self.asked(incoming, employee, held, left[1:], Phrase(key), now)

    def _previewed(
        self, work: Work, incoming: Incoming, employee: Employee, held: Held, slip: str, name: str, text: str
    ) -> Outcome:
        question = held.question(name)
        most = min(MOST, longest(question))
        preview = masked(work, text, employee.language, most)
        if isinstance(preview, TooMuch):
            return unseen_pages.too_long(incoming, employee, text, preview)
        wrong = misfit(held.definition, question, preview.text, employee.language)
        if wrong is not None or not preview.text:
            return unseen_pages.misfits(incoming, employee, preview.text, wrong or Phrase("unseen.empty"))
        tie = binding(held.key, employee.subject, slip, [preview.text])
        options = (Action(SEND, (slip, tie)), Action(LEAVE, (slip,)))
        return unseen_pages.preview(held, incoming, employee, question, preview, options)

    def _slip(self, work: Work, employee: Employee, slip: str) -> tuple[Held | Silent, tuple[str, ...]]:
        """Raises NotFound for a slip that we did not write for this person."""
        held = self._surveys.held(work, code_of(slip) or "", employee.unit)
        if isinstance(held, Silent):
            return held, ()
        left = held.slips.left(slip, employee.subject)
        if left is None:
            raise NotFound("slip")
        return held, left

    def _slips_of(self, held: Held, employee: Employee, left: Sequence[str]) -> list[tuple[str, str]]:
        return [(name, held.slips.written([name], employee.subject)) for name in left]
