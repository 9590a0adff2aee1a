"""What the queue has to survive: statements that fail, connections that end, two who claim at once; and that no
question about it reads the whole of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from storage.failures import Malfunction
from storage.migrating import in_transaction
from storage.opening import Storage, open_storage
from storage.postgres import engine
from storage.stores.deliveries import SqlDeliveries
from storage.stores.tallies import SqlTallies
from storage.urls import PostgresServer, database
from surveys.campaigns.delivering import Status
from surveys.campaigns.outreach import State
from surveys.campaigns.policies import Matter
from surveys.campaigns.tallies import Count, of_delivery, of_queueing
from surveys.errors import Unavailable
from surveys.work import Work
from tests.storage.campaign_examples import SPRING, crowd, invitation_of, outreach, reminder_of, sent
from tests.storage.examples import MINUTE, NOON, FixedClock
from tests.storage.failing import failing_at, watched
from tests.storage.test_postgres_faults import Once, ending_connections


def _launch(people: list[int]) -> Callable[[Work], int]:
    def launch(w: Work) -> int:
        found = w.outreaches.find(SPRING)
        assert found is not None
        w.outreaches.save(replace(found, state=State.RUNNING, launched_at=NOON))
        new = w.deliveries.enqueue(invitation_of(person, at=NOON + person % 3 * MINUTE) for person in people)
        w.tallies.count(SPRING, of_queueing(Matter.INVITATION, new))
        w.trail.append("outreach.launched", people[0], {"people": new}, NOON)
        return new

    return launch


def _deliver(w: Work) -> int:
    claimed = w.deliveries.claim("a", NOON + 9 * MINUTE, 5)
    settled = [(each, sent(each)) for each in claimed]
    assert all(w.deliveries.settle_all(settled))
    for before, after in settled:
        w.tallies.count(before.outreach, of_delivery(before, after))
    return len(claimed)


def _figures(w: Work) -> tuple[State, int, int, int, int]:
    found, tally = w.outreaches.find(SPRING), w.tallies.of(SPRING)
    assert found is not None
    reached = len(w.deliveries.reached(SPRING, 0, 100_000))
    return found.state, tally[Count.QUEUED], tally[Count.DELIVERED], reached, len(w.trail.entries())


async def _whichever_statement_fails(storage: Storage, size: int) -> None:
    def prepare(w: Work) -> list[int]:
        w.outreaches.add(outreach(state=State.DRAFT))
        return crowd(w, size)

    people = await storage.write(prepare)
    for work, least in ((_launch(people), 8), (_deliver, 5)):
        before = await storage.read(_figures)
        for failing in range(1, 200):
            with failing_at(failing) as statements:
                told = await asyncio.gather(storage.write(work), return_exceptions=True)
            if len(statements) < failing:
                break
            assert isinstance(told[0], Malfunction | Unavailable), statements[-1]
            assert await storage.read(_figures) == before, statements[-1]
        assert failing > least
    assert await storage.read(_figures) == (State.RUNNING, size - 5, 5, 5, 1)


async def test_whichever_statement_fails_nothing_of_a_launch_or_of_a_handful_stays(storage: Storage) -> None:
    await _whichever_statement_fails(storage, 20)


@pytest.mark.soak
async def test_whichever_statement_fails_nothing_of_a_large_launch_stays(storage: Storage) -> None:
    await _whichever_statement_fails(storage, 20_000)


async def _prepared(url: str, size: int) -> list[int]:
    def prepare(w: Work) -> list[int]:
        w.outreaches.add(outreach())
        people = crowd(w, size)
        w.deliveries.enqueue(invitation_of(person) for person in people)
        return people

    async with open_storage(url, clock=FixedClock()) as storage:
        return await storage.write(prepare)


async def test_two_connections_that_claim_at_once_get_different_rows_and_do_not_wait(postgres_url: str) -> None:
    """Below the lane of writes, which would let the second in only after the first: the rows themselves are skipped.
    The first transaction is still open when the second has its rows."""
    people = await _prepared(postgres_url, 10)
    place = database(postgres_url)
    assert isinstance(place, PostgresServer)
    server = engine(place.url, 0.2)
    try:
        async with server.begin() as one, server.begin() as other:
            first = await one.run_sync(lambda c: SqlDeliveries(c).claim("a", NOON, 4))
            second = await other.run_sync(lambda c: SqlDeliveries(c).claim("b", NOON, 100))
        assert [each.person for each in (*first, *second)] == people
        assert {each.courier for each in first} == {"a"}
        assert {each.courier for each in second} == {"b"}
    finally:
        await server.dispose()


@pytest.mark.parametrize("label", ["begun", "worked", "before_commit"])
async def test_a_connection_that_ends_during_a_claim_neither_loses_a_row_nor_gives_it_twice(
    label: str, postgres_url: str
) -> None:
    people = await _prepared(postgres_url, 40)
    at = Once(label, lambda: ending_connections(postgres_url))
    async with (
        open_storage(postgres_url, clock=FixedClock(), at=at) as one,
        open_storage(postgres_url, clock=FixedClock(), exclusive=False) as other,
    ):
        claims = await asyncio.gather(
            *(each.write(lambda w: w.deliveries.claim("a", NOON, 5)) for each in (one, other) * 5)
        )
        assert sorted(each.person for claim in claims for each in claim) == people
        held = await one.read(lambda w: w.deliveries.held_by("a"))
        assert sorted(each.person for each in held) == people
    assert at.times > 1


async def test_what_is_counted_together_is_written_in_one_order(sqlite_url: str) -> None:
    def count(connection: Connection) -> None:
        tallies = SqlTallies(connection)
        for code in ("b", "a"):
            tallies.count(code, {Count.UNSURE: 1, Count.DELIVERED: 1})
        tallies.flush()

    with watched() as statements:
        await in_transaction(sqlite_url, count)
    ((_, rows),) = [each for each in statements if "outreach_tally" in each[0]]
    assert [row[:2] for row in rows] == [(code, what) for code in "ab" for what in ("delivered", "unsure")]


QUESTIONS: dict[str, Callable[[SqlDeliveries], Any]] = {
    "claim": lambda d: d.claim("a", NOON, 30),
    "settle": lambda d: d.settle_all([(each, sent(each)) for each in d.held_by("a")]),
    "held": lambda d: (d.held_by("a"), d.held_since(NOON + timedelta(days=1))),
    "next": lambda d: d.next_at(),
    "reached": lambda d: d.reached(SPRING, 0, 10),
    "last": lambda d: d.last_of(SPRING, 1, Matter.INVITATION),
    "call off": lambda d: d.call_off(SPRING),
}


async def test_no_question_reads_the_whole_queue(url: str) -> None:
    await _prepared(url, 5)

    def plans(connection: Connection) -> dict[str, list[str]]:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:  # which likes to read a small table whole
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        found: dict[str, list[str]] = {}
        for name, ask in QUESTIONS.items():
            with watched() as statements:
                ask(SqlDeliveries(connection))
            explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
            for statement, given in statements:
                one = given[0] if isinstance(given, list) else given
                rows = connection.exec_driver_sql(f"{explain} {statement}", one).all()
                found.setdefault(name, []).append("\n".join(str(row[-1]) for row in rows))
        return found

    for name, told in (await in_transaction(url, plans)).items():
        for plan in told:
            assert "SCAN delivery" not in plan.replace("SCAN delivery USING INDEX ix_delivery_claimed", ""), (
                name,
                plan,
            )
            assert "Seq Scan on delivery" not in plan, (name, plan)
        if name in ("claim", "next"):
            assert any("ix_delivery_queued" in plan for plan in told), (name, told)


async def test_a_paused_outreach_and_one_that_is_over_hide_nothing_of_another(storage: Storage) -> None:
    def ask(w: Work) -> list[int]:
        people = crowd(w, 4)
        for code in ("paused", "over", "running"):
            w.outreaches.add(outreach(code))
            w.deliveries.enqueue(invitation_of(person, code) for person in people)
        w.outreaches.save(outreach("paused", State.PAUSED))
        w.outreaches.save(replace(outreach("over"), closes_at=NOON))
        w.deliveries.enqueue([reminder_of(people[0], "running")])
        return people

    people = await storage.write(ask)
    claimed = await storage.write(lambda w: w.deliveries.claim("a", NOON, 9))
    assert {(each.outreach, each.status) for each in claimed} == {("running", Status.CLAIMED)}
    assert sorted(each.person for each in claimed) == sorted([*people, people[0]])
