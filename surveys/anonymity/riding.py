"""Answers that ride in the buttons: while somebody answers, the program keeps nothing about it anywhere.

    ticket = "!" + campaign (4 signs of ALPHABET) + base64url digits of  veiled * 2**64 + seal
    number = mixed radix over: step, returning, language, draft, then each question that can be answered by tapping
    seal   = first 8 bytes of HMAC-SHA256(riding key, length-prefixed campaign, person, form, version, number)
    veiled = number xor SHAKE-256(riding key, "veil", seal, person): a log line, a crash report or the channel's queue
             of pending taps that shows a button shows no answers but the tap itself (deterministic, as in SIV)
    riding key = HMAC-SHA256(campaign key, "riding")

A ticket stands where a session's key stands in an action, so `surveys.answering.keys.read_action` and the channel's
own signature work unchanged, and costs the same bytes whatever was answered. Replays are harmless: nothing is stored
until the vote, and the vote is unique by its mark. docs/decisions/0020 says why, and what a restart costs (nothing).
"""

import hashlib
import hmac
import math
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from surveys.anonymity.digits import Digit, digit_of
from surveys.anonymity.separable import Unridable, rated_part, unridable
from surveys.answering.keys import SUMMARY_KEY, key_of
from surveys.answering.plan import Plan, Step, plan_of
from surveys.answering.session import SUMMARY, Session
from surveys.answering.values import Answer
from surveys.chance import ALPHABET
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Option, Phrase, Screen

ROOM = 52
"""Bytes of a button that are left for verb and arguments, separators included: 64 less the channel's signature (12)."""
MARK = "!"
"""No session key begins so."""
CAMPAIGN_SIGNS = 4
SEAL_BITS = 64
BITS_A_SIGN = 6
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {sign: value for value, sign in enumerate(_DIGITS)}


@dataclass(frozen=True, slots=True)
class Fits:
    bits: int
    limit: int


@dataclass(frozen=True, slots=True)
class DoesNotFit:
    """Told at publication, where a questionnaire with anonymity: strict is refused for it."""

    bits: int
    limit: int
    first_over: str
    """The first question, in the order of the sheet, that has no room any more; or that cannot ride at all."""
    reason: str = "too_many_bits"
    """Or, as in `Unridable`: it cannot ride at all, and `bits` and `limit` are 0."""

    @property
    def said(self) -> Phrase:
        return Phrase(
            f"anonymity.does_not_ride.{self.reason}",
            {"question": self.first_over, "bits": self.bits, "limit": self.limit},
        )


Capacity = Fits | DoesNotFit


def capacity(definition: Questionnaire, room: int = ROOM) -> Capacity:
    """Whether the answers of `definition` can ride in buttons that leave `room` bytes for verb and arguments."""
    try:
        ride = Ride.of(definition)
    except Unridable as fault:
        return DoesNotFit(0, 0, fault.question, fault.reason)
    limit = (room - ride.overhead - len(MARK) - CAMPAIGN_SIGNS) * BITS_A_SIGN - SEAL_BITS
    bits = ride.bits
    if bits <= limit:
        return Fits(bits, limit)
    return DoesNotFit(bits, limit, ride.first_over(limit))


@dataclass(frozen=True, eq=False)
class Ride:
    """A questionnaire made ready for riding. Keep one per version: the engine's plans are kept by identity.

    `rated` is what the engine runs on; free texts are items of their own (`surveys.anonymity.separable`).
    """

    definition: Questionnaire
    rated: Questionnaire
    plan: Plan
    digits: tuple[tuple[Step, Digit], ...]

    @classmethod
    def of(cls, definition: Questionnaire) -> "Ride":
        """Raises Unridable for a questionnaire with a question that cannot ride; one too large is made all the same."""
        fault = unridable(definition)
        if fault:
            raise fault
        rated = rated_part(definition)
        plan = plan_of(rated)
        digits = tuple((step, digit) for step in plan.steps if (digit := digit_of(step)))
        return cls(definition, rated, plan, digits)

    @property
    def radices(self) -> tuple[int, ...]:
        return (*self._heads, *(digit.count for _, digit in self.digits))

    @property
    def bits(self) -> int:
        return (math.prod(self.radices) - 1).bit_length()

    @property
    def overhead(self) -> int:
        """The bytes of the longest action of this questionnaire without its ticket, separators included."""
        step = max((len(key_of(each.index)) for each in self.plan.steps), default=1)
        option = max((len(offered.key) for each in self.plan.steps for offered in each.offered), default=1)
        language = max((len(each.code.encode()) for each in self.rated.languages), default=0)
        toggled = len("off::") + 1 + step + option
        changed = len("edit:::") + len(SUMMARY_KEY) + step
        spoken = len("lang::") + language if language else 0
        return max(toggled, changed, spoken)

    @property
    def _heads(self) -> tuple[int, int, int, int]:
        drafts = [digit.several.count for _, digit in self.digits if digit.several]
        return (len(self.plan.steps) + 1, 2, max(len(self.rated.languages), 1), max(drafts, default=1))

    def first_over(self, limit: int) -> str:
        used = math.prod(self._heads)
        for step, digit in self.digits:
            used *= digit.count
            if (used - 1).bit_length() > limit:
                return step.name
        return ""

    # --- a session as a number

    def number(self, session: Session) -> int:
        """Raises ValueError for a session that is not one of `rated`."""
        names = [step.name for step in self.plan.steps]
        step = len(names) if session.step == SUMMARY else names.index(session.step)
        languages = [each.code for each in self.rated.languages]
        language = languages.index(session.language) if languages else 0
        values = [step, int(session.returning), language, self._draft_number(session)]
        values += [digit.number(session.answers.get(each.name)) for each, digit in self.digits]
        number = 0
        for value, radix in zip(values, self.radices, strict=True):
            number = number * radix + value
        return number

    def session(self, number: int, *, key: str, language: str, now: datetime) -> Session:
        """What `number` was made of. `language` is for a questionnaire that names none. Raises ValueError."""
        values: list[int] = []
        for radix in reversed(self.radices):
            number, value = divmod(number, radix)
            values.append(value)
        if number:
            raise ValueError("a number too large")
        step, returning, spoken, draft, *given = reversed(values)
        answers: dict[str, Answer] = {}
        for (each, digit), value in zip(self.digits, given, strict=True):
            answer = digit.answer(value)
            if answer is not None:
                answers[each.name] = answer
        at = SUMMARY if step == len(self.plan.steps) else self.plan.steps[step].name
        return Session(
            key=key,
            form_id=self.rated.settings.form_id,
            version=self.rated.settings.version,
            language=self.rated.languages[spoken].code if self.rated.languages else language,
            started_at=now,
            touched_at=now,
            step=at,
            answers=MappingProxyType(answers),
            draft=self._draft(at, draft),
            returning=bool(returning),
        )

    def _toggled(self, step: str) -> Digit | None:
        return next((digit for each, digit in self.digits if each.name == step and digit.several), None)

    def _draft_number(self, session: Session) -> int:
        """An author's default may tick what a respondent could not (too many): then nothing is ticked."""
        digit = self._toggled(session.step)
        try:
            return digit.several.number(session.draft) if digit and digit.several else 0
        except ValueError:
            return 0

    def _draft(self, step: str, number: int) -> tuple[str, ...]:
        digit = self._toggled(step)
        if digit is None or digit.several is None:
            if number:
                raise ValueError("a draft where nothing is toggled")
            return ()
        if number >= digit.several.count:
            raise ValueError("a draft of another question")
        return digit.several.chosen(number)


@dataclass(frozen=True, slots=True)
class Conductor:
    """Writes and checks the tickets of one campaign. `campaign` is its short code: 4 signs of ALPHABET."""

    ride: Ride
    campaign: str
    campaign_key: bytes

    def ticket(self, session: Session, person: str) -> str:
        number = self.ride.number(session)
        seal = self._seal(number, person)
        whole = (number ^ self._veil(seal, person)) << SEAL_BITS | seal
        signs = [_DIGITS[whole >> at & 63] for at in range(0, BITS_A_SIGN * self._signs, BITS_A_SIGN)]
        return f"{MARK}{self.campaign}{''.join(reversed(signs))}"

    def opened(self, ticket: str, person: str, *, language: str, now: datetime) -> Session | None:
        """The session that rode in it; None unless we wrote it for this person, campaign and version."""
        head = f"{MARK}{self.campaign}"
        body = ticket.removeprefix(head)
        if not ticket.startswith(head) or len(body) != self._signs or any(sign not in _VALUES for sign in body):
            return None
        whole = 0
        for sign in body:
            whole = whole << BITS_A_SIGN | _VALUES[sign]
        seal = whole & ((1 << SEAL_BITS) - 1)
        number = whole >> SEAL_BITS ^ self._veil(seal, person)
        if number.bit_length() > self.ride.bits:
            return None
        if not hmac.compare_digest(seal.to_bytes(8, "big"), self._seal(number, person).to_bytes(8, "big")):
            return None
        try:
            return self.ride.session(number, key=self.session_key(person), language=language, now=now)
        except ValueError:
            return None

    def session_key(self, person: str) -> str:
        """The same at every tap, for orders drawn at random; it finds nothing anywhere."""
        digest = hmac.new(self._key, b"order\0" + person.encode(), hashlib.sha256).digest()
        return "".join(ALPHABET[byte & 31] for byte in digest[:8])

    def drawn(self, screen: Screen, session: Session, person: str) -> Screen:
        """`screen` of `session`, its actions carrying the ticket in place of the session's key."""
        ticket = self.ticket(session, person)

        def bound(option: Option) -> Option:
            verb, args = option.action.verb, option.action.args
            own = bool(args) and args[0] == session.key
            return replace(option, action=Action(verb, (ticket, *args[1:]))) if own else option

        answers = screen.answers
        if answers:
            answers = replace(answers, options=tuple(map(bound, answers.options)))
        return replace(screen, answers=answers, controls=tuple(map(bound, screen.controls)))

    @property
    def _signs(self) -> int:
        return -(-(self.ride.bits + SEAL_BITS) // BITS_A_SIGN)

    @property
    def _key(self) -> bytes:
        return hmac.new(self.campaign_key, b"riding", hashlib.sha256).digest()

    def _veil(self, seal: int, person: str) -> int:
        bits = self.ride.bits
        stream = hashlib.shake_256(self._key + b"veil" + seal.to_bytes(8, "big") + person.encode())
        return int.from_bytes(stream.digest(-(-bits // 8)), "big") >> -bits % 8

    def _seal(self, number: int, person: str) -> int:
        settings = self.ride.rated.settings
        parts = [part.encode() for part in (self.campaign, person, settings.form_id, settings.version)]
        parts.append(number.to_bytes(-(-self.ride.bits // 8) + 1, "big"))
        signed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return int.from_bytes(hmac.new(self._key, signed, hashlib.sha256).digest()[:8], "big")


def campaign_of(ticket: str) -> str | None:
    """The code of the campaign a ticket was written for, None for what is no ticket. Says nothing about its truth."""
    code = ticket[len(MARK) : len(MARK) + CAMPAIGN_SIGNS]
    known = ticket.startswith(MARK) and len(code) == CAMPAIGN_SIGNS and all(sign in ALPHABET for sign in code)
    return code if known else None


__all__ = ["Capacity", "Conductor", "DoesNotFit", "Fits", "Ride", "Unridable", "campaign_of", "capacity"]
