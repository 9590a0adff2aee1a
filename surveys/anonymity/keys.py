"""The port to secret keys, which live outside the database and every backup of it (trust.md 1.3 item 6).

KeyLost (OtklikError)
    A key that should be there is not: the folder was lost or wiped. What was sealed under it stays sealed for ever.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from surveys.errors import OtklikError


class KeyLost(OtklikError):
    def __init__(self, kind: str, campaign: str) -> None:
        super().__init__(kind)
        self.kind = kind
        """"campaign" or "block"."""
        self.campaign = campaign


@dataclass(frozen=True, slots=True, order=True)
class Pool:
    """Where answers of one kind wait: everything in one pool is mixed with everything else in it, and nothing else."""

    campaign: str
    stream: str
    """RATINGS, or `texts_of(question)`: texts of different questions never share a pool, so that n texts in a block
    are by n different people."""
    cell: str


RATINGS = "ratings"


def texts_of(question: str) -> str:
    return f"text:{question}"


def fingerprint(key: bytes) -> str:
    """What everybody may know of a key: 8 bytes in hexadecimal, enough to recognise it and no help in finding it."""
    return hmac.new(key, b"fingerprint", hashlib.sha256).digest()[:8].hex()


class Keys(Protocol):
    """Every method returns when the effect is durable, the folder entry included. Keys are 32 random bytes."""

    def campaign(self, campaign: str) -> bytes:
        """Raises KeyLost."""
        ...

    def make_campaign(self, campaign: str) -> bytes:
        """Made anew at the launch. Raises Conflict when there is one."""
        ...

    def block(self, pool: Pool, generation: int) -> bytes:
        """Raises KeyLost."""
        ...

    def make_block(self, pool: Pool, generation: int) -> bytes:
        """A new key; one that a draw or an answer left behind, which was never committed, is returned as it is.

        That nothing was sealed under it sees `draw.recovered` to: after a restored backup it drops what came later.
        """
        ...

    def generations(self, pool: Pool) -> frozenset[int]:
        """Those that still have a key."""
        ...

    def block_keys(self, campaign: str) -> int:
        """How many there are, of all pools and generations."""
        ...

    def drop_block(self, pool: Pool, generation: int) -> None:
        """Overwritten and gone; passing over one that is gone already."""
        ...

    def keep_blocks(self, campaign: str, kept: Collection[tuple[Pool, int]]) -> None:
        """Every other block key of the campaign is dropped, those of pools that nobody knows any more included."""
        ...

    def drop_campaign(self, campaign: str) -> None:
        """The campaign's own key and every block key of it, gone; passing over those that are gone already."""
        ...
