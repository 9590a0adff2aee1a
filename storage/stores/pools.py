"""Marks, answers that wait sealed, and blocks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select

from storage.anonymous_tables import answer_block, mark, pool_box, pool_state
from storage.columns import pack, unpack
from storage.upserts import or_ignore, or_replace
from surveys.anonymity.blocks import Block
from surveys.anonymity.boxes import Box
from surveys.anonymity.keys import RATINGS, Pool
from surveys.anonymity.pool import Change
from surveys.anonymity.stored import columns_from_json, columns_to_json
from surveys.errors import Conflict


def _of_pool(table: Table) -> tuple[Any, ...]:
    return tuple(table.c[name] == bindparam(f"the_{name}") for name in ("campaign", "stream", "cell"))


MARK = or_ignore(mark)
MARKED = select(mark.c.campaign).where(
    mark.c.campaign == bindparam("the_campaign"), mark.c.mark == bindparam("the_mark")
)
FORGET_MARKS = delete(mark).where(mark.c.campaign == bindparam("the_campaign"))
STATE = select(pool_state).where(*_of_pool(pool_state))
MOVE_ON = or_replace(pool_state, ("campaign", "stream", "cell"))
SIZE = select(func.count()).select_from(pool_box).where(*_of_pool(pool_box))
BOXES = select(pool_box).where(*_of_pool(pool_box)).order_by(pool_box.c.slot)
SLOTS = select(pool_box.c.slot).where(*_of_pool(pool_box))
PUT = insert(pool_box)
TAKE = delete(pool_box).where(*_of_pool(pool_box), pool_box.c.slot == bindparam("the_slot"))
WITH_BOXES = (
    select(pool_box.c.stream, pool_box.c.cell).where(pool_box.c.campaign == bindparam("the_campaign")).distinct()
)
MOVED = select(pool_state.c.stream, pool_state.c.cell).where(
    pool_state.c.campaign == bindparam("the_campaign"), pool_state.c.generation > 0
)
WRITE = insert(answer_block)
BLOCKS = select(answer_block).where(answer_block.c.campaign == bindparam("the_campaign")).order_by(answer_block.c.id)


class SqlRows:
    """`generation` has nothing to lock: works that write go one after another on both kinds of database
    (docs/decisions/0002), so between it and the end of the work nobody else changes a pool."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, campaign: str, mark: bytes) -> bool:
        done = self._connection.execute(MARK.on(self._connection), {"campaign": campaign, "mark": mark})
        return done.rowcount == 1

    def marked(self, campaign: str, mark: bytes) -> bool:
        return self._connection.execute(MARKED, {"the_campaign": campaign, "the_mark": mark}).first() is not None

    def generation(self, pool: Pool) -> int:
        row = self._state(pool)
        return 0 if row is None else row.generation

    def drawn_at(self, pool: Pool) -> datetime | None:
        row = self._state(pool)
        return None if row is None else row.drawn_at

    def size(self, pool: Pool) -> int:
        return self._connection.execute(SIZE, _named(pool)).scalar_one()

    def boxes(self, pool: Pool) -> list[Box]:
        """By slot, which is random."""
        return [Box(row.slot, row.generation, row.sealed) for row in self._connection.execute(BOXES, _named(pool))]

    def put(self, pool: Pool, box: Box) -> None:
        self._connection.execute(PUT, _box(pool, box))

    def pools(self, campaign: str) -> list[Pool]:
        rows = [
            row for each in (WITH_BOXES, MOVED) for row in self._connection.execute(each, {"the_campaign": campaign})
        ]
        return sorted({Pool(campaign, stream, cell) for stream, cell in rows})

    def apply(self, change: Change, at: datetime) -> None:
        """Also refuses, before it changes anything, a change that does not take every box of a pool that moves on:
        one put in after it was planned would be left under a key that is about to be dropped."""
        gone = dict(change.gone)
        for pool, generation in change.generations:
            waiting = set(self._connection.execute(SLOTS, _named(pool)).scalars())
            if self.generation(pool) != generation - 1 or waiting != set(gone.get(pool, ())):
                raise Conflict("generation")
        self._take(change)
        self._write(change)
        for pool, generation in change.generations:
            moved = {**_columns(pool), "generation": generation, "drawn_at": at}
            self._connection.execute(MOVE_ON.on(self._connection), moved)
        if change.forget_marks:
            self._connection.execute(FORGET_MARKS, {"the_campaign": change.forget_marks})

    def blocks(self, campaign: str) -> list[Block]:
        """By id, which is random."""
        return [_block(row) for row in self._connection.execute(BLOCKS, {"the_campaign": campaign})]

    def _take(self, change: Change) -> None:
        slots = [{**_named(pool), "the_slot": slot} for pool, slots in change.gone for slot in slots]
        if slots:
            self._connection.execute(TAKE, slots)

    def _write(self, change: Change) -> None:
        kept = [_box(pool, box) for pool, boxes in change.kept for box in boxes]
        if kept:
            self._connection.execute(PUT, kept)
        if change.blocks:
            self._connection.execute(WRITE, [_written(block) for block in change.blocks])

    def _state(self, pool: Pool) -> Row[Any] | None:
        return self._connection.execute(STATE, _named(pool)).first()


def _columns(pool: Pool) -> dict[str, Any]:
    return {"campaign": pool.campaign, "stream": pool.stream, "cell": pool.cell}


def _named(pool: Pool) -> dict[str, Any]:
    return {f"the_{name}": value for name, value in _columns(pool).items()}


def _box(pool: Pool, box: Box) -> dict[str, Any]:
    return {**_columns(pool), "slot": box.slot, "generation": box.generation, "sealed": box.sealed}


def _written(block: Block) -> dict[str, Any]:
    content = columns_to_json(block.columns) if block.stream == RATINGS else list(block.texts)
    return {
        "campaign": block.campaign,
        "id": block.id,
        "stream": block.stream,
        "place": block.place,
        "n": block.n,
        "content": pack(content),
    }


def _block(row: Row[Any]) -> Block:
    content = unpack(row.content)
    if row.stream == RATINGS:
        return Block(row.id, row.campaign, row.stream, row.place, row.n, columns=columns_from_json(content))
    return Block(row.id, row.campaign, row.stream, row.place, row.n, texts=tuple(content))
