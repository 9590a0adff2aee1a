"""Row 7: the database is locked. Row 8: the disk is full. Row 11: a statement fails."""

import asyncio
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from tests.soak_report import SoakReport
from tests.stories.bots import until
from tests.stories.citizens import together
from tests.stories.conftest import Town
from tests.stories.inside import living_inside

POLITE = "Сейчас не получается сохранить ответ"
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@contextmanager
def _locked(town: Town) -> Iterator[None]:
    """A second program holds the database in the middle of a write."""
    with closing(sqlite3.connect(town.folder / "otklik.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def _was_polite(town: Town) -> bool:
    """Whether somebody was told, under their button or in a message."""
    calls = [entry["parameters"] for entry in town.emulator.journal.since() if entry["kind"] == "call"]
    return any(POLITE in str(parameters.get("text")) for parameters in calls)


async def _locked_while_answering(town: Town, citizens: int, seconds: float) -> None:
    people = town.settles(citizens)
    await town.bot.start()
    visits = list(town.payloads.items())

    async def lives(number: int) -> None:
        for point, carried in visits[:2]:
            await people[number].rates(point, carried)

    async def nemesis() -> None:
        await asyncio.sleep(0.2)
        with _locked(town):
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
    """The disk is full for a while: no file of the process grows any more, its log included."""
    people = town.settles(citizens)
    await town.bot.start()
    visits = list(town.payloads.items())[:3]

    async def lives(number: int) -> None:
        for point, carried in visits:
            await people[number].rates(point, carried)

    async def nemesis() -> None:
        await asyncio.sleep(0.3)
        resource.prlimit(town.bot.number, resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY))
        await until(lambda: _was_polite(town), 30, "somebody is told")
        settled = town.history.promises
        await asyncio.sleep(seconds)
        assert town.history.promises == settled, "confirmed without a commit"
        resource.prlimit(town.bot.number, resource.RLIMIT_FSIZE, NO_LIMIT)

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


class FailingStatement:
    """Makes the n-th statement (or commit) of the writing connection fail, once."""

    def __init__(self) -> None:
        self.passed = 0
        self.failing_at = 0

    def again(self, number: int) -> None:
        self.passed, self.failing_at = 0, number

    def statement(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if connection.get_execution_options().get("never") or "query_only" in statement:
            return
        self._count(connection)

    def commit(self, connection: Any) -> None:
        self._count(connection)

    def _count(self, connection: Any) -> None:
        if connection.connection.dbapi_connection.execute("PRAGMA query_only").fetchone()[0]:
            return
        self.passed += 1
        if self.passed == self.failing_at:
            failure = sqlite3.OperationalError("disk I/O error")
            failure.sqlite_errorname = "SQLITE_IOERR"
            raise OperationalError("a statement", {}, failure)


@pytest.fixture
def failing() -> Iterator[FailingStatement]:
    fault = FailingStatement()
    event.listen(Engine, "before_cursor_execute", fault.statement)
    event.listen(Engine, "commit", fault.commit)
    yield fault
    event.remove(Engine, "before_cursor_execute", fault.statement)
    event.remove(Engine, "commit", fault.commit)


async def _statements_fail(town: Town, failing: FailingStatement, every: int) -> int:
    """One visit for each statement of a visit, in which that one fails. The number of statements of a visit."""
    (anna,) = town.settles(1)
    visits = iter(town.payloads.items())
    async with living_inside(town):
        point, carried = next(visits)
        failing.again(0)
        town.chance.seed(3)
        await anna.rates(point, carried)
        await town.drained()
        statements = failing.passed
        for number in range(1, statements + 1, every):
            point, carried = next(visits)
            town.chance.seed(3)
            failing.again(number)
            await anna.rates(point, carried)
            await town.drained()
            # How many there are depends on what is written together: the last ones may not come.
            assert failing.passed >= min(number, statements * 3 // 4), "the statement that was to fail never ran"
    return statements


async def test_a_failing_statement_is_rolled_back_and_tried_again(town: Town, failing: FailingStatement) -> None:
    """Row 11."""
    statements = await _statements_fail(town, failing, every=29)
    assert statements > 20
    await town.kept()


@pytest.mark.soak
async def test_every_single_statement_of_a_visit_may_fail(town: Town, failing: FailingStatement) -> None:
    with SoakReport("n-th statement fails") as report:
        await _statements_fail(town, failing, every=1)
        report.judge(town.history.promises, await town.check())
