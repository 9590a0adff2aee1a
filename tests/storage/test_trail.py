"""Row 14: whatever is done to the trail behind the program's back, the check names the first wrong entry."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import Connection, make_url

from storage.columns import pack
from storage.migrating import in_transaction
from storage.opening import Storage, open_storage
from surveys.trail import START, Broken, Entry, chained
from surveys.trail_head import Head, checked, head_of, publish, read_head
from surveys.work import Work
from tests.storage.examples import MINUTE, NOON, FixedClock

ACTS = ("campaign.launched", "role.granted", "comment.hidden", "campaign.closed")
TODAY, TOMORROW = NOON.date(), (NOON + 24 * 60 * MINUTE).date()


@pytest.fixture
async def told(storage: Storage) -> list[Entry]:
    """Four entries, the head of which has been published."""

    return await storage.write(tell)


def tell(w: Work) -> list[Entry]:
    entries = [
        w.trail.append(act, number, {"campaign": "k7m2", "n": number}, NOON + number * MINUTE)
        for number, act in enumerate(ACTS)
    ]
    assert isinstance(publish(w, TODAY), Head)
    return entries


async def tampered(url: str, *statements: str) -> None:
    """As somebody with the whole database can: the triggers are put aside first."""

    def tamper(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            triggers = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_entry'"
            ).all()
            for (name,) in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)

    await in_transaction(url, tamper)


async def check(storage: Storage, *heads: Head) -> Broken | None:
    return await storage.read(lambda w: checked(w, *heads))


async def test_a_trail_nobody_touched_is_whole(storage: Storage, told: list[Entry]) -> None:
    assert await check(storage) is None


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["UPDATE trail_entry SET actor = 9 WHERE number = 2"], Broken(2, "changed")),
        (["UPDATE trail_entry SET act = 'campaign.lunched' WHERE number = 1"], Broken(1, "changed")),
        (["UPDATE trail_entry SET facts = replace(facts, 'k7m2', 'k7m3') WHERE number = 3"], Broken(3, "changed")),
        (["UPDATE trail_entry SET facts = 'no json' WHERE number = 3"], Broken(3, "changed")),
        (["UPDATE trail_entry SET facts = '[]' WHERE number = 4"], Broken(4, "changed")),
        (["DELETE FROM trail_entry WHERE number = 1"], Broken(1, "gap")),
        (["DELETE FROM trail_entry WHERE number = 3"], Broken(3, "gap")),
        (["DELETE FROM trail_entry WHERE number = 4"], Broken(4, "head")),
        (["DELETE FROM trail_entry"], Broken(4, "head")),
        (
            [
                "UPDATE trail_entry SET number = 99 WHERE number = 2",
                "UPDATE trail_entry SET number = 2 WHERE number = 3",
                "UPDATE trail_entry SET number = 3 WHERE number = 99",
            ],
            Broken(2, "changed"),
        ),
        (
            [
                "DELETE FROM trail_entry WHERE number = 2",
                "UPDATE trail_entry SET number = 2 WHERE number = 3",
                "UPDATE trail_entry SET number = 3 WHERE number = 4",
            ],
            Broken(2, "changed"),
        ),
    ],
    ids=["actor", "act", "fact", "no-json", "no-facts", "first", "middle", "tail", "all", "swapped", "closed-up"],
)
async def test_the_first_wrong_entry_is_named(
    url: str, storage: Storage, told: list[Entry], statements: list[str], broken: Broken
) -> None:
    await tampered(url, *statements)
    assert await check(storage) == broken


def forged(told: list[Entry]) -> list[str]:
    """The whole chain anew, with another actor in the second entry and every digest right."""
    statements, before = [], START
    for entry in told:
        actor = 77 if entry.number == 2 else entry.actor
        before = chained(before, entry.number, entry.at, actor, entry.act, entry.facts)
        digest = f"x'{before.hex()}'"
        statements.append(f"UPDATE trail_entry SET actor = {actor}, digest = {digest} WHERE number = {entry.number}")
    return statements


async def test_a_chain_written_anew_does_not_have_the_published_head(
    url: str, storage: Storage, told: list[Entry]
) -> None:
    statements = forged(told)
    if storage.kind == "postgresql":
        statements = [each.replace("x'", "'\\x") for each in statements]
    await tampered(url, *statements)
    assert await check(storage) == Broken(4, "head")
    # Who remembers the note too is found by the head that left the machine with the log.
    forged_head = (await storage.read(head_of)).said
    await storage.write(lambda w: w.notes.put("trail_head", pack({"day": TODAY.isoformat(), "head": forged_head})))
    assert await check(storage) is None
    published = read_head(f"4:{told[-1].digest.hex()}")
    assert published is not None
    assert await check(storage, published) == Broken(4, "head")


async def test_the_next_day_publishes_no_head_of_a_broken_chain(url: str, storage: Storage, told: list[Entry]) -> None:
    await tampered(url, "UPDATE trail_entry SET actor = 9 WHERE number = 2")
    assert await storage.write(lambda w: publish(w, TOMORROW)) == Broken(2, "changed")
    assert await storage.write(lambda w: publish(w, TOMORROW)) is None
    await tampered(url, "DELETE FROM trail_entry WHERE number = 4")
    assert await check(storage, Head(4, told[-1].digest)) == Broken(2, "changed")


async def test_a_day_has_one_head_and_a_trail_without_entries_none(storage: Storage) -> None:
    assert await storage.write(lambda w: publish(w, TODAY)) is None
    first = (await storage.write(tell))[-1]
    assert await storage.write(lambda w: publish(w, TODAY)) is None
    assert await storage.write(lambda w: publish(w, TOMORROW)) == Head(first.number, first.digest)


async def test_every_flipped_bit_of_a_row_is_found(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        told = await storage.write(tell)
        await tampered(sqlite_url)
        same = 0
        with closing(sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous = OFF")
            for column, place, spoil, heal in flips(raw):
                spoil()
                found = await check(storage)
                if found is None:
                    assert await storage.read(lambda w: w.trail.entries()) == told
                    same += 1
                else:
                    assert found == Broken(3, "changed"), (column, place)
                heal()
        assert await check(storage) is None
    assert same <= 1  # the sign between date and time says nothing


def flips(raw: sqlite3.Connection) -> Iterator[tuple[str, int, Callable[[], object], Callable[[], object]]]:
    """(column, place, do, undo) of a low and a high bit in each byte of the third entry."""
    for column, kind in (("at", "TEXT"), ("act", "TEXT"), ("facts", "TEXT"), ("digest", "BLOB")):
        (value,) = raw.execute(f"SELECT CAST({column} AS BLOB) FROM trail_entry WHERE number = 3").fetchone()
        put = f"UPDATE trail_entry SET {column} = CAST(? AS {kind}) WHERE number = 3"
        for place, bit in ((place, bit) for place in range(len(value)) for bit in (0, 7)):
            bent = _flipped(value, place, bit)
            yield column, place, partial(raw.execute, put, (bent,)), partial(raw.execute, put, (value,))


def _flipped(value: bytes, place: int, bit: int) -> bytes:
    return value[:place] + bytes([value[place] ^ (1 << bit)]) + value[place + 1 :]


@pytest.mark.parametrize("said", ["", "4", "4:", "x:00", f"4:{'00' * 31}", f"-1:{'00' * 32}", f"4:{'zz' * 32}"])
def test_what_is_no_head_is_not_read_as_one(said: str) -> None:
    assert read_head(said) is None


def test_a_head_is_read_as_it_is_said() -> None:
    assert read_head(Head(12, bytes(range(32))).said) == Head(12, bytes(range(32)))
