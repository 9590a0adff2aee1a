"""The trail of what privileged people did: append-only, each entry chained to the one before (trust.md 4, row 14).

    digest(n) = SHA-256(digest(n-1) || canonical JSON of entry n);  digest(0) = 32 zero bytes

Never an answer, and nothing that moves when somebody answers. Who rewrites the whole chain is found by the head that
was published before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

START = bytes(32)

Facts = Mapping[str, "str | int"]


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    """From 1, without gaps."""
    at: datetime
    actor: int
    """The number of the person, 0 for the program itself."""
    act: str
    """A stable key such as "campaign.launched"."""
    facts: Facts
    digest: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not follow from the one before it, or the published head that no entry has."""

    number: int
    reason: str
    """"changed", "gap" or "head"."""


def chained(before: bytes, number: int, at: datetime, actor: int, act: str, facts: Facts) -> bytes:
    canonical = json.dumps(
        [number, at.isoformat(), actor, act, dict(sorted(facts.items()))], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(before + canonical.encode()).digest()


def verified(entries: Iterable[Entry], head: tuple[int, bytes] | None = None) -> Broken | None:
    """None for a whole chain. `head`: (number, digest) that was published: it must be in the chain, unchanged."""
    before, expected = START, 1
    seen: bytes | None = None
    for entry in entries:
        if entry.number != expected:
            return Broken(expected, "gap")
        if chained(before, entry.number, entry.at, entry.actor, entry.act, entry.facts) != entry.digest:
            return Broken(entry.number, "changed")
        if head is not None and head[0] == entry.number:
            seen = entry.digest
        before, expected = entry.digest, expected + 1
    if head is not None and head[0] and seen != head[1]:
        return Broken(head[0], "head")
    return None
