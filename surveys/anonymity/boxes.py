"""An answer sealed: a box says nothing but which pool it lies in and that it is not longer than one of two sizes.

BoxRefused (OtklikError)
├── TooLong      an answer that the larger size cannot hold
└── NotOurs      a box that does not open: another key, another pool, or changed
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from surveys.anonymity.keys import Pool
from surveys.anonymity.lots import octets
from surveys.chance import Chance
from surveys.errors import OtklikError

SIZES = (2 * 1024, 8 * 1024)
"""Bytes of plaintext after padding. 8 KiB holds a text of 2,000 signs at four bytes each."""
NONCE = 12
SLOT = 16
_LENGTH = 4


class BoxRefused(OtklikError):
    pass


class TooLong(BoxRefused):
    def __init__(self, length: int) -> None:
        super().__init__("too long")
        self.length = length


class NotOurs(BoxRefused):
    pass


@dataclass(frozen=True, slots=True)
class Box:
    """A row of the pool. `slot` is random: it orders nothing."""

    slot: bytes
    generation: int
    sealed: bytes = field(repr=False)


def seal(content: bytes, *, pool: Pool, generation: int, key: bytes, chance: Chance) -> Box:
    """A new box in a new slot. Raises TooLong."""
    nonce = octets(chance, NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, _padded(content), _bound_to(pool, generation))
    return Box(octets(chance, SLOT), generation, sealed)


def opened(box: Box, *, pool: Pool, key: bytes) -> bytes:
    """Raises NotOurs."""
    try:
        padded = AESGCM(key).decrypt(box.sealed[:NONCE], box.sealed[NONCE:], _bound_to(pool, box.generation))
    except (InvalidTag, ValueError) as failed:
        raise NotOurs("does not open") from failed
    length = int.from_bytes(padded[:_LENGTH], "big")
    return padded[_LENGTH : _LENGTH + length]


def _padded(content: bytes) -> bytes:
    size = next((size for size in SIZES if len(content) + _LENGTH <= size), None)
    if size is None:
        raise TooLong(len(content))
    return (len(content).to_bytes(_LENGTH, "big") + content).ljust(size, b"\0")


def _bound_to(pool: Pool, generation: int) -> bytes:
    """A box moved to another cell or campaign does not open there."""
    return "\n".join((pool.campaign, pool.stream, pool.cell, str(generation))).encode()
