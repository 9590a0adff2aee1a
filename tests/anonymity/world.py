"""A fixed universe for anonymous surveys: seeded chance, keys and rows in memory, and kills where one may come."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta

from surveys.anonymity.blocks import Block
from surveys.anonymity.boxes import Box
from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.draw import (
    CrashPoint,
    CutOff,
    DropBlockKey,
    DropCampaignKeys,
    KeepBlockKeys,
    Plan,
    Rewrite,
)
from surveys.anonymity.keys import KeyLost, Pool
from surveys.anonymity.organisation import Unit, organisation
from surveys.anonymity.pool import Change
from surveys.chance import ALPHABET
from surveys.disclosure.figures import Figure
from surveys.disclosure.ledger import Entry, Release
from surveys.disclosure.scopes import Scope
from surveys.errors import Conflict

LAUNCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
CAMPAIGN = "k7m2"


class SeededChance:
    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)

    def key(self, length: int = 8) -> str:
        return "".join(self.random.choices(ALPHABET, k=length))

    def fraction(self) -> float:
        return self.random.random()


class Killed(BaseException):
    """SIGKILL: nothing catches it."""


class MemoryKeys:
    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.campaigns: dict[str, bytes] = {}
        self.blocks: dict[tuple[Pool, int], bytes] = {}

    def campaign(self, campaign: str) -> bytes:
        if campaign not in self.campaigns:
            raise KeyLost("campaign", campaign)
        return self.campaigns[campaign]

    def make_campaign(self, campaign: str) -> bytes:
        if campaign in self.campaigns:
            raise Conflict("key")
        self.campaigns[campaign] = self.random.randbytes(32)
        return self.campaigns[campaign]

    def block(self, pool: Pool, generation: int) -> bytes:
        if (pool, generation) not in self.blocks:
            raise KeyLost("block", pool.campaign)
        return self.blocks[pool, generation]

    def make_block(self, pool: Pool, generation: int) -> bytes:
        return self.blocks.setdefault((pool, generation), self.random.randbytes(32))

    def generations(self, pool: Pool) -> frozenset[int]:
        return frozenset(generation for each, generation in self.blocks if each == pool)

    def block_keys(self, campaign: str) -> int:
        return sum(pool.campaign == campaign for pool, _ in self.blocks)

    def drop_block(self, pool: Pool, generation: int) -> None:
        self.blocks.pop((pool, generation), None)

    def keep_blocks(self, campaign: str, kept: Collection[tuple[Pool, int]]) -> None:
        for each in [each for each in self.blocks if each[0].campaign == campaign and each not in kept]:
            del self.blocks[each]

    def drop_campaign(self, campaign: str) -> None:
        self.campaigns.pop(campaign, None)
        for pool, generation in list(self.blocks):
            if pool.campaign == campaign:
                del self.blocks[pool, generation]


class MemoryRows:
    def __init__(self) -> None:
        self.marks: set[tuple[str, bytes]] = set()
        self.waiting: dict[Pool, dict[bytes, Box]] = defaultdict(dict)
        self.standing: dict[Pool, int] = {}
        self.drawn: dict[Pool, datetime] = {}
        self.written: list[Block] = []

    def mark(self, campaign: str, mark: bytes) -> bool:
        new = (campaign, mark) not in self.marks
        self.marks.add((campaign, mark))
        return new

    def marked(self, campaign: str, mark: bytes) -> bool:
        return (campaign, mark) in self.marks

    def generation(self, pool: Pool) -> int:
        return self.standing.get(pool, 0)

    def drawn_at(self, pool: Pool) -> datetime | None:
        return self.drawn.get(pool)

    def size(self, pool: Pool) -> int:
        return len(self.waiting.get(pool, ()))

    def boxes(self, pool: Pool) -> list[Box]:
        """By slot, as a table without row ids would give them."""
        return [box for _, box in sorted(self.waiting.get(pool, {}).items())]

    def put(self, pool: Pool, box: Box) -> None:
        self.waiting[pool][box.slot] = box

    def pools(self, campaign: str) -> list[Pool]:
        return sorted(pool for pool in {*self.waiting, *self.standing} if pool.campaign == campaign)

    def apply(self, change: Change, at: datetime) -> None:
        for pool, generation in change.generations:
            if self.generation(pool) != generation - 1:
                raise Conflict("generation")
        for pool, slots in change.gone:
            for slot in slots:
                del self.waiting[pool][slot]
        for pool, boxes in change.kept:
            for box in boxes:
                self.put(pool, box)
        for pool, generation in change.generations:
            self.standing[pool] = generation
            self.drawn[pool] = at
        self.written += change.blocks
        self.marks = {mark for mark in self.marks if mark[0] != change.forget_marks}

    def blocks(self, campaign: str) -> list[Block]:
        return [block for block in self.written if block.campaign == campaign]


def perform(plan: Plan, rows: MemoryRows, keys: MemoryKeys, at: datetime, kill: CrashPoint | None = None) -> None:
    """As storage will: the change, then what comes afterwards. `kill` ends the program right after that point."""
    if kill in (CrashPoint.KEY_MADE, CrashPoint.APPLIED):
        raise Killed  # what is applied and not committed was never there
    rows.apply(plan.change, at)
    if kill is CrashPoint.COMMITTED:
        raise Killed
    for step in plan.afterwards:
        match step:
            case DropBlockKey(pool, generation):
                keys.drop_block(pool, generation)
            case KeepBlockKeys(campaign, kept):
                keys.keep_blocks(campaign, kept)
            case DropCampaignKeys(campaign):
                keys.drop_campaign(campaign)
            case CutOff() | Rewrite():
                continue
        if kill is CrashPoint.KEY_DROPPED:
            raise Killed
    if kill is CrashPoint.CUT_OFF:
        raise Killed


class MemoryLedger:
    def __init__(self) -> None:
        self._entries: dict[Entry, None] = {}

    def record(self, entry: Entry) -> None:
        self._entries.setdefault(entry)

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries)

    def released(self, campaign: str, kind: str, scope: Scope, day: date) -> Release | None:
        for entry in self._entries:
            release = entry.release
            if (entry.campaign, entry.day, release.kind, release.scope) == (campaign, day, kind, scope):
                return release
        return None

    @property
    def figures(self) -> list[Figure]:
        return [entry.release.figure for entry in self.entries if entry.release.figure is not None]


def town(sizes: Iterable[int], needed: int = 10) -> Cells:
    """Departments of these sizes directly below one administration."""
    units = [
        Unit("top", "Администрация"),
        *(Unit(f"d{n}", f"Отдел {n:02}", "top", size) for n, size in enumerate(sizes)),
    ]
    cells = cells_of(organisation(units), needed=needed)
    assert not isinstance(cells, TooFewPeople)
    return cells


def after(hours: float) -> datetime:
    return LAUNCH + timedelta(hours=hours)
