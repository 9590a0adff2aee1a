"""Row 23: PostgreSQL drops all connections of a bot that sends, again and again."""

import asyncio
import os
import random
from typing import Any

import asyncpg
import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import beside, hired, launched, told_to_wait, with_limits
from tests.stories.conftest import SERVER, Town

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "3000"))
CUTS = 15
DROP = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = $1 AND application_name = 'otklik'
"""


async def dropped(town: Town) -> int:
    """How many connections to the town's database the server has just ended, at least one: the bot's, and those of who
    looks on. Right after another time there may be none for a moment."""
    connection: Any = await asyncpg.connect(SERVER)
    try:
        async with asyncio.timeout(20):
            while not (ended := int(await connection.fetchval(DROP, town.database.rpartition("/")[2]))):  # noqa: ASYNC110 - nor does the server
                await asyncio.sleep(0.01)
        return ended
    finally:
        await connection.close()


async def test_dropped_connections_lose_and_repeat_nothing(postgres_town: Town) -> None:
    """Nothing died: what was sent is known, and written down over a new connection."""
    town = postgres_town
    campaign = await launched(town, 60)
    await town.bot.start()
    for sent in (10, 30):
        await campaign.reaches(sent, 20)
        await dropped(town)
    tally = await campaign.finished(60)
    await town.bot.stop()
    assert (campaign.lost, campaign.copies) == (0, 0)
    assert (tally[Count.DELIVERED], tally[Count.REPEATED]) == (60, 0)


@pytest.mark.soak
async def test_a_server_that_keeps_dropping_connections_costs_nobody_their_message(postgres_town: Town) -> None:
    """Of the bot and of a second process that sends, now and then several times in one second."""
    town = postgres_town
    with SoakReport("campaign over dropped PostgreSQL connections") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        second = beside(town, "second")
        second.launch("couriers")
        await campaign.launch()
        ended, in_flight = [], 0
        for cut in range(CUTS):
            await campaign.reaches((cut + random.random()) / CUTS * PEOPLE)
            in_flight += await campaign.in_flight()
            for _ in range(random.choice((1, 1, 3))):
                ended.append(await dropped(town))
                await asyncio.sleep(random.uniform(0, 0.3))
        tally = await campaign.finished(60 + PEOPLE / 10)
        assert (town.bot.exit_code, second.exit_code) == (None, None)
        await second.stop()
        await town.bot.stop()
        report.runs, report.lost, report.duplicated = len(ended), campaign.lost, campaign.copies
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "connections_ended": sum(ended),
            "in_flight_then": in_flight,
            "counted_as_repeated": tally[Count.REPEATED],
            "told_to_wait": told_to_wait(town),
        }
        assert campaign.lost == 0
        assert tally[Count.DELIVERED] == PEOPLE
        # A process that is not connected at two looks counts as dead, and what it has in flight is
        # sent again (`bot.taking_over`): never more than that.
        assert campaign.copies <= tally[Count.REPEATED] <= in_flight
        assert told_to_wait(town) == 0
