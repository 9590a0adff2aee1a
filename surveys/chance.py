"""Time, identity and randomness as ports, so that tests fix all three."""

import secrets
from datetime import UTC, datetime
from typing import Protocol

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
"""32 signs without 0 o 1 l: a key can be read aloud. Five bits each."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Chance(Protocol):
    def key(self, length: int = 8) -> str:
        """`length` random signs of ALPHABET."""
        ...

    def fraction(self) -> float:
        """Uniform in [0, 1)."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemChance:
    """Randomness of the operating system, fit for codes that must not be guessed."""

    def key(self, length: int = 8) -> str:
        return "".join(secrets.choice(ALPHABET) for _ in range(length))

    def fraction(self) -> float:
        return secrets.randbits(53) / (1 << 53)
