"""Row 24: a campaign to very many costs the process no memory that grows with them, and it may not have any."""

import os

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import hired
from tests.stories.conftest import Town
from tests.stories.processes import MIB, leave_room, mib, watched

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "20000"))
RATE = "200"
"""Messages a second, so that it is over in minutes: Telegram lets nobody have so many for nothing."""
ROOM = 256 * MIB
"""By which the address space may grow; threads and their arenas take most of it without using it."""
GROWTH = 48.0
"""MiB."""
LATER = 8.0
"""MiB, of the second half over the first."""


@pytest.mark.soak
async def test_twenty_thousand_are_asked_in_memory_that_stays_as_it_is(town: Town) -> None:
    with SoakReport("campaign to 20,000 in limited memory") as report:
        campaign = await hired(town, PEOPLE)
        await town.bot.start(OTKLIK_PAID_RATE=RATE)
        leave_room(town.bot.number, ROOM)
        async with watched(town.bot.number) as memory:
            await campaign.launch()
            await campaign.reaches(PEOPLE / 2)
            half = len(memory)
            tally = await campaign.finished(60 + PEOPLE / 10)
        assert town.bot.exit_code is None
        await town.bot.stop()
        first, second = max(memory[:half]), max(memory[half:], default=0)
        report.lost, report.duplicated = campaign.lost, campaign.copies
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "mib_at_the_start": mib(memory[0]),
            "mib_more_at_most": mib(max(memory) - memory[0]),
            "mib_more_in_the_second_half": mib(second - first),
        }
        assert (campaign.lost, campaign.copies, tally[Count.DELIVERED]) == (0, 0, PEOPLE)
        assert mib(max(memory) - memory[0]) <= GROWTH
        assert mib(second - first) <= LATER
