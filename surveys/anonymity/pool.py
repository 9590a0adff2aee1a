"""What storage must do for the pool, and an answer's way into it.

Everything here happens inside one unit of work: `Rows.generation` locks the pool until its end, so no answer can be
sealed under a key that a draw is about to drop.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from surveys.anonymity.blocks import Block, written_ratings, written_text
from surveys.anonymity.boxes import Box, seal
from surveys.anonymity.keys import RATINGS, Keys, Pool, texts_of
from surveys.anonymity.marks import text_mark, vote_mark
from surveys.answering.values import Answer
from surveys.chance import Chance


@dataclass(frozen=True, slots=True)
class Change:
    """Everything one draw or close writes, in one transaction with the check that `generations` still stand."""

    blocks: tuple[Block, ...]
    gone: tuple[tuple[Pool, tuple[bytes, ...]], ...]
    """Slots to delete."""
    kept: tuple[tuple[Pool, tuple[Box, ...]], ...]
    """Boxes to insert instead, in the order given, which is random."""
    generations: tuple[tuple[Pool, int], ...]
    """Generations that begin; the pool must stand at the one before. For a draw `Rows.apply` also sets `drawn_at`."""
    forget_marks: str = ""
    """At the close: the campaign whose marks are deleted."""


class Rows(Protocol):
    """The rows of anonymous campaigns. No row holds a person, a moment or an order."""

    def mark(self, campaign: str, mark: bytes) -> bool:
        """Remember it. False where it is remembered: the person has answered."""
        ...

    def marked(self, campaign: str, mark: bytes) -> bool:
        """Asks without remembering, e.g. what a person could still send."""
        ...

    def generation(self, pool: Pool) -> int:
        """0 for a pool that nothing lay in yet. Locks the pool until the end of the work."""
        ...

    def drawn_at(self, pool: Pool) -> datetime | None: ...

    def size(self, pool: Pool) -> int: ...

    def boxes(self, pool: Pool) -> list[Box]: ...

    def put(self, pool: Pool, box: Box) -> None: ...

    def pools(self, campaign: str) -> list[Pool]:
        """Those that hold a box, or have a generation above 0."""
        ...

    def apply(self, change: Change, at: datetime) -> None:
        """Raises Conflict("generation") where a pool has moved on."""
        ...

    def blocks(self, campaign: str) -> list[Block]: ...


class Vote(Enum):
    TAKEN = "taken"
    TWICE = "twice"
    """This person's is in already: nothing was stored."""


def vote(
    rows: Rows, keys: Keys, chance: Chance, *, campaign: str, cell: str, person: str, answers: Mapping[str, Answer]
) -> Vote:
    """One person's ratings into the pool of the cell. Raises KeyLost, and TooLong as `boxes.seal` does."""
    mark = vote_mark(keys.campaign(campaign), person)
    return put(rows, keys, chance, Pool(campaign, RATINGS, cell), mark, written_ratings(answers))


def say(
    rows: Rows, keys: Keys, chance: Chance, *, campaign: str, cell: str, person: str, question: str, text: str
) -> Vote:
    """One person's text, cleaned and masked already, into the pool of its question and cell."""
    mark = text_mark(keys.campaign(campaign), person, question)
    return put(rows, keys, chance, Pool(campaign, texts_of(question), cell), mark, written_text(text))


def put(rows: Rows, keys: Keys, chance: Chance, pool: Pool, mark: bytes, content: bytes) -> Vote:
    """Sealed, once for each mark. Raises KeyLost, and TooLong as `boxes.seal` does."""
    generation = rows.generation(pool)
    key = keys.block(pool, generation) if rows.size(pool) else keys.make_block(pool, generation)
    box = seal(content, pool=pool, generation=generation, key=key, chance=chance)
    if not rows.mark(pool.campaign, mark):
        return Vote.TWICE
    rows.put(pool, box)
    return Vote.TAKEN
