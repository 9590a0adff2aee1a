"""What is sealed of one letter.

    digest (32) | 1 where it begins its thread | length, about | length, text | filler

Every box of the pool is of one size: a long letter among short ones would be known by its box.
"""

import json
from dataclasses import dataclass

from surveys.anonymity.boxes import SIZES
from surveys.mailbox.letters import Arrived

DIGEST = 32
_LENGTH = 2
_FILLED = SIZES[0]
"""Longer than the smaller size holds, so that the larger one is always taken."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter in its box. Letters of one thread that wait together may be opened in any order, but for the first."""

    letter: Arrived
    begins: bool


def written(posted: Posted) -> bytes:
    letter = posted.letter
    about = json.dumps([list(pair) for pair in letter.about], ensure_ascii=False, separators=(",", ":")).encode()
    text = letter.text.encode(errors="replace")
    content = letter.digest + bytes([posted.begins]) + _measured(about) + _measured(text)
    return content.ljust(_FILLED, b"\0")


def read(content: bytes) -> Posted:
    digest, begins, rest = content[:DIGEST], bool(content[DIGEST]), content[DIGEST + 1 :]
    about, rest = _taken(rest)
    text, _ = _taken(rest)
    pairs = tuple((question, option) for question, option in json.loads(about))
    return Posted(Arrived(digest, pairs, text.decode()), begins)


def _measured(part: bytes) -> bytes:
    return len(part).to_bytes(_LENGTH, "big") + part


def _taken(rest: bytes) -> tuple[bytes, bytes]:
    end = _LENGTH + int.from_bytes(rest[:_LENGTH], "big")
    return rest[_LENGTH:end], rest[end:]
