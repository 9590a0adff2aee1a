"""What couriers do with a queue: everybody once, whatever Telegram answers, and nothing when it must not be."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.couriers import IN_FLIGHT
from bot.settling import Settling
from surveys.address import Address
from surveys.campaigns.delivering import Delivered, Delivery, Status
from surveys.campaigns.outreach import State
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import USUAL
from surveys.campaigns.sending import Result, Sending
from surveys.campaigns.tallies import Count
from surveys.chance import SystemChance
from surveys.screens import Action, Option, Screen, Span
from surveys.work import Work
from tests.couriers.post_office import FIRST, NOON, SPRING, PostOffice, written

HOUR = timedelta(hours=1)


async def test_everybody_gets_it_once_and_the_tally_says_so(office: PostOffice) -> None:
    await office.settle(60)
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 60})
    assert set(office.received.values()) == {1}
    counted = await office.counted(Count.INVITED, Count.DELIVERED, Count.QUEUED, Count.REPEATED)
    assert counted == [60, 60, 0, 0]


async def test_who_blocked_the_bot_leaves_the_audience_and_comes_back_by_writing(office: PostOffice) -> None:
    await office.settle(30)
    office.blocks(range(0, 30, 3))
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 20, Status.GONE: 10})
    assert await office.counted(Count.DELIVERED, Count.GONE) == [20, 10]

    def lost(work: Work) -> int:
        return sum(work.people.numbered(each).unreachable_since is not None for each in office.people)  # type: ignore[union-attr]

    assert await office.storage.read(lost) == 10

    def comes_back(work: Work) -> None:
        first = work.people.numbered(office.people[0])
        assert first is not None
        work.people.enter(first.address, "ru", NOON)

    await office.storage.write(comes_back)
    assert await office.storage.read(lost) == 9


async def test_a_pause_holds_from_the_next_claim_on_and_a_resume_goes_on(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(120)

    async def state(wanted: State) -> None:
        def change(work: Work) -> None:
            outreach = work.outreaches.find(SPRING)
            assert outreach is not None
            work.outreaches.save(replace(outreach, state=wanted))

        await office.storage.write(change)

    async with office.at_work(rate=60):
        await office.until(lambda rows: rows[Status.SENT] > 10)
        await state(State.PAUSED)
        held = await office.until(lambda rows: not rows[Status.CLAIMED])
        assert 10 < held[Status.SENT] < 120
    async with office.at_work():
        # A new life finds it paused, too: what waits is known to wait, not polled for.
        assert await office.rows() == held
        await state(State.RUNNING)
        await office.finished()
    assert set(office.received.values()) == {1}


async def test_storms_of_trouble_lose_nobody(sqlite_office: PostOffice) -> None:
    """500 in the Bot API's words, 429 for a second, requests cut before and after they were carried out."""
    office = sqlite_office
    await office.settle(150)
    wait = {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1}
    for fault in ({"kind": "error", "code": 500, "description": "Internal Server Error"}, wait):
        office.fault(fault, chance=0.02)
    cut = office.fault({"kind": "drop_after"}, times=5, chance=0.1)
    office.fault({"kind": "drop_before"}, times=5, chance=0.1)
    async with office.at_work(rate=300):
        while (rows := await office.rows())[Status.QUEUED] + rows[Status.CLAIMED]:
            office.clock.advance(timedelta(seconds=5))  # back-off is not waited for
            await office.until(lambda rows: not rows[Status.CLAIMED])
    assert rows[Status.SENT] == 150
    copies = sum(office.received.values()) - 150
    assert set(office.received.values()) <= {1, 2}
    assert copies == cut.hits
    assert (await office.tally())[Count.REPEATED] == 10


async def test_a_message_is_refused_for_good_after_its_tries(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(3)
    office.fault({"kind": "error", "code": 400, "description": "Bad Request: message text is empty"}, chat=FIRST)
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 2, Status.REFUSED: 1})


async def test_a_reminder_whose_fate_is_unknown_is_never_sent_again(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(20, Matter.REMINDER)
    office.fault({"kind": "drop_after"}, times=2)
    office.fault({"kind": "drop_before"}, times=2)
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 16, Status.UNSURE: 4})
    assert Counter(office.received.values()) == Counter({1: 18, 0: 2})


async def test_nothing_is_sent_too_late_or_at_night_however_the_clock_jumps(office: PostOffice) -> None:
    """It is noon in Moscow, then nine in the evening, then noon again, then morning: nobody is written to at night, and
    nobody twice."""
    await office.settle(150, quiet=USUAL)
    async with office.at_work(rate=60):
        await office.until(lambda rows: rows[Status.SENT] > 20)
        office.clock.advance(9 * HOUR)
        await office.until(lambda rows: not rows[Status.CLAIMED])
        await office.until(lambda rows: not rows[Status.CLAIMED])
        at_night = await office.rows()
        assert 20 < at_night[Status.SENT] < 150
        office.clock.advance(-9 * HOUR)
        office.clock.advance(21 * HOUR)
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 150})
    assert set(office.received.values()) == {1}


async def test_an_hour_forward_and_back_sends_nothing_twice(office: PostOffice) -> None:
    await office.settle(120)
    async with office.at_work(rate=60):
        for jump in (HOUR, -HOUR, HOUR, -HOUR):
            sent = (await office.rows())[Status.SENT]
            await office.until(lambda rows, sent=sent: rows[Status.SENT] > sent)  # type: ignore[misc]
            office.clock.advance(jump)
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 120})
    assert set(office.received.values()) == {1}


async def test_what_has_expired_while_it_waited_ends_without_being_sent(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(10, not_after=NOON + HOUR)
    office.clock.advance(HOUR)
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.EXPIRED: 10})
    assert not sum(office.received.values())
    assert await office.counted(Count.QUEUED, Count.EXPIRED) == [0, 10]


async def test_who_need_not_be_asked_any_more_is_passed_over(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(10)
    office.message = lambda work, delivery, now: (
        None if delivery.person == office.people[0] else written(work, delivery, now)
    )
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 9, Status.EXPIRED: 1})
    assert office.received[0] == 0
    assert await office.counted(Count.QUEUED, Count.DELIVERED, Count.EXPIRED) == [0, 9, 1]


@pytest.mark.parametrize("drawn", [True, False])
async def test_one_message_that_cannot_be_made_keeps_nobody_waiting(sqlite_office: PostOffice, drawn: bool) -> None:
    office = sqlite_office
    await office.settle(10)
    too_long = Option("Да", Action("a", ("x" * 100,)))

    def defective(work: Work, delivery: Delivery, now: datetime) -> Sending | None:
        sending = written(work, delivery, now)
        if sending is None or delivery.person != office.people[4]:
            return sending
        if drawn:
            return Sending(sending.address, Screen("ru", ((Span("?"),),), controls=(too_long,)))
        raise KeyError("a defect")

    office.message = defective
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 9, Status.REFUSED: 1})


async def test_an_outage_costs_a_few_their_second_copy_and_not_everybody(sqlite_office: PostOffice) -> None:
    """A gateway answers for Telegram: nobody knows what was carried out. After three in a row one message at a time is
    tried, with pauses."""
    office = sqlite_office
    await office.settle(200)
    away = office.fault({"kind": "gateway_page", "code": 502})
    async with office.at_work(rate=100):
        await office.until(lambda rows: away.hits >= 3)
        hits = away.hits
        await office.until(lambda rows: away.hits > hits, seconds=30)
        burnt = away.hits
        office.emulator.faults.clear()
        rows = await office.finished(60)
    assert burnt <= IN_FLIGHT + 10  # what was in flight, and single tries
    assert rows[Status.SENT] + rows[Status.UNSURE] == 200
    assert rows[Status.UNSURE] <= burnt // 2


async def test_a_stop_in_good_order_leaves_nothing_in_doubt(office: PostOffice) -> None:
    await office.settle(100)
    office.fault({"kind": "slow", "seconds": 0.3})
    async with office.at_work(rate=100) as couriers:
        await office.until(lambda rows: rows[Status.CLAIMED] > 10)
        assert couriers.in_flight
    rows = await office.rows()
    assert set(rows) == {Status.SENT, Status.QUEUED}
    assert sum(office.received.values()) == rows[Status.SENT]


async def test_slow_answers_cost_no_pace(sqlite_office: PostOffice) -> None:
    """Half a second for each of a hundred: one after another it would be most of a minute."""
    office = sqlite_office
    await office.settle(100)
    office.fault({"kind": "slow", "seconds": 0.5})
    async with office.at_work(rate=100):
        await office.finished(25)


async def test_what_was_held_up_goes_back_into_the_queue_instead_of_being_sent_late(
    sqlite_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate closes for everybody while a handful is in hand; when it opens again the survey is over."""
    office = sqlite_office
    await office.settle(60, not_after=NOON + HOUR)
    wait = {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 2", "retry_after": 2}
    told = office.fault(wait, times=3)
    monkeypatch.setattr("bot.couriers.FRESH", 1.0)
    async with office.at_work(rate=20):
        await office.until(lambda rows: told.hits == 3)
        office.clock.advance(HOUR)
        rows = await office.finished()
    assert rows[Status.EXPIRED] >= 30
    assert sum(office.received.values()) == rows[Status.SENT]


async def test_a_stop_while_the_gate_is_closed_for_an_hour_gives_back_what_is_in_hand(
    sqlite_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sqlite_office
    await office.settle(60)
    wait = {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 3600", "retry_after": 3600}
    told = office.fault(wait)
    monkeypatch.setattr("bot.couriers.FRESH", 1.0)
    async with office.at_work(rate=20):
        await office.until(lambda rows: told.hits >= 2)
    assert await office.rows() == Counter({Status.QUEUED: 60})
    assert (await office.tally())[Count.REPEATED] == 0, "nothing of it is in doubt"


async def test_outcomes_are_written_however_the_stop_falls(sqlite_office: PostOffice) -> None:
    """The write of a handful is cancelled in the middle, before the storage has told that it was done."""
    office = sqlite_office
    await office.settle(20)
    settling = Settling(office.storage, office.clock, SystemChance(), lambda label: None)
    now = office.clock.now()
    claimed = await office.storage.write(lambda work: work.deliveries.claim("ours", now, 20))
    for each in claimed:
        settling.put(Result(each, Delivered(), Address("telegram", "1")))
    writing = asyncio.create_task(settling.written())
    await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await settling.written()
    assert await office.rows() == Counter({Status.SENT: 20})
    assert await office.counted(Count.DELIVERED, Count.QUEUED) == [20, 0]
