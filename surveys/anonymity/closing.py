"""The close: what waits leaves the pools as last blocks, never alone; then marks and keys go (trust.md 2.3.3).

    one transaction:   last blocks in, all boxes out, all marks out          (COMMITTED)
    after the commit:  every key of the campaign dropped                     (KEY_DROPPED)
                       write-ahead log cut off, file rewritten               (CUT_OFF)

A kill in between is finished by doing it again: the second close finds empty pools and drops what is left.
"""

from collections import defaultdict
from dataclasses import dataclass

from surveys.anonymity.blocks import Block, block, rest_of
from surveys.anonymity.cells import Cells
from surveys.anonymity.draw import CutOff, DropCampaignKeys, Plan, Rewrite
from surveys.anonymity.keys import Keys
from surveys.anonymity.lots import octets, shuffled
from surveys.anonymity.opening import contents_of
from surveys.anonymity.pool import Change, Rows
from surveys.chance import Chance
from surveys.disclosure.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Closed:
    """For the act. Numbers of people, by stream."""

    counted: tuple[tuple[str, int], ...]
    """In blocks, earlier ones included."""
    not_shown: tuple[tuple[str, int], ...]
    """Dropped, because all that were left in the whole organisation were fewer than k. Below k by construction."""
    lost: int = 0
    """Sealed under keys that are gone, in all streams together."""


def close(
    rows: Rows, keys: Keys, chance: Chance, *, campaign: str, cells: Cells, parameters: Parameters
) -> tuple[Plan, Closed]:
    """Works without the campaign key too, which a lost folder may have taken: what can be opened is counted."""
    waiting: dict[str, dict[str, list[bytes]]] = defaultdict(dict)
    gone, generations, lost = [], [], 0
    for pool in sorted(rows.pools(campaign)):
        generation = rows.generation(pool)
        boxes = rows.boxes(pool)
        gone.append((pool, tuple(box.slot for box in boxes)))
        generations.append((pool, generation + 1))
        waiting[pool.stream][pool.cell], closed = contents_of(boxes, pool, keys)
        lost += len(closed)
    blocks: list[Block] = []
    dropped: dict[str, int] = {}
    for stream, contents in sorted(waiting.items()):
        placed, left = placed_at_close(chance, contents, cells, parameters.block(stream))
        blocks += (block(octets(chance, 16), campaign, stream, place, group) for place, group in placed)
        dropped[stream] = left
    change = Change(tuple(shuffled(chance, blocks)), tuple(gone), (), tuple(generations), forget_marks=campaign)
    counted = defaultdict(int, dict.fromkeys(waiting, 0))
    for each in (*rows.blocks(campaign), *blocks):
        counted[each.stream] += each.n
    told = Closed(tuple(sorted(counted.items())), tuple(sorted(dropped.items())), lost)
    return Plan(change, (DropCampaignKeys(campaign), CutOff(), Rewrite())), told


def placed_at_close(
    chance: Chance, contents: dict[str, list[bytes]], cells: Cells, k: int
) -> tuple[list[tuple[str, list[bytes]]], int]:
    """(place, answers) of every last block, and how many are too few even for the whole organisation.

    Cells below k send what they have to «прочие» of the unit above, that unit's to the next if they are below k too.
    """
    rests: dict[str, list[bytes]] = defaultdict(list)
    depth: dict[str, int] = {}
    above: dict[str, str] = {}
    placed: list[tuple[str, list[bytes]]] = []
    for cell in cells.cells:
        for height, unit in enumerate(reversed(cell.above)):
            depth[unit] = height
        above |= dict(zip(cell.above, cell.above[1:], strict=False))
        waiting = contents.get(cell.key, [])
        if len(waiting) >= k:
            placed += ((cell.key, group) for group in _groups(chance, waiting, k))
        else:
            rests[cell.above[0]] += waiting
    for unit in sorted(depth, key=lambda unit: (-depth[unit], unit)):
        waiting = rests.pop(unit, [])
        if len(waiting) >= k:
            placed += ((rest_of(unit), group) for group in _groups(chance, waiting, k))
        elif unit in above:
            rests[above[unit]] += waiting
        else:
            return placed, len(waiting)
    return placed, 0


def _groups(chance: Chance, waiting: list[bytes], k: int) -> list[list[bytes]]:
    """Blocks of k drawn at random, the last one with k to 2k-1."""
    mixed = shuffled(chance, waiting)
    count = len(mixed) // k
    return [mixed[at * k : (at + 1) * k if at + 1 < count else None] for at in range(count)]
