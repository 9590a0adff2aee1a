"""Row 20: somebody sets the clock of the machine while a campaign runs."""

import asyncio
import os
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.campaigns.quiet import QuietHours
from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import hired, told_to_wait, with_limits
from tests.stories.conftest import Town
from tests.stories.wall import Wall

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "1000"))
HOUR = timedelta(hours=1)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.soak
async def test_an_hour_forward_and_back_holds_nothing_up_and_sends_nothing_twice(town: Town) -> None:
    """Twelve times within one campaign."""
    with SoakReport("campaign while the clock jumps an hour") as report:
        wall = Wall(town.folder / "wall")
        town.bot.wall = wall.file
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        await campaign.launch()
        jumps = [HOUR, -HOUR] * 6
        for number, jump in enumerate(jumps, 1):
            await campaign.reaches(number / (len(jumps) + 1) * PEOPLE)
            wall.move(jump)
        tally = await campaign.finished(60 + PEOPLE / 10)
        await town.bot.stop()
        report.runs, report.lost, report.duplicated = len(jumps), campaign.lost, campaign.copies
        report.figures = {"people": PEOPLE, "told_to_wait": told_to_wait(town)}  # type: ignore[attr-defined]
        assert (campaign.lost, campaign.copies, told_to_wait(town)) == (0, 0, 0)
        assert (tally[Count.DELIVERED], tally[Count.REPEATED]) == (PEOPLE, 0)


@pytest.mark.soak
async def test_a_jump_into_the_night_sends_nothing_until_it_is_over(town: Town) -> None:
    """Forward into quiet hours, back out of them, and on to the next morning."""
    with SoakReport("campaign while the clock jumps into the night") as report:
        wall = Wall(town.folder / "wall")
        town.bot.wall = wall.file
        people = min(PEOPLE, 300)
        campaign = await hired(town, people)
        today = wall.now().astimezone(MOSCOW)
        night = QuietHours((today + HOUR / 2).time(), (today + 3 * HOUR).time())
        await town.bot.start()
        await campaign.launch(quiet=night)
        await campaign.reaches(people / 3)
        wall.move(HOUR)
        await asyncio.sleep(6)  # what was claimed by day may be sent for five seconds
        by_day = campaign.arrived
        await asyncio.sleep(10)
        assert campaign.arrived == by_day < people, "sent at night"
        for jump in (-HOUR, HOUR):
            wall.move(jump)
            await asyncio.sleep(3)
        wall.move(2 * HOUR)
        tally = await campaign.finished(60)
        await town.bot.stop()
        report.lost, report.duplicated = campaign.lost, campaign.copies
        report.figures = {"people": people, "by_day": by_day}  # type: ignore[attr-defined]
        assert (campaign.lost, campaign.copies, tally[Count.DELIVERED]) == (0, 0, people)
