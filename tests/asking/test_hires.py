"""Newcomers are asked on days of their own, once each, and a day that was not theirs is not lost."""

from datetime import date

from surveys.campaigns.outreach import Kind, Outreach
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.schedules import Due, Hired
from surveys.campaigns.tallies import Count
from tests.asking.city import DAY, NOON, City, lunch, people


def welcome(**changed: object) -> Outreach:
    return lunch("welcome", kind=Kind.TRIGGERED, closes_at=None, order=None, schedule=Hired(), **changed)


async def _hired(city: City, person: int, day: date) -> None:
    await city.works.write(lambda work: work.staff.hire(person, day))


async def test_a_newcomer_is_asked_on_the_30th_and_on_the_90th_day_and_nobody_else_is(city: City) -> None:
    await city.settled(a=4)
    newcomer, old = city.staff["a"][:2]
    await _hired(city, newcomer, NOON.date())
    await _hired(city, old, NOON.date() - 60 * DAY)
    await city.launched(welcome())
    asked = {}
    for day in (1, 29, 30, 31, 36, 60, 89, 90, 91, 97, 109):
        city.clock.moment = NOON + day * DAY
        await city.ticks()
        await city.ticks()
        if sent := people(await city.sends()):
            asked[day] = sent
    assert asked == {30: [newcomer, old], 90: [newcomer]}
    assert (await city.tally("welcome"))[Count.INVITED] == 3


async def test_who_is_left_out_today_is_asked_while_the_day_is_fresh(city: City) -> None:
    await city.settled(a=4)
    newcomer = city.staff["a"][0]
    await _hired(city, newcomer, NOON.date() - 29 * DAY)
    await city.launched(welcome(pause=3 * DAY))
    await city.launched(lunch("other"))
    await city.sends()
    sent = []
    for _ in range(5):
        await city.passes(DAY)
        await city.ticks()
        sent.append(people(await city.sends()))
    assert sent == [[], [], [newcomer], [], []]


async def test_a_day_that_was_taken_is_not_taken_again(city: City) -> None:
    await city.settled(a=2)
    newcomer = city.staff["a"][0]
    await _hired(city, newcomer, NOON.date() - 29 * DAY)
    await city.launched(welcome())
    taken = Due("welcome", f"{NOON.date() - 29 * DAY}+30", newcomer, NOON)
    assert await city.works.write(lambda work: work.occasions.take(taken, NOON))
    await city.passes(DAY)
    await city.ticks()
    assert await city.sends() == []


async def test_who_left_is_not_asked_and_a_day_that_was_missed_for_long_is_over(city: City) -> None:
    await city.settled(a=4)
    gone, missed = city.staff["a"][:2]
    await _hired(city, gone, NOON.date() - 29 * DAY)
    await _hired(city, missed, NOON.date() - 22 * DAY)
    await city.launched(welcome())
    await city.works.write(lambda work: work.staff.leave(gone))
    await city.passes(DAY)
    await city.ticks()
    await city.passes(15 * DAY)
    await city.ticks()
    assert await city.sends() == []


async def test_a_newcomer_who_has_not_answered_is_reminded_of_each_invitation(city: City) -> None:
    await city.settled(a=2)
    newcomer = city.staff["a"][0]
    await _hired(city, newcomer, NOON.date() - 30 * DAY + DAY)
    await city.launched(welcome(reminders=Reminders(1, 2 * DAY)))
    sent = {}
    for day in (1, 2, 3, 4, 60, 61, 62, 63, 69):
        city.clock.moment = NOON + day * DAY
        await city.ticks()
        if found := await city.sends():
            sent[day] = [each.matter.value for each in found]
    assert sent == {1: ["invitation"], 3: ["reminder"], 61: ["invitation"], 63: ["reminder"]}
    tally = await city.tally("welcome")
    assert (tally[Count.DELIVERED], tally[Count.REMINDED]) == (2, 2)
