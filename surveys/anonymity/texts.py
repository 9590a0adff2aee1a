"""Which question a typed text belongs to, with no row on disk that knows it.

After the vote the free texts are asked one by one. The prompt's button carries a *slip*: which texts are still to be
asked. When a text arrives it is cleaned and masked, and shown back to its author in a message of ours; the button
under that carries the slip and a `binding` to the very text shown. Sending it means tapping that button: the text is
then read from our own message and must match. So between typing and sending, the text is kept nowhere but in the chat.

    slip = "?" + campaign (4 signs) + texts left (bits, base 36) + "." + base64url(first 8 bytes of HMAC-SHA256)

Which question a typed text belongs to is told by the slip of the screen it replies to, or by the slip last shown to
this person (`Remembered`); where neither is known its author is asked (`surveys.conversation.unseen`).
"""

import base64
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from surveys.anonymity.riding import CAMPAIGN_SIGNS
from surveys.answering.keys import index_of, key_of

MARK = "?"
SEAL_BYTES = 8
HELD_FOR = timedelta(hours=1)
DOUBTED_FOR = timedelta(days=2)
"""How long it is known that something was asked here, when it is no longer certain that the next text answers it."""
MOST_HELD = 10_000
"""People between prompt and text at once; the oldest are forgotten first, and are asked by buttons instead."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Writes and checks the slips of one campaign. `questions` are all its free texts, in the order of the sheet."""

    campaign: str
    campaign_key: bytes = field(repr=False)
    questions: tuple[str, ...]

    def written(self, left: Sequence[str], person: str) -> str:
        """`left` are the texts to ask, the first of them now."""
        bits = sum(1 << self.questions.index(name) for name in left)
        return f"{MARK}{self.campaign}{key_of(bits)}.{self._seal(bits, person)}"

    def left(self, slip: str, person: str) -> tuple[str, ...] | None:
        """The texts still to ask; None unless we wrote the slip for this person."""
        head = f"{MARK}{self.campaign}"
        number, _, seal = slip.removeprefix(head).partition(".")
        bits = index_of(number)
        if not slip.startswith(head) or bits is None or bits >> len(self.questions):
            return None
        if not hmac.compare_digest(seal.encode(), self._seal(bits, person).encode()):
            return None
        return tuple(name for place, name in enumerate(self.questions) if bits >> place & 1)

    def _seal(self, bits: int, person: str) -> str:
        return _sealed(self.campaign_key, b"slip", self.campaign, person, str(bits))


def binding(campaign_key: bytes, person: str, carrier: str, texts: Sequence[str]) -> str:
    """11 signs that stand in the button under a text shown back to its author, beside `carrier` (a slip or ticket).

    They are right only for exactly these texts, this carrier and this person, so nothing else can be sent by the tap.
    """
    return _sealed(campaign_key, b"texts", person, carrier, *texts)


def bound(given: str, campaign_key: bytes, person: str, carrier: str, texts: Sequence[str]) -> bool:
    """Whether `given` is the `binding` of what our own message holds now."""
    return hmac.compare_digest(given.encode(), binding(campaign_key, person, carrier, texts).encode())


def _sealed(campaign_key: bytes, purpose: bytes, *parts: str) -> str:
    key = hmac.new(campaign_key, purpose, hashlib.sha256).digest()
    encoded = (part.encode(errors="replace") for part in parts)
    signed = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
    return base64.urlsafe_b64encode(hmac.new(key, signed, hashlib.sha256).digest()[:SEAL_BYTES]).decode().rstrip("=")


class Remembered:
    """The slip last shown to each person, in the memory of the process and nowhere else. A restart forgets all.

    Works run in several threads, so whatever takes more than one step takes the lock.
    """

    def __init__(self) -> None:
        self._slips: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        self._lock = Lock()

    def keep(self, person: str, slip: str, now: datetime) -> None:
        with self._lock:
            self._slips.pop(person, None)
            self._slips[person] = (slip, now + HELD_FOR)
            while len(self._slips) > MOST_HELD or next(iter(self._slips.values()))[1] + DOUBTED_FOR <= now:
                self._slips.popitem(last=False)

    def of(self, person: str, now: datetime) -> str | None:
        slip, until = self._slips.get(person, ("", now))
        return slip if now < until else None

    def faded(self, person: str, now: datetime) -> bool:
        """Something was shown to this person, and too long ago to be certain of the next text."""
        return person in self._slips and self.of(person, now) is None

    def forget(self, person: str) -> None:
        """Once the text is in, or the person did something else."""
        with self._lock:
            self._slips.pop(person, None)


def campaign_of(slip: str) -> str | None:
    """The code of the campaign a slip was written for; None for what is none. Says nothing about its truth."""
    code = slip[len(MARK) : len(MARK) + CAMPAIGN_SIGNS]
    return code if slip.startswith(MARK) and len(code) == CAMPAIGN_SIGNS else None
