"""Row 4: the process dies in the middle of a campaign, and the next one goes on: nobody is left out."""

import asyncio
import random

import pytest

from surveys.campaigns.tallies import Count
from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.campaigns import Campaign, beside, launched, told_to_wait, with_limits
from tests.stories.conftest import Town

HANDFUL = 15
"""What one process claims at once at 30 a second: a kill leaves no more than that in doubt beside what is in flight."""


@pytest.mark.parametrize("label", ["courier_claimed:3", "courier_sent:20", "courier_settled:4"])
async def test_everybody_is_reached_whatever_moment_the_process_dies_at(town: Town, label: str) -> None:
    campaign = await launched(town, 60)
    await town.bot.start(OTKLIK_CRASH_AT=label)
    await town.bot.ended(20)
    await town.bot.start()
    tally = await campaign.finished(20)
    await town.bot.stop()
    assert campaign.lost == 0
    assert campaign.copies <= HANDFUL
    assert tally[Count.DELIVERED] == 60
    assert tally[Count.REPEATED] >= campaign.copies
