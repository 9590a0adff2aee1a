"""Row 7: the database is locked. Row 8: the disk is full. Row 11: a statement fails."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import together
from tests.stories.conftest import Town
from tests.stories.inside import living_inside
from tests.stories.storage_faults import FailingStatement, failing_statements, full, locked, was_polite


async def _locked_while_answering(town: Town, citizens: int, seconds: float) -> None:
    people = town.settles(citizens)
    await town.bot.start()
    visits = list(town.payloads.items())

    async def lives(number: int) -> None:
        for point, carried in visits[:2]:
            await people[number].rates(point, carried)

    async def nemesis() -> None:
        await asyncio.sleep(0.2)
        with locked(town):
            before = len(town.history.confirmed)
            await asyncio.sleep(0.3)  # what was committed before the lock may still be on its way to the screen
            settled = town.history.promises
            await asyncio.sleep(seconds - 0.3)
            assert town.history.promises == settled, "confirmed without a commit"
            assert before < len(people) * 2

    await together(nemesis(), *(lives(number) for number in range(citizens)))
    await town.drained()
    await town.bot.stop()


async def test_nothing_is_confirmed_while_the_database_is_locked_and_everything_after(town: Town) -> None:
    """Row 7."""
    await _locked_while_answering(town, 8, 2.0)
    await town.kept()


@pytest.mark.soak
async def test_a_database_locked_for_thirty_seconds_loses_nothing_and_says_so(town: Town) -> None:
    """Row 7, longer than a work waits: people are told."""
    with SoakReport("database locked 30 s") as report:
        await _locked_while_answering(town, 30, 30.0)
        report.judge(town.history.promises, await town.check())
        assert "storage_unavailable" in town.bot.told


async def _fills_up(town: Town, citizens: int, seconds: float) -> None:
    """The disk is full for a while."""
    people = town.settles(citizens)
    await town.bot.start()
    visits = list(town.payloads.items())[:3]

    async def lives(number: int) -> None:
        for point, carried in visits:
            await people[number].rates(point, carried)

    async def nemesis() -> None:
        await asyncio.sleep(0.3)
        with full(town):
            await until(lambda: was_polite(town), 30, "somebody is told")
            settled = town.history.promises
            await asyncio.sleep(seconds)
            assert town.history.promises == settled, "confirmed without a commit"

    await together(nemesis(), *(lives(number) for number in range(citizens)))
    await town.drained()
    await town.bot.stop()


async def test_a_full_disk_is_told_politely_confirms_nothing_and_is_over_by_itself(town: Town) -> None:
    """Row 8."""
    await _fills_up(town, 8, 0.5)
    await town.kept()


@pytest.mark.soak
async def test_ten_full_disks_lose_nothing(open_town: Any) -> None:
    with SoakReport("disk full") as report:
        for number in range(10):
            async with open_town() as town:
                await _fills_up(town, 20, 0.2 * number)
                report.judge(town.history.promises, await town.check())


@pytest.fixture
def failing() -> Iterator[FailingStatement]:
    with failing_statements() as fault:
        yield fault


async def _statements_fail(town: Town, failing: FailingStatement, every: int) -> int:
    """One visit for each (or each `every`-th) statement of a visit, in which that one fails. How many did.

    How many statements a visit has depends on what is written together, so the last ones may never come."""
    (anna,) = town.settles(1)
    visits = iter(town.payloads.items())
    struck = 0
    async with living_inside(town):
        point, carried = next(visits)
        failing.again(0)
        town.chance.seed(3)
        await anna.rates(point, carried)
        await town.drained()
        planned = range(1, failing.passed + 1, every)
        for number in planned:
            point, carried = next(visits)
            town.chance.seed(3)
            failing.again(number)
            await anna.rates(point, carried)
            await town.drained()
            struck += failing.passed >= number
    assert 2 * struck >= len(planned), "most statements that were to fail never ran"
    return struck


async def test_a_failing_statement_is_rolled_back_and_tried_again(town: Town, failing: FailingStatement) -> None:
    """Row 11."""
    assert await _statements_fail(town, failing, every=19) >= 2
    await town.kept()


@pytest.mark.soak
async def test_every_single_statement_of_a_visit_may_fail(town: Town, failing: FailingStatement) -> None:
    with SoakReport("n-th statement fails") as report:
        await _statements_fail(town, failing, every=1)
        report.judge(town.history.promises, await town.check())
