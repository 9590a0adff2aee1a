"""Reminders: only to who has not begun, so far apart whatever happens, never after the end, and telling nobody."""

from dataclasses import replace
from datetime import timedelta

from surveys.campaigns.delivering import Status
from surveys.campaigns.guards import Lack
from surveys.campaigns.policies import Matter
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.sending import clear_up
from surveys.campaigns.states import Held, Step
from surveys.campaigns.tallies import Count
from surveys.screens import Action
from tests.asking.city import DAY, City, lunch, people
from tests.asking.reader import Reader

TWICE = Reminders(2, 3 * DAY)
MINUTE = timedelta(minutes=1)


async def test_who_has_begun_is_left_alone_and_nobody_is_reminded_after_the_end(city: City) -> None:
    await city.settled(a=5)
    begun, opened, blocked = city.staff["a"][:3]
    await city.launched(lunch(reminders=Reminders(5, 3 * DAY), closes_at=city.now + 16 * DAY))
    await city.sends(blocked=[blocked])
    await city.works.write(lambda work: work.stages.reach("lunch", begun, Count.STARTED))
    await city.works.write(lambda work: work.stages.reach("lunch", opened, Count.OPENED))
    sent = []
    for _ in range(9):
        await city.passes(3 * DAY)
        await city.ticks()
        sent.append(people(await city.sends()))
    reminded = sorted(set(city.staff["a"]) - {begun, blocked})
    assert sent == [reminded] * 5 + [[]] * 4
    assert (await city.tally("lunch"))[Count.REMINDED] == 15


async def test_who_began_from_a_copy_in_doubt_counts_as_asked(city: City) -> None:
    """A courier died over the invitation, which had arrived: it is not sent again, and counts for the pause."""
    await city.settled(a=1)
    await city.launched(lunch(reminders=TWICE))
    (claim,) = await city.works.write(lambda work: work.deliveries.claim("dead", city.now, 1))
    await city.works.write(lambda work: clear_up(work, [claim], city.now))
    anna = Reader(city, "a0", claim.person)
    await anna.acts(Action("a", ("@lunch", "0", "1")))
    assert await city.sends() == []
    tally = await city.tally("lunch")
    assert (tally[Count.UNSURE], tally[Count.EXPIRED], tally[Count.QUEUED]) == (1, 0, 0)
    await city.drafted(lunch("second"))
    assert await city.steps("second", Step.LAUNCH) == Held(None, (Lack.NOBODY,))


async def test_nothing_is_due_before_its_time_or_of_what_is_paused(city: City) -> None:
    await city.settled(a=5)
    await city.launched(lunch(reminders=TWICE))
    await city.sends()
    await city.passes(3 * DAY - MINUTE)
    assert [each.queued for each in await city.ticks()] == [0]
    await city.steps("lunch", Step.PAUSE)
    await city.passes(MINUTE)
    assert [each.queued for each in await city.ticks()] == [0]


async def test_after_a_long_pause_nobody_is_reminded_twice_in_a_row(city: City) -> None:
    await city.settled(a=5)
    await city.launched(lunch(reminders=Reminders(3, 3 * DAY), closes_at=city.now + 30 * DAY))
    await city.sends()
    await city.steps("lunch", Step.PAUSE)
    await city.passes(7 * DAY)
    await city.steps("lunch", Step.RESUME)
    await city.ticks()
    assert len(await city.sends()) == 5
    await city.passes(3 * DAY - MINUTE)
    await city.ticks()
    assert await city.sends() == []
    await city.passes(MINUTE)
    await city.ticks()
    assert len(await city.sends()) == 5
    await city.passes(20 * DAY)
    await city.ticks()
    assert await city.sends() == []


async def test_who_was_reached_late_is_reminded_as_long_after_it(city: City) -> None:
    await city.settled(a=3)
    await city.launched(lunch(reminders=TWICE, closes_at=city.now + 30 * DAY))
    await city.steps("lunch", Step.PAUSE)
    await city.passes(2 * DAY)
    await city.steps("lunch", Step.RESUME)
    await city.sends()
    await city.passes(DAY)
    await city.ticks()
    assert await city.sends() == []
    await city.passes(2 * DAY)
    assert len(await city.sends()) == 3


async def test_a_reminder_that_went_out_late_puts_off_the_next_one(city: City) -> None:
    await city.settled(a=3)
    await city.launched(lunch(reminders=TWICE, closes_at=city.now + 30 * DAY))
    await city.sends()
    await city.passes(3 * DAY)
    await city.ticks()
    await city.passes(2 * DAY)
    assert len(await city.sends()) == 3
    await city.passes(DAY)
    await city.ticks()
    assert await city.sends() == []
    await city.passes(2 * DAY)
    assert len(await city.sends()) == 3


async def test_of_an_anonymous_survey_everybody_has_the_same_row_and_only_who_has_not_voted_gets_a_message(
    city: City,
) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    await city.launched(lunch(form_id="team", promise=campaign.code, reminders=Reminders(1, 3 * DAY)))
    assert len(await city.sends()) == 42
    voters = city.staff["a"][:3]
    for n in range(3):
        await city.votes(campaign, "a", f"a{n}")
    await city.passes(3 * DAY)
    await city.ticks(limit=10)
    everybody = sorted(city.staff["a"] + city.staff["b"])
    before = [await city.last_of("lunch", person, Matter.REMINDER) for person in everybody]
    assert {replace(row, person=0) for row in before if row} == {replace(before[0], person=0) if before[0] else None}
    assert all(row is not None and row.untraced for row in before)
    assert people(await city.sends()) == sorted(set(everybody) - set(voters))
    after = [await city.last_of("lunch", person, Matter.REMINDER) for person in everybody]
    assert {row and (row.status, row.sent_at, row.failures) for row in after} == {(Status.SENT, None, 0)}
    assert (await city.tally("lunch"))[Count.REMINDED] == 42


async def test_anonymous_reminders_never_come_right_after_each_other(city: City) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    await city.launched(lunch(form_id="team", promise=campaign.code, reminders=TWICE))
    await city.sends()
    await city.passes(3 * DAY)
    await city.ticks()
    await city.steps("lunch", Step.PAUSE)
    await city.passes(2.9 * DAY)
    await city.steps("lunch", Step.RESUME)
    assert await city.sends() == []
    await city.passes(0.1 * DAY)
    await city.ticks()
    assert len(await city.sends()) == 42
