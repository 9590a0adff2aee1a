"""Rows 21 and 23: several processes on one PostgreSQL send one campaign, one leads, and each may die."""

import asyncio
import os
import signal

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.campaigns import beside, calls, hired, launched, paced, told_to_wait, with_limits
from tests.stories.conftest import Town

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "10000"))


async def test_a_killed_process_leaves_its_claims_to_the_other_one(postgres_town: Town) -> None:
    town = postgres_town
    campaign = await launched(town, 90)
    second = beside(town, "second")
    second.launch("couriers", OTKLIK_CRASH_AT="courier_sent:20")
    await town.bot.start()
    await until(lambda: second.exit_code == -signal.SIGKILL, 20, "the second process dies")
    in_flight = await campaign.in_flight()
    tally = await campaign.finished(60)
    await town.bot.stop()
    assert campaign.lost == 0
    assert tally[Count.DELIVERED] == 90
    assert campaign.copies <= tally[Count.REPEATED] <= in_flight


@pytest.mark.soak
async def test_two_processes_share_one_rate_and_a_kill_costs_what_was_in_flight(postgres_town: Town) -> None:
    town = postgres_town
    with SoakReport("campaign of two processes, one killed") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        second = beside(town, "second")
        second.launch("couriers")
        await until(lambda: second.out.exists() and "is running" in second.out.read_text(), 20, "the second is up")
        await campaign.launch()
        async with asyncio.timeout(600):
            while campaign.arrived < PEOPLE / 2:  # noqa: ASYNC110 - chats tell nobody
                await asyncio.sleep(0.1)
        first_half = paced(town)
        second.send(signal.SIGKILL)
        report.kill(1)
        in_flight = await campaign.in_flight()
        tally = await campaign.finished(60 + PEOPLE / 10)
        await town.bot.stop()
        report.lost, report.duplicated = campaign.lost, campaign.copies
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "in_flight_of_both_at_the_kill": in_flight,
            "told_to_wait": told_to_wait(town),
            "a_second_of_both": round(len(first_half) / (max(first_half) - min(first_half)), 1),
        }
        assert (campaign.lost, told_to_wait(town)) == (0, 0)
        assert tally[Count.DELIVERED] == PEOPLE
        assert campaign.copies <= tally[Count.REPEATED] <= in_flight


async def test_a_second_bot_is_refused_or_waits_and_takes_the_place_of_the_first(town: Town) -> None:
    await town.bot.start()
    refused, waiting = beside(town, "refused"), beside(town, "waiting")
    refused.launch("run")
    assert await refused.ended(20) == 1
    assert "Another bot runs on this database" in refused.told
    waiting.launch("run", "--wait")
    polls = len(calls(town, "getMe"))
    assert polls == 1
    await town.bot.kill()
    await until(lambda: waiting.out.exists() and "is running" in waiting.out.read_text(), 20, "the second takes over")
    assert waiting.exit_code is None
    await waiting.stop()


async def test_couriers_of_their_own_need_postgresql(town: Town) -> None:
    alone = beside(town, "alone")
    alone.launch("couriers")
    assert await alone.ended(20) == 1
    assert "on SQLite the bot itself sends" in alone.told
