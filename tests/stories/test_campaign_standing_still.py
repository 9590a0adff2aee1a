"""Row 25: a process that sends stands still for a while, as on a starved machine, and goes on as if nothing was."""

import asyncio
import os
import signal

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.bots import BotProcess, until
from tests.stories.campaigns import Campaign, beside, hired, told_to_wait, with_limits
from tests.stories.conftest import Town

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "3000"))
SECONDS = 45.0
"""Longer than a message may take, and than a courier may wait with one in hand."""
LEASE_AND_MORE = 150.0
"""By then the other process has taken its claims over."""


async def _stood_still(bot: BotProcess, seconds: float) -> None:
    bot.send(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    bot.send(signal.SIGCONT)


async def _judged(campaign: Campaign, report: SoakReport, stopped: list[float], in_flight: int) -> None:
    tally = await campaign.finished(60 + campaign.people / 10)
    report.runs, report.lost, report.duplicated = len(stopped), campaign.lost, campaign.copies
    report.figures = {  # type: ignore[attr-defined]
        "people": campaign.people,
        "stood_still": stopped,
        "in_flight_then": in_flight,
        "counted_as_repeated": tally[Count.REPEATED],
        "told_to_wait": told_to_wait(campaign.town),
    }
    assert (campaign.lost, told_to_wait(campaign.town)) == (0, 0)
    assert tally[Count.DELIVERED] == campaign.people


@pytest.mark.soak
async def test_a_bot_that_stood_still_catches_up_and_sends_nothing_twice(town: Town) -> None:
    with SoakReport("campaign of a bot that stood still") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        await campaign.launch()
        stopped, in_flight = [2.0, 10.0, 20.0, SECONDS, 65.0], 0
        for number, seconds in enumerate(stopped, 1):
            await campaign.reaches(number / (len(stopped) + 1) * PEOPLE)
            await _stood_still(town.bot, seconds)
            in_flight += await campaign.in_flight()
        await _judged(campaign, report, stopped, in_flight)
        await town.bot.stop()
        assert campaign.copies == 0


@pytest.mark.soak
async def test_of_two_processes_one_stands_still_and_the_other_goes_on(postgres_town: Town) -> None:
    """Its claims are its own until the lease is over; then what was in flight of it is sent again, and counted."""
    town = postgres_town
    with SoakReport("campaign of two processes, one stood still") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        second = beside(town, "second")
        second.launch("couriers")
        await until(lambda: second.out.exists() and "is running" in second.out.read_text(), 20, "the second is up")
        await campaign.launch()
        in_flight = 0
        for number, seconds in enumerate((SECONDS, LEASE_AND_MORE), 1):
            await campaign.reaches(number * PEOPLE / 4)
            second.send(signal.SIGSTOP)
            in_flight += await campaign.in_flight()
            arrived = campaign.arrived
            await asyncio.sleep(seconds)
            # A process that stops in the middle of a write keeps the others from writing for as long as the server
            # lets an idle transaction live, half a minute.
            assert campaign.arrived > min(arrived, PEOPLE - 60)
            second.send(signal.SIGCONT)
        await _judged(campaign, report, [SECONDS, LEASE_AND_MORE], in_flight)
        await second.stop()
        await town.bot.stop()
        assert campaign.copies <= in_flight
