"""Row 4: the process dies in the middle of a campaign, and the next one goes on: nobody is left out."""

import os
import random
from datetime import timedelta

import pytest

from surveys.campaigns.policies import POLICIES, Matter
from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import hired, launched, told_to_wait, with_limits
from tests.stories.conftest import Town

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "10000"))
PUSHED = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "5000"))
"""The row asks for twenty kills in a push of so many."""


@pytest.mark.parametrize("label", ["courier_claimed:3", "courier_sent:20", "courier_settled:4"])
async def test_everybody_is_reached_whatever_moment_the_process_dies_at(town: Town, label: str) -> None:
    campaign = await launched(town, 45)
    await town.bot.start(OTKLIK_CRASH_AT=label)
    await town.bot.ended(20)
    in_flight = await campaign.in_flight()
    await town.bot.start()
    tally = await campaign.finished(60)
    await town.bot.stop()
    assert campaign.lost == 0
    assert tally[Count.DELIVERED] == 45
    assert campaign.copies <= in_flight == tally[Count.REPEATED]


async def test_a_restart_over_the_scheduled_minute_launches_once(town: Town) -> None:
    """The bot was down when it was to begin; it dies again in the middle of what it makes up for."""
    campaign = await hired(town, 45)
    await campaign.schedule(timedelta(minutes=-1))
    await town.bot.start(OTKLIK_CRASH_AT="courier_settled:2")
    await town.bot.ended(20)
    in_flight = await campaign.in_flight()
    await town.bot.start()
    tally = await campaign.finished(60)
    await town.bot.stop()
    assert (tally[Count.INVITED], tally[Count.DELIVERED]) == (45, 45)
    assert campaign.lost == 0
    assert campaign.copies <= in_flight == tally[Count.REPEATED]


@pytest.mark.soak
async def test_ten_kills_at_random_moments_leave_nobody_out(town: Town) -> None:
    with SoakReport("campaign killed ten times") as report:
        await _killed(town, report, PEOPLE, 10)


@pytest.mark.soak
async def test_twenty_kills_of_a_push_to_five_thousand_leave_nobody_out(town: Town) -> None:
    with SoakReport("campaign of 5,000 killed twenty times") as report:
        await _killed(town, report, PUSHED, 20)


async def _killed(town: Town, report: SoakReport, people: int, kills: int) -> None:
    """A campaign to so many in a process that dies again and again. Each gets it once, but for who was in doubt at a
    kill: at most as many copies as the policy allows, and each counted."""
    campaign = await hired(town, people)
    with_limits(town)
    await town.bot.start()
    await campaign.launch()
    in_flight: list[int] = []
    for kill in range(report.kill(kills)):
        await campaign.reaches((kill + random.random()) / kills * people)
        await town.bot.kill()
        in_flight.append(await campaign.in_flight())
        await town.bot.start()
    tally = await campaign.finished(60 + people / 10)
    await town.bot.stop()
    report.lost, report.duplicated = campaign.lost, campaign.copies
    report.figures = {  # type: ignore[attr-defined]
        "people": people,
        "in_flight_at_the_kills": sum(in_flight),
        "most_in_flight_at_a_kill": max(in_flight),
        "counted_as_repeated": tally[Count.REPEATED],
        "ended_unsure": tally[Count.UNSURE],
        "most_copies_of_one": campaign.most_copies,
        "told_to_wait": told_to_wait(town),
    }
    assert campaign.lost == 0
    assert tally[Count.DELIVERED] + tally[Count.UNSURE] == people
    # Counted is every claim in doubt that was sent again, whether or not its first copy had arrived.
    assert campaign.copies <= tally[Count.REPEATED] <= sum(in_flight) == tally[Count.REPEATED] + tally[Count.UNSURE]
    assert campaign.most_copies <= POLICIES[Matter.INVITATION].repeats
    assert told_to_wait(town) == 0
