"""A thread of letters. Nothing in it says who wrote: its author holds the code, we hold a hash of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

STANDING = "mail"
"""The code that letters' keys are kept under, as those of a campaign that never ends. No campaign is called so: codes
have no l."""


class Side(Enum):
    AUTHOR = "author"
    DESK = "desk"


class Standing(Enum):
    NEW = "new"
    """The author wrote last."""
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Letter:
    side: Side
    text: str = field(repr=False)
    day: date
    """The day letters were let out together, never the moment one was written."""


@dataclass(frozen=True, slots=True)
class Thread:
    digest: bytes
    """Of the code; 32 bytes. Letters of unknown threads begin one."""
    about: tuple[tuple[str, str], ...]
    """(question, option) of what was tapped before the first letter; () for none."""
    standing: Standing
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """One letter of an author, opened when the day's letters are let out."""

    digest: bytes
    about: tuple[tuple[str, str], ...]
    text: str = field(repr=False)
