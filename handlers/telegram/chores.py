"""What is owed to a chat: a message that must go, because it shows somebody's answer (trust.md 1.3).

Normally it goes at once and is written down nowhere. Only where Telegram is away does it become a line outside the
database and its backups, kept until the message is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from surveys.address import Address

Key = tuple[Address, str]

FOR_SECONDS = 47 * 3600.0
"""Telegram lets a bot delete in a private chat for 48 hours; the last hour is for telling the person."""


class Kind(StrEnum):
    OWN = "own"
    """What the person wrote: it is deleted."""
    OURS = "ours"
    """A message of ours: it is deleted, or where that is refused its words and buttons are replaced."""


@dataclass(frozen=True, slots=True)
class Chore:
    """`placement` is the number of the message; `deadline` in seconds since the epoch."""

    address: Address
    placement: str
    kind: Kind
    deadline: float

    @property
    def key(self) -> Key:
        return self.address, self.placement


class Kept(Protocol):
    """Chores that survive the process."""

    def chores(self) -> Sequence[Chore]: ...

    def holds(self, key: Key) -> bool: ...

    async def add(self, chore: Chore) -> None:
        """It is durable when this returns. Once more changes nothing. Raises OSError."""
        ...

    async def strike(self, key: Key) -> None:
        """It is done. Raises OSError."""
        ...
