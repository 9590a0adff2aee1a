"""Row 4: the process dies in the middle of a campaign, and the next one goes on: nobody is left out."""

import asyncio
import os
import random
from datetime import timedelta

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import Campaign, hired, launched, told_to_wait, with_limits
from tests.stories.conftest import Town

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "10000"))
KILLS = 10


@pytest.mark.parametrize("label", ["courier_claimed:3", "courier_sent:20", "courier_settled:4"])
async def test_everybody_is_reached_whatever_moment_the_process_dies_at(town: Town, label: str) -> None:
    campaign = await launched(town, 45)
    await town.bot.start(OTKLIK_CRASH_AT=label)
    await town.bot.ended(20)
    in_flight = await campaign.in_flight()
    await town.bot.start()
    tally = await campaign.finished(20)
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
    tally = await campaign.finished(20)
    await town.bot.stop()
    assert (tally[Count.INVITED], tally[Count.DELIVERED]) == (45, 45)
    assert campaign.lost == 0
    assert campaign.copies <= in_flight == tally[Count.REPEATED]


@pytest.mark.soak
async def test_ten_kills_at_random_moments_leave_nobody_out(town: Town) -> None:
    with SoakReport("campaign killed ten times") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        await campaign.launch()
        in_flight = 0
        for kill in range(report.kill(KILLS)):
            wanted = (kill + random.random()) / KILLS * PEOPLE
            await _sent(campaign, wanted)
            await town.bot.kill()
            in_flight += await campaign.in_flight()
            await town.bot.start()
        tally = await campaign.finished(60 + PEOPLE / 10)
        await town.bot.stop()
        report.lost, report.duplicated = campaign.lost, campaign.copies
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "in_flight_at_the_kills": in_flight,
            "told_to_wait": told_to_wait(town),
        }
        assert campaign.lost == 0
        assert tally[Count.DELIVERED] == PEOPLE
        assert campaign.copies <= in_flight
        assert told_to_wait(town) == 0


async def _sent(campaign: Campaign, wanted: float) -> None:
    async with asyncio.timeout(600):
        while campaign.arrived < wanted:  # noqa: ASYNC110 - chats tell nobody
            await asyncio.sleep(0.05)
