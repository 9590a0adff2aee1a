"""What time brings about: done once whoever asks, made up for while it is fresh, told where it could not be done."""

import asyncio
from datetime import time, timedelta

import pytest

from surveys.anonymity.holding import close
from surveys.campaigns.coming import Coming, What, coming
from surveys.campaigns.due import tick
from surveys.campaigns.guards import Lack
from surveys.campaigns.held_launches import held
from surveys.campaigns.outreach import Kind, State
from surveys.campaigns.quiet import USUAL
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.schedules import Every, Recurring
from surveys.campaigns.states import Step
from surveys.campaigns.tallies import Count
from tests.asking.city import DAY, NOON, City, lunch

MINUTE = timedelta(minutes=1)
YEARLY = Recurring(Every.YEAR, 70, time(10))


async def test_a_scheduled_launch_takes_place_once_whoever_ticks(city: City) -> None:
    await city.settled(a=5)
    await city.drafted(lunch(opens_at=NOON + DAY))
    await city.steps("lunch", Step.SCHEDULE)
    assert not (await city.ticks())[-1].stepped
    await city.passes(DAY)
    await asyncio.gather(*(city.ticks() for _ in range(3)))
    assert await city.acts() == ["scheduled", "launched"]
    assert len(await city.sends()) == 5


async def test_a_restart_over_the_minute_launches_late_and_a_clock_set_back_launches_nothing_twice(city: City) -> None:
    await city.settled(a=5)
    await city.drafted(lunch(opens_at=NOON + DAY))
    await city.steps("lunch", Step.SCHEDULE)
    await city.passes(DAY + timedelta(hours=5))
    await city.ticks()
    await city.passes(-timedelta(hours=6))
    await city.ticks()
    assert await city.acts() == ["scheduled", "launched"]


async def test_a_scheduled_launch_that_is_held_goes_back_to_the_drafts_and_is_told(city: City) -> None:
    await city.settled(a=5)
    await city.drafted(lunch(opens_at=NOON + DAY))
    await city.steps("lunch", Step.SCHEDULE)
    for person in city.staff["a"]:
        await city.works.write(lambda work, person=person: work.staff.leave(person))
    await city.passes(DAY)
    await city.ticks()
    assert await city.state("lunch") is State.DRAFT
    (found,) = await city.reads(held)
    assert (found.outreach.code, found.lacks, found.at) == ("lunch", (Lack.NOBODY,), city.now)
    assert await city.acts() == ["scheduled", "unscheduled", "held"]
    assert not any([each.stepped for each in await city.ticks()])
    await city.works.write(lambda work: work.staff.join(city.staff["a"][0], "a"))
    await city.steps("lunch", Step.LAUNCH)
    assert await city.reads(held) == []


async def test_an_end_comes_by_itself_paused_or_not(city: City) -> None:
    await city.settled(a=5)
    await city.launched(lunch("one", pause=0 * DAY))
    await city.launched(lunch("two", pause=0 * DAY))
    await city.steps("two", Step.PAUSE)
    await city.passes(14 * DAY - MINUTE)
    await city.ticks()
    assert {await city.state("one"), await city.state("two")} == {State.RUNNING, State.PAUSED}
    await city.passes(MINUTE)
    await city.ticks()
    assert {await city.state("one"), await city.state("two")} == {State.CLOSED}
    assert await city.sends() == []
    assert (await city.tally("one"))[Count.EXPIRED] == 5


@pytest.mark.parametrize("overdue", [True, False], ids=["its time is over", "two roles closed it"])
async def test_an_endless_outreach_ends_with_what_it_promised(city: City, overdue: bool) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    endless = lunch(form_id="team", promise=campaign.code, kind=Kind.INITIATIVE, closes_at=None)
    await city.launched(endless)
    await city.passes(29 * DAY)
    await city.ticks()
    assert await city.state("lunch") is State.RUNNING
    if overdue:
        await city.passes(DAY)
    else:
        await city.works.write(
            lambda work: close(work, city.keys, city.chance, city.now, campaign.code, asked_by="admin")
        )
    await city.ticks()
    assert await city.state("lunch") is State.CLOSED


async def test_what_comes_again_makes_one_draft_a_period_and_asks_nobody_by_itself(city: City) -> None:
    await city.settled(a=5)
    await city.launched(lunch("yearly", kind=Kind.ANNUAL, closes_at=None, order=None, schedule=YEARLY))
    assert await city.sends() == []
    await city.passes(9 * DAY)
    found = await asyncio.gather(*(city.ticks() for _ in range(3)))
    (code,) = [code for ticks in found for each in ticks for code in each.drafted]
    draft = await city.found(code)
    assert (draft.state, draft.opens_at, draft.closes_at) == (
        State.DRAFT,
        NOON.replace(day=11, hour=7),
        NOON.replace(day=25, hour=7),
    )
    assert draft.schedule is None
    await city.passes(DAY)
    assert [each.drafted for each in await city.ticks()] == [()]
    assert await city.sends() == []
    assert await city.acts() == ["launched", "came_again"]
    await city.steps("yearly", Step.CLOSE)
    await city.passes(365 * DAY)
    assert [each.drafted for each in await city.ticks()] == [()]


async def test_what_will_come_is_listed_in_order(city: City) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised(20 * DAY)
    await city.drafted(lunch("soon", opens_at=NOON + DAY, closes_at=NOON + 8 * DAY))
    await city.steps("soon", Step.SCHEDULE)
    await city.launched(lunch("now", reminders=Reminders(2, 3 * DAY), pause=0 * DAY))
    await city.launched(lunch("yearly", kind=Kind.ANNUAL, closes_at=None, order=None, schedule=YEARLY, pause=0 * DAY))
    endless = lunch("open", form_id="team", promise=campaign.code, kind=Kind.INITIATIVE, closes_at=None, pause=0 * DAY)
    await city.launched(endless)
    listed = await city.reads(lambda work: coming(work, city.now))
    assert [(each.outreach, each.what, each.at - NOON) for each in listed] == [
        ("soon", What.LAUNCH, DAY),
        ("now", What.REMIND, 3 * DAY),
        ("soon", What.CLOSE, 8 * DAY),
        ("yearly", What.DRAFT, 9 * DAY - timedelta(hours=5)),
        ("now", What.CLOSE, 14 * DAY),
        ("open", What.CLOSE, 20 * DAY),
    ]
    assert isinstance(listed[0], Coming)
    assert {each.title for each in listed} == {"Обед"}


async def test_a_tick_does_no_more_than_it_is_allowed(city: City) -> None:
    await city.settled(a=25)
    await city.launched(lunch(reminders=Reminders(1, DAY), quiet=USUAL))
    await city.sends()
    await city.passes(DAY)
    found = await city.works.write(lambda work: tick(work, city.now, 10, city.chance))
    assert (found.queued, found.more) == (10, True)
    assert sum(each.queued for each in await city.ticks(10)) == 15
    assert len(await city.sends()) == 25
