"""Row 1: the process dies by SIGKILL at any moment. Row 2: between the commit and the reply."""

import asyncio
import time

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.conftest import Town
from tests.stories.citizens import together


async def _answer_under_kills(town: Town, citizens: int, kills: int) -> float:
    """Citizens answer, the bot is killed at random. The longest restart in seconds."""
    town.settles(citizens)
    slowest = await town.bot.start()
    done = False

    async def nemesis() -> None:
        nonlocal done, slowest
        for _ in range(kills):
            await asyncio.sleep(town.chance.uniform(0.02, 0.5))
            await town.bot.kill()
            slowest = max(slowest, await town.bot.start())
        done = True

    await together(nemesis(), town.live(lambda visits: not done or visits < 2))
    await town.drained()
    await town.bot.stop()
    return slowest


async def test_answers_survive_kills_at_random_moments(town: Town) -> None:
    """Row 1."""
    await _answer_under_kills(town, citizens=6, kills=5)
    verdict = await town.kept()
    assert len(verdict.stored) >= 12
