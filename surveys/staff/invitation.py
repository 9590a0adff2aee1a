"""A code that lets somebody in: as an employee of a unit, or into a role. Only its hash is kept."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from surveys.chance import ALPHABET, Chance

LENGTH = 26
"""Signs of a code: 130 bits, which nobody guesses (trust.md 4, row 4)."""
LINK = "e"
"""What a start link begins with that carries such a code; points' links begin otherwise."""
GROUP = 5
SLIP = 3
"""Signs too many or too few that are still taken for a slip; the reply code of a letter is shorter."""
SEPARATORS = "-‐‑–—_·.,/"
LOOK_ALIKES = str.maketrans("авекмнрстухі", "abekmhpctyxi")
"""Cyrillic letters that look like the Latin ones of a code, in capitals at least."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`unit` or `role` is set, not both: an employee of this unit, or a holder of this role."""

    digest: bytes
    batch: str
    """Codes made together and printed on one sheet: withdrawn together."""
    unit: str
    role: str
    limit: int
    """1 for a one-time code."""
    used: int
    expires_at: datetime
    hired: date | None = None
    """The day of hire of whoever joins by it; of one-time codes only. Forgotten once it is used."""


def new_code(chance: Chance) -> str:
    return chance.key(LENGTH)


def digest_of(code: str) -> bytes:
    """What is stored: SHA-256. Nothing slower is needed for 130 random bits."""
    return hashlib.sha256(b"otklik invitation\n" + code.encode()).digest()


def read_code(text: str) -> str | None:
    """A code as people type it, in groups or capitals; None for what cannot be one."""
    code = _bare(text)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def resembles_code(text: str) -> bool:
    """Whether it was meant as a code and a sign was lost or doubled: groups of a code's signs, and no words."""
    groups = text.strip().split("-")
    code = _bare(text)
    return len(groups) > 4 and abs(len(code) - LENGTH) <= SLIP and all(sign in ALPHABET for sign in code)


def is_code(text: str) -> bool:
    """Whether a text is a code or was meant as one: it is never an answer."""
    return read_code(text) is not None or resembles_code(text)


def start_code(payload: str) -> str | None:
    """The code that a start link carries; None for any other link."""
    return read_code(payload[len(LINK) :]) if payload.startswith(LINK) else None


def start_link(code: str, bot_name: str) -> str:
    """`bot_name` with or without "@"."""
    return f"https://t.me/{bot_name.removeprefix('@')}?start={LINK}{code}"


def _bare(text: str) -> str:
    if len(text) > 3 * LENGTH:
        return ""
    signs = "".join(sign for sign in "".join(text.split()) if sign not in SEPARATORS)
    return signs.lower().translate(LOOK_ALIKES)


def grouped(code: str) -> str:
    """The code as it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
