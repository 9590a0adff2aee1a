"""Drawing a block of k from a pool of 2k or more, and going on after a crash.

    with the pool locked:   new key made durable          (KEY_MADE)
    one transaction:        block in, drawn and old boxes out, the rest sealed anew, generation on   (COMMITTED)
    after the commit:       old key dropped                (KEY_DROPPED)
                            write-ahead log cut off        (CUT_OFF)

A kill after any of these loses nothing and shows nobody: before the commit the old boxes stand under the old key, and
the unused new key is taken by the next draw; after it, what still opens the old boxes (the key, until it is dropped)
is dropped by `recovered`, which the program calls before anything else. In between, a thief of the key folder *and*
the log could tell the drawn from the kept: the window lasts from the commit to the drop, or to the next start.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from surveys.anonymity.blocks import block
from surveys.anonymity.boxes import Box, opened, seal
from surveys.anonymity.keys import KeyLost, Keys, Pool
from surveys.anonymity.lots import octets, shuffled
from surveys.anonymity.pool import Change, Rows
from surveys.chance import Chance
from surveys.disclosure.parameters import Parameters


class CrashPoint(Enum):
    """Where a kill may come, in order: tests kill at each of them."""

    KEY_MADE = "key_made"
    COMMITTED = "committed"
    KEY_DROPPED = "key_dropped"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class DropBlockKey:
    pool: Pool
    generation: int


@dataclass(frozen=True, slots=True)
class DropCampaignKeys:
    campaign: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """SQLite: wal_checkpoint(TRUNCATE). Other stores have nothing like it to do here."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """SQLite: VACUUM, at the close."""


Afterwards = DropBlockKey | DropCampaignKeys | CutOff | Rewrite


@dataclass(frozen=True, slots=True)
class Plan:
    """`change` is committed first; then `afterwards`, in order, each durable before the next. All of it may be done
    twice. Nothing of `afterwards` may be begun before the commit is durable."""

    change: Change
    afterwards: tuple[Afterwards, ...]


def due(rows: Rows, pool: Pool, parameters: Parameters, *, now: datetime, launched: datetime) -> bool:
    """Asked by a tick and never by an answer: no draw happens because one given person answered."""
    since = rows.drawn_at(pool) or launched
    return now - since >= parameters.pause and rows.size(pool) >= 2 * parameters.block(pool.stream)


def draw(rows: Rows, keys: Keys, chance: Chance, pool: Pool, parameters: Parameters) -> Plan | None:
    """k at random become a block, everybody else is sealed anew: nothing tells who was drawn.

    None where the pool holds fewer than 2k. Raises KeyLost. Ends with the pool locked and the new key durable.
    """
    generation = rows.generation(pool)
    boxes = rows.boxes(pool)
    k = parameters.block(pool.stream)
    if len(boxes) < 2 * k:
        return None
    contents = _opened(boxes, pool, keys)
    mixed = shuffled(chance, contents)
    fresh = keys.make_block(pool, generation + 1)
    kept = [seal(content, pool=pool, generation=generation + 1, key=fresh, chance=chance) for content in mixed[k:]]
    drawn = block(octets(chance, 16), pool.campaign, pool.stream, pool.cell, mixed[:k])
    change = Change(
        blocks=(drawn,),
        gone=((pool, tuple(box.slot for box in boxes)),),
        kept=((pool, tuple(kept)),),
        generations=((pool, generation + 1),),
    )
    return Plan(change, (DropBlockKey(pool, generation), CutOff()))


@dataclass(frozen=True, slots=True)
class Recovered:
    lost: tuple[tuple[Pool, int], ...]
    """Boxes that nothing opens any more, by pool: their owners' marks stand, so they cannot answer again."""
    campaign_key_lost: bool
    """Nobody can be told from a new voter any more: the campaign takes no answers and has to be closed."""


def recovered(rows: Rows, keys: Keys, campaign: str) -> tuple[Plan, Recovered]:
    """What a crash or a lost key folder left to do, derived from what stands. Call it before any other use."""
    lost: list[tuple[Pool, int]] = []
    gone, generations, drops = [], [], []
    for pool in sorted(rows.pools(campaign)):
        generation, known = rows.generation(pool), keys.generations(pool)
        drops += [DropBlockKey(pool, older) for older in sorted(known) if older < generation]
        boxes = rows.boxes(pool)
        if boxes and generation not in known:
            lost.append((pool, len(boxes)))
            gone.append((pool, tuple(box.slot for box in boxes)))
            generations.append((pool, generation + 1))
    change = Change((), tuple(gone), (), tuple(generations))
    plan = Plan(change, (*drops, CutOff()) if drops or gone else ())
    return plan, Recovered(tuple(lost), _campaign_key_lost(keys, campaign))


def _campaign_key_lost(keys: Keys, campaign: str) -> bool:
    try:
        keys.campaign(campaign)
    except KeyLost:
        return True
    return False


def _opened(boxes: list[Box], pool: Pool, keys: Keys) -> list[bytes]:
    found = {generation: keys.block(pool, generation) for generation in {box.generation for box in boxes}}
    return [opened(box, pool=pool, key=found[box.generation]) for box in boxes]
