"""After a draw or a close nothing of what was deleted lies in the log, and no page tells an order."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.migrating import in_transaction
from storage.opening import Storage, open_storage
from surveys.anonymity.boxes import Box
from surveys.anonymity.pool import Change
from surveys.errors import Unavailable
from surveys.work import Work
from tests.storage.examples import NOON, FixedClock
from tests.storage.staff_examples import POOL, box

SECRET = b"sealed under a key that is gone"


def _wal(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///") + "-wal")


async def _put_and_take(storage: Storage) -> None:
    gone = Box(bytes(16), 0, SECRET)
    await storage.write(lambda w: w.pools.put(POOL, gone))
    await storage.write(lambda w: w.pools.apply(Change((), ((POOL, (gone.slot,)),), (), ((POOL, 1),)), NOON))


def _files(url: str) -> bytes:
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


async def test_a_box_that_was_taken_out_is_in_no_file_once_the_log_is_cut_off(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        await _put_and_take(storage)
        assert SECRET in _files(sqlite_url)
        assert await storage.cut_off() is True
        assert SECRET not in _files(sqlite_url)
        assert _wal(sqlite_url).stat().st_size == 0


async def test_the_log_is_cut_off_between_works_that_go_on(storage: Storage) -> None:
    works = [storage.write(lambda w, n=n: w.notes.put(f"n{n}", "1")) for n in range(250)]
    told = await asyncio.gather(*works[:120], storage.cut_off(), *works[120:], storage.cut_off())
    assert told[120] is told[-1] is True
    assert await storage.read(lambda w: sum(w.notes.get(f"n{n}") == "1" for n in range(250))) == 250


async def test_a_long_reader_is_waited_for_without_holding_up_works_and_then_told_of(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock(), patience=0.5) as storage:
        await _put_and_take(storage)
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM note").fetchall()
            await storage.write(lambda w: w.notes.put("n", "0"))
            cutting = asyncio.create_task(storage.cut_off())
            await asyncio.sleep(0)
            await storage.write(lambda w: w.notes.put("n", "1"))
            assert not cutting.done()
            assert await cutting is False
            waiting = asyncio.create_task(storage.cut_off())
            await asyncio.sleep(0)
            reader.execute("COMMIT")
            assert await waiting is True


async def test_a_rewritten_file_lies_in_the_order_of_the_keys(sqlite_url: str) -> None:
    """trust.md 0.2: before, the place within a page is the order of arrival."""
    luck = random.Random(1)
    arrived = [luck.randbytes(16) for _ in range(60)]

    def offsets() -> list[int]:
        content = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()
        return [content.index(mark) for mark in arrived]

    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        for mark in arrived:
            await storage.write(lambda w, m=mark: w.pools.mark("k7m2", m))
        await storage.cut_off()
        assert offsets() == sorted(offsets(), reverse=True), "the leak that is to be removed"
        assert await storage.rewrite() is True
        assert _wal(sqlite_url).stat().st_size == 0
        by_key = [place for _, place in sorted(zip(arrived, offsets(), strict=True))]
        assert by_key in (sorted(by_key), sorted(by_key, reverse=True))


async def test_a_rewrite_keeps_every_row_and_the_works_beside_it(storage: Storage) -> None:
    def fill(w: Work) -> None:
        for mark in range(1, 40):
            w.pools.put(POOL, box(mark))
            w.pools.mark("k7m2", bytes([mark]))

    await storage.write(fill)
    before = await storage.read(lambda w: w.pools.boxes(POOL))
    beside = [storage.write(lambda w, n=n: w.notes.put(f"n{n}", "1")) for n in range(30)]
    assert (await asyncio.gather(storage.rewrite(), *beside))[0] is True
    assert await storage.read(lambda w: w.pools.boxes(POOL)) == before
    assert await storage.read(lambda w: sum(w.notes.get(f"n{n}") == "1" for n in range(30))) == 30


async def test_a_rewrite_gives_postgresql_new_pages(postgres_url: str) -> None:
    """Deleted rows stay in the old ones until a vacuum that nobody times."""
    files = "SELECT pg_relation_filepath('pool_box')"
    async with open_storage(postgres_url, clock=FixedClock()) as storage:
        await _put_and_take(storage)
        before = await in_transaction(postgres_url, lambda c: c.exec_driver_sql(files).scalar())
        await storage.rewrite()
        assert await in_transaction(postgres_url, lambda c: c.exec_driver_sql(files).scalar()) != before
        dead = "SELECT pg_relation_size('pool_box')"
        assert await in_transaction(postgres_url, lambda c: c.exec_driver_sql(dead).scalar()) == 0


async def test_a_locked_file_is_rewritten_later_and_a_closed_one_never(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock(), patience=0.2) as storage:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Unavailable, match="locked"):
                await storage.rewrite()
        assert await storage.rewrite() is True
    for act in (storage.rewrite, storage.cut_off):
        with pytest.raises(Unavailable):
            await act()
    assert SECRET not in _files(sqlite_url)
