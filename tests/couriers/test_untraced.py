"""Reminders of anonymous surveys: sent to who has not answered, and the rows of everybody look the same."""

from collections import Counter
from datetime import timedelta

from bot.untraced import Untraced
from surveys.campaigns.delivering import Delivery, Later, Status
from surveys.campaigns.policies import Matter
from surveys.campaigns.tallies import Count
from surveys.chance import SystemChance
from surveys.work import Work
from tests.couriers.post_office import NOON, HandClock, PostOffice, written
from tests.couriers.test_taking_over import Seconds

VOTED = 6


async def of_anonymous(office: PostOffice, people: int = 24) -> None:
    await office.settle(people, Matter.REMINDER, untraced=True)
    # The marks know who has answered, and nothing in the queue does.
    office.message = lambda work, delivery, now: (
        None if delivery.person in office.people[:VOTED] else written(work, delivery, now)
    )


async def stored(office: PostOffice) -> set[tuple[object, ...]]:
    """The rows without who they are of."""

    def read(work: Work) -> set[tuple[object, ...]]:
        found = (work.deliveries.last_of("spring", each, Matter.REMINDER) for each in office.people)
        return {
            (each.status, each.failures, each.repeats, each.not_before, each.claimed_at, each.courier, each.sent_at)
            for each in found
            if each is not None
        }

    return await office.storage.read(read)


async def test_who_has_answered_is_left_alone_and_no_row_tells(office: PostOffice) -> None:
    await of_anonymous(office)
    async with office.at_work():
        rows = await office.finished()
    assert rows == Counter({Status.SENT: 24})
    assert Counter(office.received.values()) == Counter({1: 24 - VOTED, 0: VOTED})
    assert await stored(office) == {(Status.SENT, 0, 0, NOON, None, "", None)}
    assert await office.counted(Count.REMINDED) == [24]


async def test_whatever_telegram_answers_the_rows_do_not_move_and_nobody_is_marked_lost(
    sqlite_office: PostOffice,
) -> None:
    office = sqlite_office
    await of_anonymous(office)
    office.blocks(range(VOTED, VOTED + 5))
    office.fault({"kind": "error", "code": 500, "description": "Internal Server Error"}, times=2)
    office.fault({"kind": "drop_after"}, times=2)
    async with office.at_work():
        await office.finished()
        before = await stored(office)
        await office.until(lambda rows: sum(office.received.values()) == 24 - VOTED - 5)
    assert await stored(office) == before == {(Status.SENT, 0, 0, NOON, None, "", None)}
    assert max(office.received.values()) == 1, "what may have arrived is not sent again"

    def lost(work: Work) -> int:
        people = (work.people.numbered(each) for each in office.people)
        return sum(each is not None and each.unreachable_since is not None for each in people)

    assert await office.storage.read(lost) == 0


async def test_who_answers_before_the_second_try_is_not_reminded(sqlite_office: PostOffice) -> None:
    office = sqlite_office
    await office.settle(1, Matter.REMINDER, untraced=True)
    tried = office.fault({"kind": "error", "code": 500, "description": "Internal Server Error"}, times=1)
    asked: list[int] = []

    def once(work, delivery, now):  # type: ignore[no-untyped-def]
        asked.append(delivery.person)
        return written(work, delivery, now) if len(asked) == 1 else None

    office.message = once
    async with office.at_work():
        await office.until(lambda rows: len(asked) == 2)
    assert tried.hits == 1
    assert not sum(office.received.values())


def test_nothing_is_tried_again_after_two_minutes() -> None:
    """By then it may be night. The waits are Telegram's own, which cost no try."""
    clock, seconds = HandClock(), Seconds()
    untraced = Untraced(seconds, clock, SystemChance())
    row = Delivery("spring", 1, Matter.REMINDER, 1, NOON, None, status=Status.SENT, untraced=True)

    def passes(by: float) -> None:
        seconds.passed += by
        clock.advance(timedelta(seconds=by))

    untraced.keep(row, Later(60))
    assert untraced.due(10) == []
    passes(60)
    (again,) = untraced.due(10)
    assert untraced.due(10) == [], "handed over once"
    untraced.keep(again, Later(60))
    passes(60)
    (again,) = untraced.due(10)
    untraced.keep(again, Later(1))
    passes(600)
    assert untraced.due(10) == []
