"""A code on its way through buttons, so that its author need not type it at every step.

    handle = "?mail" + base64url( 13 bytes of the code, veiled, and its 8-byte seal )
    seal   = first 8 bytes of HMAC-SHA256(handle key, person, code)
    veiled = code xor SHAKE-256(handle key, "veil", seal, person), deterministic as in SIV

Veiled, because a button lies in the channel's queue of pending taps beside the person's number, and the code in plain
would lead from there through its hash to the letters.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field

from surveys.anonymity.texts import MARK
from surveys.chance import ALPHABET
from surveys.mailbox.codes import LENGTH
from surveys.mailbox.letters import STANDING

HEAD = MARK + STANDING
BITS = 5
CODE_BYTES = -(-LENGTH * BITS // 8)
SEAL_BYTES = 8


@dataclass(frozen=True, slots=True)
class Handles:
    """Writes and reads handles. `campaign_key` is that of the standing campaign of letters."""

    campaign_key: bytes = field(repr=False)

    def written(self, code: str, person: str) -> str:
        """28 signs after the head: a handle has 33."""
        seal = self._seal(code, person)
        veiled = _mixed(_number(code).to_bytes(CODE_BYTES, "big"), self._veil(seal, person))
        return HEAD + base64.urlsafe_b64encode(veiled + seal).decode()

    def code(self, handle: str, person: str) -> str | None:
        """None unless we wrote it for this person, with the key that stands now."""
        try:
            whole = base64.urlsafe_b64decode(handle.removeprefix(HEAD).encode())
        except (binascii.Error, ValueError):
            return None
        if not handle.startswith(HEAD) or len(whole) != CODE_BYTES + SEAL_BYTES:
            return None
        veiled, seal = whole[:CODE_BYTES], whole[CODE_BYTES:]
        code = _signs(int.from_bytes(_mixed(veiled, self._veil(seal, person)), "big"))
        return code if hmac.compare_digest(seal, self._seal(code, person)) else None

    def _seal(self, code: str, person: str) -> bytes:
        return hmac.new(self._key, f"{code}\n{person}".encode(), hashlib.sha256).digest()[:SEAL_BYTES]

    def _veil(self, seal: bytes, person: str) -> bytes:
        return hashlib.shake_256(self._key + b"veil" + seal + person.encode()).digest(CODE_BYTES)

    @property
    def _key(self) -> bytes:
        return hmac.new(self.campaign_key, b"handles", hashlib.sha256).digest()


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))


def _number(code: str) -> int:
    number = 0
    for sign in code:
        number = number << BITS | ALPHABET.index(sign)
    return number


def _signs(number: int) -> str:
    """The lowest 100 bits: a seal of something longer fits no code."""
    return "".join(ALPHABET[number >> BITS * at & 31] for at in range(LENGTH - 1, -1, -1))
