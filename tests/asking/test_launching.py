"""A launch freezes whom it asks, once; what it would do is told before; every step is written down."""

import asyncio
from dataclasses import replace

import pytest

from surveys.address import Address
from surveys.campaigns.audiences import AllStaff, Listed, Sample, Subscribers, Units
from surveys.campaigns.exclusions import Exclusion
from surveys.campaigns.guards import Lack
from surveys.campaigns.launching import prospect
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.sampling import draw
from surveys.campaigns.states import Held, Step
from surveys.campaigns.tallies import Count
from surveys.conversation.incoming import CONSENT
from surveys.errors import NotFound
from surveys.people import Person
from surveys.work import Work
from tests.asking.city import ACTOR, DAY, City, lunch, people


async def test_a_launch_asks_everybody_once_and_is_written_down(city: City) -> None:
    await city.settled(a=3, b=2)
    running = await city.launched(lunch())
    assert (running.state, running.launched_at) == (State.RUNNING, city.now)
    assert people(await city.sends()) == sorted(city.staff["a"] + city.staff["b"])
    tally = await city.tally("lunch")
    assert (tally[Count.INVITED], tally[Count.DELIVERED], tally[Count.QUEUED]) == (5, 5, 0)
    entry = (await city.reads(lambda work: work.trail.entries()))[-1]
    assert (entry.act, entry.actor) == ("outreach.launched", ACTOR)
    assert dict(entry.facts) == {
        "outreach": "lunch", "form": "talk", "version": "1", "kind": "one_off", "named": 5, "asked": 5,
        "order": "12-р, 2026-03-01",
    }  # fmt: skip


async def test_of_two_coordinators_who_press_at_once_the_second_is_told_that_it_runs(city: City) -> None:
    await city.settled(a=20)
    await city.drafted(lunch())
    found = await asyncio.gather(*(city.steps("lunch", Step.LAUNCH) for _ in range(4)))
    assert sum(isinstance(each, Outreach) for each in found) == 1
    assert [each for each in found if isinstance(each, Held)] == [Held(State.RUNNING)] * 3
    assert (await city.tally("lunch"))[Count.INVITED] == 20
    assert await city.acts() == ["launched"]
    assert len(await city.sends()) == 20


async def test_a_prospect_tells_what_the_launch_then_does(city: City) -> None:
    await city.settled(a=5, b=3)
    await city.launched(lunch("before", audience=Units(frozenset({"b"}))))
    await city.sends(blocked=city.staff["b"][:1])
    gone = city.staff["a"][0]
    await city.works.write(lambda work: work.people.lost(_address(work.people.numbered(gone)), city.now))
    draft = await city.drafted(lunch(audience=Sample(AllStaff(), 3, "seed")))
    seen = await city.reads(lambda work: prospect(work, draft, city.now))
    left_out = dict(seen.chosen.left_out)
    assert seen.lacks == ()
    assert (seen.chosen.named, seen.ready.asked) == (8, 3)
    assert left_out[Exclusion.ASKED_LATELY] == 2
    assert left_out[Exclusion.UNREACHABLE] == 2
    assert left_out[Exclusion.NOT_DRAWN] == 1
    assert sum(left_out.values()) + 3 == 8
    await city.steps("lunch", Step.LAUNCH)
    assert people(await city.sends()) == list(seen.chosen.asked)


async def test_the_sample_can_be_drawn_again_from_what_the_trail_keeps(city: City) -> None:
    await city.settled(a=12, b=30)
    await city.launched(lunch(audience=Sample(AllStaff(), 14, "k7m2p9xw")))
    facts = (await city.reads(lambda work: work.trail.entries()))[-1].facts
    frame = [(person, unit) for unit, found in city.staff.items() for person in found]
    again = draw(frame, int(facts["wanted"]), str(facts["seed"]))
    assert (again.frame, people(await city.sends())) == (facts["frame"], list(again.people))
    assert facts["strata"] == "a:4/12 b:10/30"


async def test_the_pause_holds_between_any_two_surveys_and_ends(city: City) -> None:
    await city.settled(a=4)
    await city.launched(lunch("first"))
    await city.sends()
    await city.passes(7 * DAY)
    await city.launched(lunch("second"))
    assert len(await city.sends()) == 4
    await city.passes(6 * DAY)
    await city.drafted(lunch("third", closes_at=city.now + 9 * DAY))
    assert await city.steps("third", Step.LAUNCH) == Held(None, (Lack.NOBODY,))


async def test_two_launches_of_one_night_do_not_both_ask_in_the_morning(city: City) -> None:
    await city.settled(a=4)
    await city.launched(lunch("first"))
    await city.drafted(lunch("second"))
    assert await city.steps("second", Step.LAUNCH) == Held(None, (Lack.NOBODY,))
    await city.steps("first", Step.CLOSE)
    assert isinstance(await city.steps("second", Step.LAUNCH), Outreach)


async def test_what_runs_is_paused_resumed_and_closed_and_what_waits_is_never_sent(city: City) -> None:
    await city.settled(a=6)
    await city.launched(lunch())
    await city.steps("lunch", Step.PAUSE)
    assert await city.sends() == []
    await city.steps("lunch", Step.RESUME)
    assert len(await city.sends(limit=2)) == 6
    await city.launched(lunch("late", pause=0 * DAY))
    await city.steps("late", Step.CLOSE)
    assert await city.sends() == []
    tally = await city.tally("late")
    assert (tally[Count.QUEUED], tally[Count.EXPIRED], tally[Count.INVITED]) == (0, 6, 6)
    assert await city.acts() == ["launched", "paused", "resumed", "launched", "closed"]


async def test_an_anonymous_survey_is_launched_only_for_whole_groups(city: City) -> None:
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    staff = lunch(form_id="team", promise=campaign.code)
    for audience, lacks in (
        (AllStaff(), ()),
        (Units(frozenset({"a"})), ()),
        (Sample(AllStaff(), 5, "s"), (Lack.SINGLED_OUT,)),
        (Listed("friends"), (Lack.CHOSEN_PEOPLE, Lack.NOBODY)),
        (Subscribers(), (Lack.OTHER_AUDIENCE, Lack.CHOSEN_PEOPLE, Lack.NOBODY)),
    ):
        draft = replace(staff, audience=audience)
        assert (await city.reads(lambda work, draft=draft: prospect(work, draft, city.now))).lacks == lacks
    unpromised = replace(staff, promise="")
    assert (await city.reads(lambda work: prospect(work, unpromised, city.now))).lacks == (Lack.NO_PROMISE,)


async def test_one_unit_of_a_group_of_two_is_too_few_for_an_anonymous_survey(city: City) -> None:
    await city.settled(a=4, b=6, c=20)
    campaign = await city.promised()
    for units, lacks in ((("a",), (Lack.SINGLED_OUT,)), (("a", "b"), ()), (("c",), ())):
        draft = lunch(form_id="team", promise=campaign.code, audience=Units(frozenset(units)))
        assert (await city.reads(lambda work, draft=draft: prospect(work, draft, city.now))).lacks == lacks


async def test_who_was_paused_out_of_a_group_holds_an_anonymous_launch(city: City) -> None:
    """Ten of twelve were asked yesterday: the two that are left would be known by their answers."""
    await city.settled(a=12, b=30)
    campaign = await city.promised()
    await city.works.write(lambda work: work.lists.add("ten", city.staff["a"][:10]))
    await city.works.write(lambda work: [_consented(work, each) for each in city.staff["a"][:10]])
    await city.launched(lunch("before", audience=Listed("ten")))
    assert len(await city.sends()) == 10
    draft = lunch(form_id="team", promise=campaign.code)
    seen = await city.reads(lambda work: prospect(work, draft, city.now))
    assert seen.lacks == (Lack.SINGLED_OUT,)


def _address(person: Person | None) -> Address:
    assert person is not None
    return person.address


def _consented(work: Work, number: int) -> None:
    person = work.people.numbered(number)
    assert person is not None
    work.people.save(replace(person, consent=CONSENT))


async def test_a_code_that_is_not_there_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        await city.steps("nowhere", Step.LAUNCH)
