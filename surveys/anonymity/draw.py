"""Drawing a block of k from a pool of 2k or more, and going on after a crash.

    with the pool locked:   new key made durable          (KEY_MADE)
    one transaction:        block in, drawn and old boxes out, the rest sealed anew, generation on
                            (APPLIED before its commit, COMMITTED after it)
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
from surveys.anonymity.boxes import seal
from surveys.anonymity.keys import KeyLost, Keys, Pool
from surveys.anonymity.lots import octets, shuffled
from surveys.anonymity.opening import contents_of
from surveys.anonymity.pool import Change, Rows
from surveys.chance import Chance
from surveys.disclosure.parameters import Parameters


class CrashPoint(Enum):
    """Where a kill may come, in order: tests kill at each of them."""

    KEY_MADE = "key_made"
    APPLIED = "applied"
    COMMITTED = "committed"
    KEY_DROPPED = "key_dropped"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class DropBlockKey:
    pool: Pool
    generation: int


@dataclass(frozen=True, slots=True)
class KeepBlockKeys:
    """All others of the campaign are dropped."""

    campaign: str
    kept: frozenset[tuple[Pool, int]]


@dataclass(frozen=True, slots=True)
class DropCampaignKeys:
    campaign: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """SQLite: wal_checkpoint(TRUNCATE). Other stores have nothing like it to do here."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """SQLite: VACUUM, at the close."""


Afterwards = DropBlockKey | KeepBlockKeys | DropCampaignKeys | CutOff | Rewrite


@dataclass(frozen=True, slots=True)
class Plan:
    """`change` is committed first; then `afterwards`, in order, each durable before the next. All of it may be done
    twice. Nothing of `afterwards` may be begun before the commit is durable."""

    change: Change
    afterwards: tuple[Afterwards, ...]
    lost: tuple[tuple[Pool, int], ...] = ()
    """Boxes that nothing opens any more, by pool, which the change takes away: their owners' marks stand, so they
    cannot answer again."""


def due(rows: Rows, pool: Pool, parameters: Parameters, *, now: datetime, launched: datetime) -> bool:
    """Asked by a tick and never by an answer: no draw happens because one given person answered."""
    since = rows.drawn_at(pool) or launched
    return now - since >= parameters.pause and rows.size(pool) >= 2 * parameters.block(pool.stream)


def draw(rows: Rows, keys: Keys, chance: Chance, pool: Pool, parameters: Parameters) -> Plan | None:
    """k at random become a block, everybody else is sealed anew: nothing tells who was drawn.

    None where the pool holds fewer than 2k. Boxes that nothing opens are taken away first, and the draw waits for the
    next tick. Ends with the pool locked and the new key durable.
    """
    losing = without_lost(rows, keys, pool)
    if losing is not None:
        return losing
    generation = rows.generation(pool)
    boxes = rows.boxes(pool)
    k = parameters.block(pool.stream)
    if len(boxes) < 2 * k:
        return None
    contents, _ = contents_of(boxes, pool, keys)
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


def without_lost(rows: Rows, keys: Keys, pool: Pool) -> Plan | None:
    """What takes away the boxes of a pool that nothing opens: their key is lost, or it is another one than they were
    sealed under (two restores can bring that about). None where all open. Opens every box."""
    generation = rows.generation(pool)
    boxes = rows.boxes(pool)
    _, closed = contents_of(boxes, pool, keys)
    if not closed:
        return None
    begun = ((pool, generation + 1),) if len(closed) == len(boxes) else ()
    drops = (DropBlockKey(pool, generation),) if begun else ()
    return Plan(Change((), ((pool, closed),), (), begun), (*drops, CutOff()), ((pool, len(closed)),))


def keyless(rows: Rows, keys: Keys, pool: Pool) -> bool:
    """Whether answers wait in the pool without a key: the quick question of every tick."""
    return bool(rows.size(pool)) and rows.generation(pool) not in keys.generations(pool)


@dataclass(frozen=True, slots=True)
class Recovered:
    lost: tuple[tuple[Pool, int], ...]
    """As `Plan.lost`."""
    campaign_key_lost: bool
    """Nobody can be told from a new voter any more: the campaign takes no answers and has to be closed."""


def recovered(rows: Rows, keys: Keys, campaign: str) -> tuple[Plan, Recovered]:
    """What a crash or a lost key folder left to do, derived from what stands. Call it before any other use.

    Afterwards each pool in which answers wait has the key of its own generation, and there is no other key: older ones
    open what was drawn from, a newer one was made for a draw or an answer that never was, or, after a backup was
    restored, sealed what the backup does not know. A key under which something was sealed must not come back to use.
    """
    plans: list[Plan] = []
    kept: list[tuple[Pool, int]] = []
    for pool in sorted(rows.pools(campaign)):
        plan = without_lost(rows, keys, pool)
        if rows.size(pool) and (plan is None or not plan.change.generations):
            kept.append((pool, rows.generation(pool)))
        plans += [plan] if plan else []
    change = Change(
        (),
        tuple(gone for plan in plans for gone in plan.change.gone),
        (),
        tuple(begun for plan in plans for begun in plan.change.generations),
    )
    lost = tuple(each for plan in plans for each in plan.lost)
    others = keys.block_keys(campaign) > sum(generation in keys.generations(pool) for pool, generation in kept)
    drops = (KeepBlockKeys(campaign, frozenset(kept)),) if others else ()
    plan = Plan(change, (*drops, CutOff()) if drops or plans else (), lost)
    return plan, Recovered(lost, _campaign_key_lost(keys, campaign))


def _campaign_key_lost(keys: Keys, campaign: str) -> bool:
    try:
        keys.campaign(campaign)
    except KeyLost:
        return True
    return False
