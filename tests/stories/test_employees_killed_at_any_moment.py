"""Rows 1 to 3 for anonymous answers: the process dies at any moment, and nobody is lost, doubled or shown."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import Late, until
from tests.stories.citizens import together
from tests.stories.confidences import Office, office_in
from tests.stories.conftest import Town
from tests.stories.staff_surveys import POINTS
from tests.stories.test_killed_at_any_moment import AT_START, LABELS

Nemesis = Callable[[Office, asyncio.Event], Coroutine[Any, Any, int]]
"""Strikes until the event is set, and says how often it killed."""


def _steps(office: Office) -> int:
    return sum(len(employee.steps) for employee in office.employees)


def _kills_at_random(most: int) -> Nemesis:
    """About once for each conversation, a few steps apart, for on a busy machine a fixed time may not do for one."""

    async def nemesis(office: Office, over: asyncio.Event) -> int:
        town, kills = office.town, 0
        office.let_in(len(office.employees))
        while not over.is_set() and kills < most:
            goal = _steps(office) + town.chance.randint(0, 4)
            with suppress(Late):
                await until(lambda goal=goal: _steps(office) >= goal or over.is_set(), 3.0, "a few steps")
            await asyncio.sleep(town.chance.uniform(0.0, 0.05))
            await town.bot.kill()
            await town.bot.start()
            kills += 1
        return kills

    return nemesis


async def _conversations(office: Office, nemesis: Nemesis) -> int:
    """One survey from its launch to its act, which everybody answers while `nemesis` strikes. The kills."""
    await office.launched()
    await office.town.bot.start()
    over, kills = asyncio.Event(), 0
    office.killed = True
    office.promises.storming = True

    async def strikes() -> None:
        nonlocal kills
        kills = await nemesis(office, over)
        office.promises.storming = False

    async def answering() -> None:
        try:
            await office.answer()
        finally:
            over.set()

    await together(strikes(), answering())
    await office.town.drained()
    # Words whose update had not been confirmed at a kill were shown to their author once more.
    await together(*(employee.goes_on() for employee in office.employees))
    await office.town.drained()
    await office.town.bot.stop()
    return kills


async def test_anonymous_answers_survive_kills_at_random_moments(town: Town) -> None:
    async with office_in(town, 5, 3) as office:
        assert await _conversations(office, _kills_at_random(6)) > 1
        await office.kept()


async def test_anonymous_answers_on_postgresql_survive_kills_at_random_moments(postgres_town: Town) -> None:
    async with office_in(postgres_town, 2, 2) as office:
        await _conversations(office, _kills_at_random(4))
        await office.kept()


async def _soaked(office: Office, rounds: int, report: SoakReport) -> None:
    for _ in range(rounds):
        report.kill(await _conversations(office, _kills_at_random(len(office.employees))))
        report.judge(office.promises.made, await office.judged())
        office.promises.made = 0
    assert office.drawn, "no draw came between the answers"


@pytest.mark.soak
async def test_two_hundred_anonymous_conversations_survive_kills(town: Town) -> None:
    with SoakReport("kill -9 during 200 anonymous conversations") as report:
        async with office_in(town, 12, 8) as office:
            await _soaked(office, 10, report)


@pytest.mark.soak
async def test_fifty_anonymous_conversations_on_postgresql_survive_kills(postgres_town: Town) -> None:
    with SoakReport("kill -9 during 50 anonymous conversations, PostgreSQL") as report:
        async with office_in(postgres_town, 11, 6) as office:
            await _soaked(office, 3, report)


def _crashes_at(labels: tuple[str, ...], each: int) -> Nemesis:
    """The process dies at each label once, for which so many more people are let in. The steps of a draw come last."""

    async def nemesis(office: Office, over: asyncio.Event) -> int:
        town, kills = office.town, 0
        for label in labels:
            await town.bot.kill()
            office.let_in(each)
            moment = AT_START + town.chance.randint(1, 4) if label in LABELS[:4] else town.chance.randint(1, 6)
            await town.bot.start(OTKLIK_CRASH_AT=f"{label}:{1 if label in POINTS else moment}")
            with suppress(Late):
                await until(lambda: town.bot.exit_code is not None, 3.0, label)
            kills += town.bot.exit_code is not None
            if town.bot.exit_code is None:
                await town.bot.kill()
            await town.bot.start()
        office.let_in(len(office.employees))
        return kills

    return nemesis


async def test_anonymous_answers_survive_a_kill_at_each_labelled_moment(town: Town) -> None:
    async with office_in(town, 6) as office:
        assert await _conversations(office, _crashes_at(("before_commit", "after_commit", "after_reply"), 2)) > 1
        await office.kept()


@pytest.mark.soak
async def test_anonymous_answers_survive_kills_at_each_labelled_moment_and_between_the_steps_of_draws(
    town: Town,
) -> None:
    with SoakReport("kill -9 at labelled moments of anonymous conversations") as report:
        async with office_in(town, 14, 6) as office:
            for turn in range(10):
                # What a kill after a draw's commit left is finished at the next start, which is killed in turn.
                order = (*town.chance.sample(LABELS, len(LABELS)), *POINTS[:3], POINTS[3 + turn % 2])
                report.kill(await _conversations(office, _crashes_at(order, 2)))
                report.judge(office.promises.made, await office.judged())
                office.promises.made = 0
            assert office.drawn, "no draw came between the answers"
