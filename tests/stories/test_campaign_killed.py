"""Row 4: the process dies in the middle of a campaign, and the next one goes on: nobody is left out."""

import asyncio
import random

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import Campaign, hired, launched, told_to_wait, with_limits
from tests.stories.conftest import Town

HANDFUL = 15
"""What one process claims at once at 30 a second: a kill leaves no more than that in doubt beside what is in flight."""
PEOPLE = 1500
KILLS = 10


@pytest.mark.parametrize("label", ["courier_claimed:3", "courier_sent:20", "courier_settled:4"])
async def test_everybody_is_reached_whatever_moment_the_process_dies_at(town: Town, label: str) -> None:
    campaign = await launched(town, 45)
    await town.bot.start(OTKLIK_CRASH_AT=label)
    await town.bot.ended(20)
    await town.bot.start()
    tally = await campaign.finished(20)
    await town.bot.stop()
    assert campaign.lost == 0
    assert campaign.copies <= HANDFUL
    assert tally[Count.DELIVERED] == 45
    assert tally[Count.REPEATED] >= campaign.copies


@pytest.mark.soak
async def test_ten_kills_at_random_moments_leave_nobody_out(town: Town) -> None:
    with SoakReport("campaign killed ten times") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        await campaign.launch()
        for kill in range(report.kill(KILLS)):
            wanted = (kill + random.random()) / KILLS * PEOPLE
            await _sent(campaign, wanted)
            await town.bot.kill()
            await town.bot.start()
        tally = await campaign.finished(PEOPLE / 10)
        await town.bot.stop()
        report.lost, report.duplicated = campaign.lost, campaign.copies
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "in_doubt": tally[Count.REPEATED],
            "told_to_wait": told_to_wait(town),
        }
        assert campaign.lost == 0
        assert tally[Count.DELIVERED] == PEOPLE
        assert campaign.copies <= tally[Count.REPEATED] <= KILLS * 2 * HANDFUL
        assert told_to_wait(town) == 0


async def _sent(campaign: Campaign, wanted: float) -> None:
    async with asyncio.timeout(120):
        while campaign.arrived < wanted:  # noqa: ASYNC110 - chats tell nobody
            await asyncio.sleep(0.05)
