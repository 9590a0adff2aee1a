"""What the dead left claimed is taken over, and what the living hold is not, whatever a clock says."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest

from storage.opening import Storage, open_storage
from surveys.campaigns.delivering import LEASE, Status
from surveys.campaigns.policies import Matter
from surveys.campaigns.sending import Handful
from surveys.campaigns.tallies import Count
from surveys.errors import Unavailable
from surveys.work import Work
from tests.couriers.post_office import PostOffice

WEEK = timedelta(days=7)


@dataclass
class Unanswering:
    """Storage that carries a claim out and then cannot say so, the first times."""

    storage: Storage
    times: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)

    async def write(self, function: Callable[[Work], Any]) -> Any:
        done = await self.storage.write(function)
        if self.times and isinstance(done, Handful) and done.claimed:
            self.times -= 1
            raise Unavailable("unsure")
        return done


@dataclass
class Seconds:
    """The monotonic clock, moved by hand."""

    passed: float = 0.0

    def __call__(self) -> float:
        return self.passed


async def claims(office: PostOffice, storage: Storage, count: int) -> None:
    """By the courier of that opening, which then does nothing with them."""
    now = office.clock.now()
    taken = await storage.write(lambda work: work.deliveries.claim(storage.name, now, count))
    assert len(taken) == count


@pytest.fixture
async def other(postgres_office: PostOffice, postgres_url: str) -> AsyncIterator[Storage]:
    """Another process's opening of the same database."""
    async with open_storage(postgres_url, clock=postgres_office.clock, exclusive=False) as opened:
        yield opened


async def test_a_bot_that_is_alone_takes_over_at_its_start_whatever_stands_claimed(sqlite_office: PostOffice) -> None:
    """A second copy of the invitation at most; the clock was set back by a week since."""
    office = sqlite_office
    await office.settle(20)
    await claims(office, office.storage, 8)
    office.clock.advance(-WEEK)
    await office.taking_over().recover()
    assert await office.rows() == Counter({Status.QUEUED: 20})
    office.clock.advance(WEEK)
    async with office.at_work(name="the next life"):
        await office.finished()
    assert set(office.received.values()) == {1}
    assert await office.counted(Count.REPEATED, Count.DELIVERED) == [8, 20]


async def test_reminders_in_doubt_end_there(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(20, Matter.REMINDER)
    await claims(office, office.storage, 8)
    await office.taking_over().recover()
    assert await office.rows() == Counter({Status.QUEUED: 12, Status.UNSURE: 8})


async def test_a_process_that_is_missing_twice_is_dead_and_one_that_lives_keeps_its_claims(
    postgres_office: PostOffice, other: Storage
) -> None:
    office = postgres_office
    await office.settle(30)
    await claims(office, other, 5)
    await claims(office, office.storage, 7)
    looking = office.taking_over(shared=True)
    assert await office.storage.alive({other.name, office.storage.name, "nobody"}) == {
        other.name,
        office.storage.name,
    }
    for _ in range(3):
        await looking.look()
    assert (await office.rows())[Status.CLAIMED] == 12
    await other.close()
    await looking.look()
    assert (await office.rows())[Status.CLAIMED] == 12, "once may be a connection that broke"
    await looking.look()
    assert (await office.rows())[Status.CLAIMED] == 7, "our own are not to be taken over"


async def test_a_process_that_stands_still_loses_its_claims_after_the_lease_by_no_clock_that_jumps(
    postgres_office: PostOffice, other: Storage
) -> None:
    office = postgres_office
    await office.settle(10)
    await claims(office, other, 5)
    seconds = Seconds()
    looking = office.taking_over(shared=True, monotonic=seconds)
    await looking.look()
    office.clock.advance(WEEK)
    await looking.look()
    assert (await office.rows())[Status.CLAIMED] == 5
    seconds.passed += LEASE.total_seconds()
    await looking.look()
    assert await office.rows() == Counter({Status.QUEUED: 10})


async def test_what_was_taken_over_is_not_settled_by_the_one_that_stood_still(
    postgres_office: PostOffice, other: Storage
) -> None:
    office = postgres_office
    await office.settle(1)
    now = office.clock.now()

    def claim(work: Work, courier: str) -> int:
        return len(work.deliveries.claim(courier, now, 1))

    async with office.at_work() as couriers:
        office.fault({"kind": "slow", "seconds": 0.6})
        await office.until(lambda rows: rows[Status.CLAIMED] == 1)
        await office.taking_over().recover()
        assert await other.write(lambda work: claim(work, other.name)) == 1
        assert couriers.in_flight == 1
    held = await other.read(lambda work: work.deliveries.held_by(other.name))
    assert len(held) == 1, "its word holds"


async def test_a_claim_whose_answer_was_lost_is_let_go_and_sent_by_the_same_process(office: PostOffice) -> None:
    """The server went away between the commit and the word of it: nobody else would take it over while we live."""
    whole = office.storage
    office.storage = cast(Storage, Unanswering(whole, times=2))
    await office.settle(60)
    try:
        async with office.at_work():
            rows = await office.finished(20)
    finally:
        office.storage = whole
    assert rows == Counter({Status.SENT: 60})
    assert set(office.received.values()) == {1}
    assert (await office.tally())[Count.REPEATED] == 0, "nothing of it was in doubt"
