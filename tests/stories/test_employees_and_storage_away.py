"""Rows 7, 8 and 11 for anonymous answers: storage is locked, full, or fails in the middle of a vote or a comment."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import together
from tests.stories.confidences import Office, office_in
from tests.stories.conftest import Town
from tests.stories.employees import SUMMARY, Employee
from tests.stories.inside import living_inside
from tests.stories.storage_faults import FailingStatement, failing_statements, full, locked, was_polite


def _before_the_vote(employee: Employee) -> bool:
    return SUMMARY in employee.text


async def _away_while_answering(
    office: Office, fault: Callable[[Town], AbstractContextManager[None]], seconds: float
) -> None:
    """Half of the people have answered everything but for «Отправить» when storage goes away."""
    town = office.town
    await office.launched()
    await town.bot.start()
    waiting = office.employees[::2]
    await together(*(employee.answers(_before_the_vote) for employee in waiting))

    async def nemesis() -> None:
        with fault(town):
            await asyncio.sleep(0.3)  # what was committed before may still be on its way to the screen
            settled = office.promises.made
            if fault is full:
                await until(lambda: was_polite(town), 30, "somebody is told")
            await asyncio.sleep(seconds)
            assert office.promises.made == settled, "promised without a commit"
        office.promises.storming = False

    office.promises.storming = True
    going_on = [employee.goes_on() for employee in waiting]
    office.let_in(len(office.employees))
    await together(nemesis(), *going_on, office.answer(office.employees[1::2]))
    await town.drained()
    await town.bot.stop()


async def test_no_anonymous_answer_is_promised_while_the_database_is_locked_and_each_after(town: Town) -> None:
    """Row 7."""
    async with office_in(town, 4, 2) as office:
        await _away_while_answering(office, locked, 1.0)
        await office.kept()


async def test_no_anonymous_answer_is_promised_while_the_disk_is_full_and_each_after(town: Town) -> None:
    """Row 8."""
    async with office_in(town, 4, 2) as office:
        await _away_while_answering(office, full, 0.5)
        await office.kept()


@pytest.mark.soak
async def test_locks_and_full_disks_lose_no_anonymous_answer(town: Town) -> None:
    with SoakReport("anonymous answers, database locked 10 s and disk full") as report:
        async with office_in(town, 12, 8) as office:
            for fault, seconds in [(locked, 10.0), *((full, 0.4 * turn) for turn in range(5))]:
                await _away_while_answering(office, fault, seconds)
                report.judge(office.promises.made, await office.judged())
                office.promises.made = 0


async def _statements_fail(office: Office, failing: FailingStatement, every: int) -> int:
    """One conversation for each statement between «Отправить» and the thanks, in which that one fails."""
    await office.launched()
    people = iter(office.employees)
    async with living_inside(office.town):
        first = next(people)
        await first.answers(_before_the_vote)
        failing.again(0)
        await first.goes_on()
        await office.town.drained()
        statements = failing.passed
        for number, employee in zip(range(1, statements + 1, every), people, strict=False):
            await employee.answers(_before_the_vote)
            await office.town.drained()
            failing.again(number)
            await employee.goes_on()
            await office.town.drained()
            assert failing.passed >= number, "the statement that was to fail never ran"
    return statements


async def test_a_failing_statement_of_a_vote_or_a_comment_is_rolled_back_and_tried_again(town: Town) -> None:
    """Row 11."""
    async with office_in(town, 5) as office:
        with failing_statements() as failing:
            assert await _statements_fail(office, failing, every=4) > 10
        await office.kept()


@pytest.mark.soak
async def test_every_single_statement_of_a_vote_and_a_comment_may_fail(town: Town) -> None:
    with SoakReport("n-th statement of an anonymous answer fails") as report:
        async with office_in(town, 14, 10) as office:
            with failing_statements() as failing:
                assert await _statements_fail(office, failing, every=1) < len(office.employees)
            report.judge(office.promises.made, await office.judged())
