"""What `Works` promises: one transaction each, all or nothing, whatever else is going on at the same time."""

import asyncio
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from storage.columns import unpack
from storage.failures import Malfunction
from storage.migrating import in_snapshot
from storage.opening import Storage, open_storage
from storage.tables import response as table
from surveys.answering.session import State
from surveys.answering.stored import session_from_json
from surveys.errors import Conflict, NotFound, Unavailable
from surveys.work import Work
from tests.storage.examples import ANNA, NOON, FixedClock, questionnaire, response, started
from tests.storage.failing import failing_at


async def test_two_hundred_concurrent_increments_are_two_hundred(storage: Storage) -> None:
    def increment(w: Work) -> None:
        w.notes.put("n", str(int(w.notes.get("n") or 0) + 1))

    await asyncio.gather(*(storage.write(increment) for _ in range(200)))
    assert await storage.read(lambda w: w.notes.get("n")) == "200"


async def test_increments_of_two_openers_of_one_database_are_all_kept(url: str) -> None:
    """The locks are the database's own: a command beside the bot loses nothing either."""

    def increment(w: Work) -> None:
        w.notes.put("n", str(int(w.notes.get("n") or 0) + 1))

    async with (
        open_storage(url, clock=FixedClock()) as bot,
        open_storage(url, clock=FixedClock(), exclusive=False) as command,
    ):
        for _ in range(10):
            await asyncio.gather(*(each.write(increment) for each in (bot, command) * 5))
        assert await bot.read(lambda w: w.notes.get("n")) == "100"


async def test_a_failing_work_is_undone_alone_and_tells_its_own_caller(storage: Storage) -> None:
    def work(number: int) -> Callable[[Work], int]:
        def put(w: Work) -> int:
            w.notes.put(f"n{number}", "there")
            if number % 7 == 3:
                raise NotFound("point", str(number))
            return number

        return put

    told = await asyncio.gather(*(storage.write(work(n)) for n in range(50)), return_exceptions=True)
    failing = {n for n in range(50) if n % 7 == 3}
    assert {n for n, outcome in enumerate(told) if isinstance(outcome, NotFound) and outcome.key == str(n)} == failing
    assert [outcome for outcome in told if isinstance(outcome, int)] == [n for n in range(50) if n not in failing]
    kept = await storage.read(lambda w: {n for n in range(50) if w.notes.get(f"n{n}")})
    assert kept == set(range(50)) - failing


async def test_works_put_aside_by_a_failing_neighbour_are_not_written(storage: Storage) -> None:
    anna = await started(storage)

    def fail(w: Work) -> None:
        found = w.responses.find("k1", anna)
        assert found is not None
        w.responses.save(replace(found, placement="wrong"))
        w.responses.record("k1", {"rating": "1"}, NOON)
        raise LookupError

    works: list[Callable[[Work], Any]] = [lambda w: w.notes.put("a", "1"), fail, lambda w: w.notes.put("b", "2")]
    told = await asyncio.gather(*(storage.write(each) for each in works), return_exceptions=True)
    assert isinstance(told[1], LookupError)
    found = await storage.read(lambda w: (w.responses.find("k1", anna), w.responses.answers("k1"), w.notes.get("b")))
    assert found[0] is not None
    assert (found[0].placement, found[1], found[2]) == ("", {}, "2")


async def test_a_statement_the_database_refuses_fails_its_own_work_only(storage: Storage) -> None:
    """An answer of a response that is not there is noticed when the batch is written."""
    works: list[Callable[[Work], Any]] = [
        lambda w: w.notes.put("a", "1"),
        lambda w: w.responses.record("nobody", {"rating": "1"}, NOON),
        lambda w: w.notes.put("b", "2"),
    ]
    told = await asyncio.gather(*(storage.write(each) for each in works), return_exceptions=True)
    assert [type(outcome) for outcome in told] == [type(None), Conflict, type(None)]
    assert await storage.read(lambda w: (w.notes.get("a"), w.notes.get("b"))) == ("1", "2")


async def test_a_doubled_incoming_thing_has_one_effect(storage: Storage) -> None:
    def effect(w: Work) -> bool:
        if not w.receipts.record("chat", 7, NOON):
            return False
        w.funnel.count("mfc-1", "scanned", NOON.date())
        return True

    told = await asyncio.gather(*(storage.write(effect) for _ in range(20)))
    assert sum(told) == 1
    assert await storage.read(lambda w: w.funnel.totals("mfc-1", NOON.date())) == {"scanned": 1}


async def test_a_receipt_of_a_failed_effect_is_not_kept(storage: Storage) -> None:
    def fail(w: Work) -> None:
        w.receipts.record("chat", 7, NOON)
        raise LookupError

    with pytest.raises(LookupError):
        await storage.write(fail)
    assert await storage.write(lambda w: w.receipts.record("chat", 7, NOON)) is True


async def test_reading_cannot_write(storage: Storage) -> None:
    with pytest.raises(Unavailable, match="readonly"):
        await storage.read(lambda w: w.notes.put("n", "1"))
    assert await storage.read(lambda w: w.notes.get("n")) is None


async def test_what_a_work_raises_comes_through_unchanged(storage: Storage) -> None:
    own = ZeroDivisionError("mine")

    def fail(_: Work) -> None:
        raise own

    for carry_out in (storage.write, storage.read):
        with pytest.raises(ZeroDivisionError) as raised:
            await carry_out(fail)
        assert raised.value is own


async def test_a_caller_who_gives_up_stops_nobody_else(storage: Storage) -> None:
    callers = [asyncio.create_task(storage.write(lambda w, n=n: w.notes.put(f"n{n}", "1"))) for n in range(10)]
    await asyncio.sleep(0)
    callers[4].cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    assert sum(caller.cancelled() for caller in callers) == 1
    kept = await storage.read(lambda w: {n for n in range(10) if w.notes.get(f"n{n}")})
    assert kept >= set(range(10)) - {4}


async def test_closing_carries_out_what_waits_and_then_refuses(url: str) -> None:
    async with open_storage(url, clock=FixedClock()) as storage:
        waiting = [asyncio.create_task(storage.write(lambda w, n=n: w.notes.put(f"n{n}", "1"))) for n in range(30)]
        await asyncio.sleep(0)
    assert all(task.done() and task.exception() is None for task in waiting)
    for carry_out in (storage.write, storage.read):
        with pytest.raises(Unavailable):
            await carry_out(lambda w: w.notes.get("late"))
    async with open_storage(url, clock=FixedClock()) as again:
        assert await again.read(lambda w: sum(w.notes.get(f"n{n}") == "1" for n in range(30))) == 30


async def test_erasing_a_person_leaves_answers_that_lead_to_nobody(storage: Storage, url: str) -> None:
    anna = await started(storage)

    def answer_and_erase(w: Work) -> None:
        found = w.responses.find("k1", anna)
        assert found is not None
        session = replace(found.session, answers={"rating": "5", "off_the_path": "личное"})
        w.responses.save(replace(found, session=session, placement="4242:17"))
        w.responses.record("k1", {"rating": "5"}, NOON)
        w.responses.add(response("draft", anna))
        w.roles.grant(anna, "admin", NOON)
        w.people.erase(anna)

    await storage.write(answer_and_erase)
    assert await storage.read(lambda w: (w.people.find(ANNA), w.responses.of_person(anna))) == (None, [])
    assert await storage.read(lambda w: (w.responses.find("k1", anna), w.roles.roles_of(anna))) == (None, frozenset())
    assert await storage.read(lambda w: (w.responses.answers("k1"), w.responses.answers("draft"))) == (
        {"rating": "5"},
        {},
    )
    assert await storage.read(lambda w: w.responses.stale_before(NOON.replace(year=2027), 9)) == []
    left = await in_snapshot(
        url, lambda c: c.execute(select(table.c.person_id, table.c.placement, table.c.session)).all()
    )
    assert [(each.person_id, each.placement) for each in left] == [(None, "")]
    stopped = session_from_json(unpack(left[0].session))
    assert (stopped.state, stopped.answers) == (State.STOPPED, {})
    again = await storage.write(lambda w: w.people.enter(ANNA, "ru", NOON))
    assert again.number != anna


async def test_whichever_statement_fails_nothing_of_the_work_stays(storage: Storage) -> None:
    for failing in range(1, 100):
        with failing_at(failing) as sent:
            told = await asyncio.gather(storage.write(_whole_visit), return_exceptions=True)
        if len(sent) < failing:
            break
        assert isinstance(told[0], Malfunction | Unavailable), sent[-1]
        left = await storage.read(_traces)
        assert left == [None, None, {}, [], {}], sent[-1]
    assert failing > 8
    assert told == [True]
    assert (await storage.read(_traces))[4] == {"rating": "5"}


def _whole_visit(w: Work) -> bool:
    new = w.receipts.record("chat", 1, NOON)
    anna = w.people.enter(ANNA, "ru", NOON)
    w.questionnaires.publish(questionnaire(), NOON)
    begun = response("k1", anna.number)
    w.responses.add(begun)
    w.responses.record("k1", {"rating": "5"}, NOON)
    w.responses.save(replace(begun, session=replace(begun.session, state=State.SUBMITTED)))
    w.people.save(replace(anna, consent="1"))
    w.funnel.count("mfc-1", "finished", NOON.date())
    return new


def _traces(w: Work) -> list[Any]:
    return [
        w.people.find(ANNA),
        w.questionnaires.current("counter"),
        w.funnel.totals("mfc-1", NOON.date()),
        w.responses.stale_before(NOON.replace(year=2027), 9),
        w.responses.answers("k1"),
    ]


SECRET = "мой-ответ-42"


async def test_no_error_text_repeats_what_was_to_be_stored(storage: Storage) -> None:
    anna = await started(storage)
    works: list[Callable[[Work], Any]] = [
        lambda w: w.responses.add(response("k1", anna, placement=SECRET)),
        lambda w: w.responses.record(SECRET, {"q": SECRET}, NOON),
        lambda w: w.receipts.record(SECRET, SECRET, NOON),  # type: ignore[arg-type]
        lambda w: w.receipts.record(SECRET, 2**70, NOON),
        lambda w: w.notes.put(SECRET, ["no", SECRET]),  # type: ignore[arg-type]
        lambda w: w.attempts.add(SECRET, NOON.replace(tzinfo=None)),
        lambda w: [w.roles.grant(99, SECRET, NOON), w.notes.get("x")],
    ]
    for work in works:
        told = (await asyncio.gather(storage.write(work), return_exceptions=True))[0]
        if isinstance(told, BaseException):
            assert SECRET not in "".join(traceback.format_exception(told))
            assert told.__context__ is None
    assert isinstance(told, Conflict)
