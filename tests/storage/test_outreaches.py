"""Outreaches, what is counted of them and what is done once, on both kinds of database."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.migrating import in_snapshot
from storage.opening import Storage, open_storage
from storage.tables import METADATA
from surveys.campaigns.outreach import State
from surveys.campaigns.schedules import NOBODY, Due
from surveys.campaigns.tallies import Count
from surveys.errors import Conflict, NotFound
from surveys.work import Work
from tests.storage.campaign_examples import EVERY_QUARTER, SPRING, outreach
from tests.storage.examples import ANNA, NOON, FixedClock
from tests.storage.staff_examples import UNITS


async def test_an_outreach_comes_back_as_it_was_and_as_it_was_changed(storage: Storage) -> None:
    asked = replace(outreach(state=State.DRAFT), schedule=EVERY_QUARTER, promise="k7m2")
    await storage.write(lambda w: w.outreaches.add(asked))
    assert await storage.read(lambda w: w.outreaches.find(SPRING)) == asked
    begun = replace(asked, state=State.RUNNING, launched_at=NOON, schedule=None)
    await storage.write(lambda w: w.outreaches.save(begun))
    assert await storage.read(lambda w: w.outreaches.find(SPRING)) == begun
    assert await storage.read(lambda w: w.outreaches.find("autumn")) is None


async def test_a_code_is_taken_once_and_only_what_was_added_is_saved(storage: Storage) -> None:
    await storage.write(lambda w: w.outreaches.add(outreach()))
    with pytest.raises(Conflict, match="code"):
        await storage.write(lambda w: w.outreaches.add(outreach()))
    with pytest.raises(NotFound):
        await storage.write(lambda w: w.outreaches.save(outreach("autumn")))


async def test_the_newest_come_first_and_a_tick_sees_those_that_live(storage: Storage) -> None:
    def add(w: Work) -> None:
        for state in State:
            w.outreaches.add(outreach(state.value, state))
            w.outreaches.add(replace(outreach(f"again-{state.value}", state), schedule=EVERY_QUARTER))

    await storage.write(add)
    newest = [code for state in reversed(State) for code in (f"again-{state.value}", state.value)]
    assert [each.code for each in await storage.read(lambda w: w.outreaches.all())] == newest
    living = [code for code in newest if code not in ("closed", "again-closed", "draft")]
    assert [each.code for each in await storage.read(lambda w: w.outreaches.living())] == living


async def test_of_two_who_launch_at_once_one_sees_what_the_other_did(url: str) -> None:
    def launch(w: Work) -> bool:
        found = w.outreaches.find(SPRING)
        assert found is not None
        if found.state is not State.DRAFT:
            return False
        w.outreaches.save(replace(found, state=State.RUNNING))
        return True

    async with (
        open_storage(url, clock=FixedClock()) as one,
        open_storage(url, clock=FixedClock(), exclusive=False) as other,
    ):
        await one.write(lambda w: w.outreaches.add(outreach(state=State.DRAFT)))
        told = await asyncio.gather(*(each.write(launch) for each in (one, other, one, other)))
        assert sorted(told) == [False, False, False, True]


async def test_a_tally_is_the_sum_of_what_was_counted(storage: Storage) -> None:
    await storage.write(lambda w: w.outreaches.add(outreach()))
    assert (await storage.read(lambda w: w.tallies.of(SPRING)))[Count.INVITED] == 0
    await storage.write(lambda w: w.tallies.count(SPRING, {Count.INVITED: 9, Count.QUEUED: 9}))

    def deliver(w: Work) -> int:
        w.tallies.count(SPRING, {Count.QUEUED: -1, Count.DELIVERED: 1})
        w.tallies.count(SPRING, {Count.QUEUED: -1, Count.GONE: 1})
        return w.tallies.of(SPRING)[Count.QUEUED]

    assert await storage.write(deliver) == 7
    await asyncio.gather(*(storage.write(lambda w: w.tallies.count(SPRING, {Count.STARTED: 1})) for _ in range(30)))
    tally = await storage.read(lambda w: w.tallies.of(SPRING))
    assert [tally[count] for count in (Count.INVITED, Count.QUEUED, Count.DELIVERED, Count.GONE, Count.STARTED)] == [
        9,
        7,
        1,
        1,
        30,
    ]


async def test_of_an_outreach_that_is_not_there_there_is_no_figure(storage: Storage) -> None:
    assert (await storage.read(lambda w: w.tallies.of(SPRING))).counts == {}


async def test_what_a_failing_work_counted_is_not_counted(storage: Storage) -> None:
    def fail(w: Work) -> None:
        w.tallies.count(SPRING, {Count.INVITED: 5})
        raise NotFound("reason")

    await storage.write(lambda w: w.outreaches.add(outreach()))
    kept = [storage.write(lambda w: w.tallies.count(SPRING, {Count.INVITED: 1})) for _ in range(3)]
    told = await asyncio.gather(kept[0], storage.write(fail), *kept[1:], return_exceptions=True)
    assert [isinstance(each, NotFound) for each in told] == [False, True, False, False]
    assert (await storage.read(lambda w: w.tallies.of(SPRING)))[Count.INVITED] == 3


async def test_of_an_anonymous_outreach_nothing_is_counted_that_people_do(storage: Storage, url: str) -> None:
    def count(w: Work) -> None:
        w.outreaches.add(replace(outreach(), promise="k7m2"))
        w.tallies.count(SPRING, {Count.OPENED: 1, Count.STARTED: 1, Count.FINISHED: 1, Count.DELIVERED: 1})

    await storage.write(count)
    tally = await storage.read(lambda w: w.tallies.of(SPRING))
    assert tally.unseen
    with pytest.raises(KeyError):
        tally[Count.STARTED]
    table = METADATA.tables["outreach_tally"]
    rows = await in_snapshot(url, lambda c: [tuple(row) for row in c.execute(table.select())])
    assert rows == [(SPRING, "delivered", 1)]


async def test_an_occasion_is_taken_once(storage: Storage) -> None:
    quarter = Due("rule", "2026-Q1", NOBODY, NOON)
    others = (replace(quarter, job="other"), replace(quarter, period="2026-Q2"), replace(quarter, person=7))
    assert await storage.write(lambda w: [w.occasions.take(quarter, NOON) for _ in range(2)]) == [True, False]
    assert await storage.write(lambda w: w.occasions.take(quarter, NOON + timedelta(days=9))) is False
    assert await storage.write(lambda w: [w.occasions.take(each, NOON) for each in others]) == [True] * 3


async def test_a_day_of_hire_is_kept_through_a_change_of_unit_and_goes_with_the_employment(storage: Storage) -> None:
    day = date(2026, 2, 1)

    def join(w: Work) -> int:
        w.staff.replace_units(UNITS)
        anna = w.people.enter(ANNA, "ru", NOON).number
        w.staff.join(anna, "finance")
        w.staff.hire(anna, day + timedelta(days=1))
        w.staff.hire(anna, day)
        w.staff.join(anna, "schools")
        return anna

    anna = await storage.write(join)
    assert await storage.read(lambda w: w.staff.hired_on(anna)) == day
    within = [(day, day), (day - timedelta(days=9), day), (day + timedelta(days=1), date(2027, 1, 1))]
    found = await storage.read(lambda w: [list(w.occasions.hired(*each)) for each in within])
    assert found == [[(anna, day)], [(anna, day)], []]
    await storage.write(lambda w: w.staff.hire(anna, None))
    assert await storage.read(lambda w: w.staff.hired_on(anna)) is None
    due = Due("newcomers", "2026-02-01+30", anna, NOON)
    assert await storage.write(lambda w: [w.staff.hire(anna, day), w.occasions.take(due, NOON)]) == [None, True]
    await storage.write(lambda w: [w.staff.leave(anna), w.staff.join(anna, "finance")])
    assert await storage.read(lambda w: (w.staff.hired_on(anna), list(w.occasions.hired(*within[0])))) == (None, [])
    assert await storage.write(lambda w: w.occasions.take(due, NOON)) is True


async def test_only_an_employee_has_a_day_of_hire(storage: Storage) -> None:
    anna = await storage.write(lambda w: w.people.enter(ANNA, "ru", NOON))
    with pytest.raises(Conflict):
        await storage.write(lambda w: w.staff.hire(anna.number, date(2026, 2, 1)))
