"""Row 19: a network that takes seconds for everything and loses connections: slower, and otherwise as ever."""

import os
import time

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.campaigns import hired, told_to_wait, with_limits
from tests.stories.conftest import Town
from tests.stories.processes import mib, watched

PEOPLE = int(os.environ.get("OTKLIK_SOAK_PEOPLE", "3000"))
LOST = 0.05
"""Of the connections, before and again after what they carried was carried out."""
GROWTH = 48.0
"""MiB: a hundred messages in flight, their connections, and the caches of a first campaign."""


@pytest.mark.soak
async def test_a_slow_and_lossy_network_reaches_everybody_in_bounded_memory(town: Town) -> None:
    with SoakReport("campaign over a slow network") as report:
        campaign = await hired(town, PEOPLE)
        with_limits(town)
        await town.bot.start()
        faults = town.emulator.faults
        before = faults.add({"method": "sendMessage", "probability": LOST, "do": {"kind": "drop_before"}})
        after = faults.add({"method": "sendMessage", "probability": LOST, "do": {"kind": "drop_after"}})
        faults.add({"probability": 0.3, "do": {"kind": "slow", "seconds": 5}})
        faults.add({"do": {"kind": "slow", "seconds": 2}})
        async with watched(town.bot.number) as memory:
            begun = time.monotonic()
            await campaign.launch()
            tally = await campaign.finished(120 + PEOPLE / 2)
        seconds = round(time.monotonic() - begun, 1)
        faults.clear()
        await town.bot.stop()
        growth = mib(max(memory) - memory[0])
        report.lost, report.duplicated = campaign.lost, campaign.copies
        report.figures = {  # type: ignore[attr-defined]
            "people": PEOPLE,
            "from_launch_to_end": seconds,
            "lost_before": before.hits,
            "lost_after": after.hits,
            "counted_as_repeated": tally[Count.REPEATED],
            "ended_unsure": tally[Count.UNSURE],
            "mib_at_the_start": mib(memory[0]),
            "mib_more_at_most": growth,
            "told_to_wait": told_to_wait(town),
        }
        assert tally[Count.DELIVERED] + tally[Count.UNSURE] == PEOPLE
        # Whose connection was lost three times running is left alone, perhaps unasked, and is counted as such.
        assert campaign.lost <= tally[Count.UNSURE] <= PEOPLE / 100
        assert campaign.copies <= after.hits
        assert growth <= GROWTH
        # A hundred in flight at 2.9 s each on the average are thirty a second; a third of that is asked for.
        assert seconds <= 30 + PEOPLE / 10
