"""Random octets and draws made from the Chance port, so that one seed fixes a whole test run."""

from collections.abc import Sequence
from typing import TypeVar

from surveys.chance import ALPHABET, Chance

T = TypeVar("T")

_PLACES = {sign: place for place, sign in enumerate(ALPHABET)}


def octets(chance: Chance, count: int) -> bytes:
    """`count` uniform bytes: every sign of a key is five uniform bits, and surplus bits are thrown away."""
    signs = chance.key(-(-8 * count // 5))
    number = 0
    for sign in signs:
        number = number << 5 | _PLACES[sign]
    return (number & ((1 << 8 * count) - 1)).to_bytes(count, "big")


def shuffled(chance: Chance, items: Sequence[T]) -> list[T]:
    """Fisher and Yates. A fraction has 53 bits, so the bias among n items is below n / 2**53."""
    mixed = list(items)
    for last in range(len(mixed) - 1, 0, -1):
        other = int(chance.fraction() * (last + 1))
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed
