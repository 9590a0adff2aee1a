"""Row 1: the process dies by SIGKILL at any moment. Row 2: between the commit and the reply."""

import asyncio
import signal
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import Late, until
from tests.stories.citizens import COMMENT, THANKS, together
from tests.stories.conftest import Town

RESTART = 5.0
"""Seconds that a restart may take (trust.md 5.4, row 1)."""
LABELS = ("begun", "worked", "before_commit", "after_commit", "before_reply", "after_reply", "before_confirm")
AT_START = 4
"""Works that a start itself commits before the first answer."""


async def _killed_at_random(town: Town, kills: int) -> None:
    """Kill and restart while citizens answer, a few promises apart.

    Lives are measured in promises, for on a busy machine a fixed time may not suffice for one of them.
    """
    slowest = 0.0
    for _ in range(kills):
        goal = town.history.promises + town.chance.randint(0, len(town.citizens) // 4)
        with suppress(Late):
            await until(lambda wanted=goal: town.history.promises >= wanted, 3.0, "a few promises")
        await asyncio.sleep(town.chance.uniform(0.0, 0.1))
        await town.bot.kill()
        slowest = max(slowest, await town.bot.start())
    assert slowest < RESTART


async def _crashed_at(town: Town, label: str, turn: int) -> None:
    """Let the process kill itself at a labelled moment, while citizens answer, and start it again."""
    await town.bot.kill()
    passed_at_start = 0 if label in ("before_reply", "after_reply", "before_confirm") else AT_START
    await town.bot.start(OTKLIK_CRASH_AT=f"{label}:{passed_at_start + turn}")
    assert await town.bot.ended(30) == -signal.SIGKILL
    await town.bot.start()


async def _while_answering(town: Town, citizens: int, *, nemesis: Awaitable[Any]) -> None:
    town.settles(citizens)
    await town.bot.start()
    done = asyncio.Event()
    town.history.storming = True

    async def strikes() -> None:
        try:
            await nemesis
        finally:
            town.history.storming = False
            done.set()

    await together(strikes(), town.live(lambda visits: not done.is_set() or visits < 1))
    await town.drained()
    await town.bot.stop()


async def test_answers_survive_kills_at_random_moments(town: Town) -> None:
    """Row 1."""
    await _while_answering(town, 6, nemesis=_killed_at_random(town, kills=5))
    verdict = await town.kept()
    assert len(verdict.stored) >= 6


async def test_answers_on_postgresql_survive_kills_at_random_moments(postgres_town: Town) -> None:
    """Row 1."""
    await _while_answering(postgres_town, 6, nemesis=_killed_at_random(postgres_town, kills=3))
    await postgres_town.kept()


@pytest.mark.soak
async def test_answers_on_postgresql_survive_fifty_kills(postgres_town: Town) -> None:
    with SoakReport("kill -9 at random, PostgreSQL") as report:
        await _while_answering(postgres_town, 20, nemesis=_killed_at_random(postgres_town, report.kill(50)))
        report.judge(postgres_town.history.promises, await postgres_town.check())


async def test_answers_survive_a_kill_at_each_labelled_moment(town: Town) -> None:
    """Rows 1 and 2."""

    async def nemesis() -> None:
        for label in LABELS:
            await _crashed_at(town, label, town.chance.randint(1, 6))

    await _while_answering(town, 6, nemesis=nemesis())
    await town.kept()


async def test_a_text_committed_before_the_kill_is_thanked_for_after_the_restart(town: Town) -> None:
    """Row 2: the person wrote, the process died before it could answer; they need not write again."""
    (anna,) = town.settles(1)
    point, carried = next(iter(town.payloads.items()))
    await town.bot.start()
    await anna.scans(carried, point)
    await anna.sees("Как мы вас обслужили?")
    await anna.taps("5 ★", until=lambda: COMMENT in anna.text)
    await town.drained()
    await town.bot.kill()
    await town.bot.start(OTKLIK_CRASH_AT="before_reply")
    anna.writes("всё хорошо")
    assert await town.bot.ended(10) == -signal.SIGKILL
    assert COMMENT in anna.text
    await town.bot.start()
    await anna.sees(THANKS, 10)
    town.history.shown(anna.id, point, rating=5, comment="всё хорошо")
    town.history.thanks(anna.id, point)
    await town.bot.stop()
    await town.kept()


async def test_help_that_was_asked_for_before_the_kill_comes_after_the_restart(town: Town) -> None:
    """Row 2, for a message that changes nothing."""
    (anna,) = town.settles(1)
    await town.bot.start(OTKLIK_CRASH_AT="before_reply")
    anna.writes("/help")
    assert await town.bot.ended(10) == -signal.SIGKILL
    await town.bot.start()
    await anna.sees("Как это работает", 10)
    await until(lambda: not len(town.emulator.world.account.updates), 10, "the update is confirmed")
    await town.bot.stop()


@pytest.mark.soak
async def test_answers_survive_two_hundred_kills(town: Town) -> None:
    """Row 1, the full count: 200 kills at random moments of 40 people's conversations."""
    with SoakReport("kill -9 at random") as report:
        await _while_answering(town, 40, nemesis=_killed_at_random(town, report.kill(200)))
        report.judge(town.history.promises, await town.check())


@pytest.mark.soak
async def test_answers_survive_twenty_kills_at_each_labelled_moment(town: Town) -> None:
    """Rows 1 and 2, the full count."""
    with SoakReport("kill -9 at labelled moments") as report:

        async def nemesis() -> None:
            for label in LABELS * report.kill(20):
                await _crashed_at(town, label, town.chance.randint(1, 30))
            report.kills *= len(LABELS)

        await _while_answering(town, 20, nemesis=nemesis())
        report.judge(town.history.promises, await town.check())
