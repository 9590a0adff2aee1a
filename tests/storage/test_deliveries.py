"""The queue of messages, on both kinds of database."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.opening import Storage
from surveys.campaigns.delivering import Delivery, Status, doubted, released
from surveys.campaigns.outreach import State
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import QuietHours, next_allowed
from surveys.errors import Conflict
from surveys.work import Work
from tests.storage.campaign_examples import SPRING, WINDOW, crowd, invitation_of, outreach, reminder_of, sent
from tests.storage.examples import MINUTE, NOON

NIGHT = QuietHours(time(21), time(9))
MOSCOW = ZoneInfo("Europe/Moscow")
EVENING = datetime(2026, 3, 2, 20, 30, tzinfo=MOSCOW)
LATE = EVENING + 60 * MINUTE


async def _asked(storage: Storage, size: int = 3, state: State = State.RUNNING) -> list[int]:
    """So many people, each with an invitation that is ready at noon."""

    def ask(w: Work) -> list[int]:
        w.outreaches.add(outreach(state=state))
        people = crowd(w, size)
        w.deliveries.enqueue(invitation_of(person) for person in people)
        return people

    return await storage.write(ask)


async def _claim(storage: Storage, limit: int = 100, *, at: datetime = NOON, by: str = "a") -> list[Delivery]:
    return await storage.write(lambda w: w.deliveries.claim(by, at, limit))


async def test_a_delivery_is_queued_once_however_often_it_is_put_in(storage: Storage) -> None:
    people = await _asked(storage)
    again = [invitation_of(person, at=NOON + MINUTE) for person in people]
    assert await storage.write(lambda w: w.deliveries.enqueue([*again, reminder_of(people[0])])) == 1
    assert await storage.write(lambda w: w.deliveries.enqueue([reminder_of(people[0], number=2)])) == 1
    stands = await storage.read(lambda w: w.deliveries.last_of(SPRING, people[0], Matter.INVITATION))
    assert stands == invitation_of(people[0])
    assert await storage.read(lambda w: w.deliveries.last_of(SPRING, people[1], Matter.REMINDER)) is None
    newest = await storage.read(lambda w: w.deliveries.last_of(SPRING, people[0], Matter.REMINDER))
    assert newest == reminder_of(people[0], number=2)


async def test_a_person_can_be_told_of_everything_that_was_to_be_sent_to_them(storage: Storage) -> None:
    people = await _asked(storage)
    await storage.write(lambda w: w.deliveries.enqueue([reminder_of(people[0])]))
    found = await storage.read(lambda w: w.deliveries.of_person(people[0]))
    assert [(each.person, each.matter) for each in found] == [
        (people[0], Matter.INVITATION),
        (people[0], Matter.REMINDER),
    ]


async def test_a_stream_of_many_sorts_is_queued_as_it_comes(storage: Storage) -> None:
    """Each person in a zone of their own, more of them than one statement takes."""

    def ask(w: Work) -> int:
        w.outreaches.add(outreach())
        people = crowd(w, 3)
        sorts = ((person, number) for number in range(1, 2000) for person in people)
        return w.deliveries.enqueue(
            reminder_of(person, number=number, at=NOON + (number % 3) * MINUTE) for person, number in sorts
        )

    assert await storage.write(ask) == 3 * 1999


async def test_nobody_is_queued_who_is_not_there(storage: Storage) -> None:
    people = await _asked(storage, 1)
    with pytest.raises(Conflict):
        await storage.write(lambda w: w.deliveries.enqueue([invitation_of(people[0] + 99)]))


async def test_what_is_claimed_is_given_to_nobody_else(storage: Storage) -> None:
    people = await _asked(storage, 5)
    first = await _claim(storage, 2)
    rest = await _claim(storage, by="b")
    claimed = [
        replace(invitation_of(person), status=Status.CLAIMED, claimed_at=NOON, courier=courier)
        for person, courier in zip(people, "aabbb", strict=True)
    ]
    assert first + rest == claimed
    assert await _claim(storage) == []
    assert await storage.read(lambda w: w.deliveries.held_by("a")) == claimed[:2]
    assert await storage.read(lambda w: (w.deliveries.held_since(NOON), w.deliveries.held_by("c"))) == ([], [])
    since = await storage.read(lambda w: w.deliveries.held_since(NOON + MINUTE))
    assert sorted(each.person for each in since) == people


async def test_couriers_side_by_side_share_the_queue_without_a_loss_or_a_copy(storage: Storage) -> None:
    people = await _asked(storage, 60)
    claims = await asyncio.gather(*(_claim(storage, 7, by=f"c{n % 3}") for n in range(12)))
    assert sorted(each.person for claim in claims for each in claim) == people


@pytest.mark.parametrize("state", [state for state in State if state is not State.RUNNING])
async def test_only_what_runs_is_claimed(state: State, storage: Storage) -> None:
    await _asked(storage, state=state)
    assert await _claim(storage) == []
    assert await storage.read(lambda w: w.deliveries.next_at()) is None


async def test_a_pause_holds_from_the_next_claim_on(storage: Storage) -> None:
    await _asked(storage, 3)
    assert len(await _claim(storage, 1)) == 1
    await storage.write(lambda w: w.outreaches.save(outreach(state=State.PAUSED)))
    assert await _claim(storage, 1) == []
    await storage.write(lambda w: w.outreaches.save(outreach()))
    assert len(await _claim(storage, 9)) == 2


async def test_what_is_not_ready_waits_and_the_oldest_goes_first(storage: Storage) -> None:
    def ask(w: Work) -> list[int]:
        w.outreaches.add(outreach())
        people = crowd(w, 4)
        moments = [NOON + n * MINUTE for n in (2, 0, 1, 3)]
        w.deliveries.enqueue(invitation_of(each, at=at) for each, at in zip(people, moments, strict=True))
        return people

    a, b, c, d = await storage.write(ask)
    assert await storage.read(lambda w: w.deliveries.next_at()) == NOON
    assert [each.person for each in await _claim(storage, 2, at=NOON + 2 * MINUTE)] == [b, c]
    assert [each.person for each in await _claim(storage, 9, at=NOON + 2 * MINUTE)] == [a]
    assert await storage.read(lambda w: w.deliveries.next_at()) == NOON + 3 * MINUTE
    assert [each.person for each in await _claim(storage, 9, at=NOON + 3 * MINUTE)] == [d]


async def test_a_message_that_came_too_late_ends_and_is_told(storage: Storage) -> None:
    def ask(w: Work) -> int:
        w.outreaches.add(outreach())
        (person,) = crowd(w, 1)
        w.deliveries.enqueue([replace(invitation_of(person), not_after=NOON + MINUTE)])
        return person

    person = await storage.write(ask)
    (late,) = await _claim(storage, at=NOON + MINUTE)
    assert (late.person, late.status, late.courier) == (person, Status.EXPIRED, "")
    assert await _claim(storage, at=NOON + MINUTE) == []


async def test_after_the_end_of_an_outreach_nothing_of_it_is_claimed(storage: Storage) -> None:
    await _asked(storage)
    assert await _claim(storage, at=NOON + WINDOW) == []


async def test_outreaches_share_a_claim(storage: Storage) -> None:
    """A small one that comes later does not wait behind a large one."""

    def ask(w: Work) -> None:
        people = crowd(w, 30)
        for code, at, size in (("large", NOON, 30), ("small", NOON + MINUTE, 3)):
            w.outreaches.add(outreach(code))
            w.deliveries.enqueue(invitation_of(person, code, at=at) for person in people[:size])

    await storage.write(ask)
    first = await _claim(storage, 10, at=NOON + MINUTE)
    assert [each.outreach for each in first] == ["large"] * 5 + ["small"] * 3
    assert len(await _claim(storage, 10, at=NOON + MINUTE)) == 10


async def test_quiet_hours_put_off_and_are_the_recipients(storage: Storage) -> None:
    """At 21:30 in Moscow it is night there and half past eight in Kaliningrad."""

    def ask(w: Work) -> list[int]:
        w.outreaches.add(replace(outreach(), quiet=NIGHT))
        people = crowd(w, 4)
        for number, zone in zip(
            people, ("", "Europe/Kaliningrad", "Nowhere/Atlantis", "Asia/Yekaterinburg"), strict=True
        ):
            person = w.people.numbered(number)
            assert person is not None
            w.people.save(replace(person, zone=zone))
        w.deliveries.enqueue(invitation_of(person, at=EVENING) for person in people)
        return people

    here, west, nowhere, east = await storage.write(ask)
    assert [each.person for each in await _claim(storage, at=LATE)] == [west]
    assert await _claim(storage, at=LATE) == []
    morning = next_allowed(LATE, NIGHT, MOSCOW)
    earlier = next_allowed(LATE, NIGHT, ZoneInfo("Asia/Yekaterinburg"))
    assert await storage.read(lambda w: w.deliveries.next_at()) == earlier
    assert [each.person for each in await _claim(storage, at=earlier)] == [east]
    assert [each.person for each in await _claim(storage, at=morning)] == [here, nowhere]


async def test_a_long_queue_in_the_night_does_not_hide_who_is_awake(storage: Storage) -> None:
    def ask(w: Work) -> int:
        w.outreaches.add(replace(outreach(), quiet=NIGHT))
        people = crowd(w, 40)
        awake = w.people.numbered(people[-1])
        assert awake is not None
        w.people.save(replace(awake, zone="Europe/Kaliningrad"))
        w.deliveries.enqueue(invitation_of(person, at=EVENING) for person in people)
        return awake.number

    awake = await storage.write(ask)
    assert [each.person for each in await _claim(storage, 5, at=LATE)] == [awake]


async def test_who_is_known_to_be_gone_is_not_written_to(storage: Storage) -> None:
    people = await _asked(storage, 2)

    def lose(w: Work) -> None:
        lost = w.people.numbered(people[0])
        assert lost is not None
        w.people.save(replace(lost, unreachable_since=NOON))

    await storage.write(lose)
    assert [(each.person, each.status) for each in await _claim(storage)] == [
        (people[0], Status.GONE),
        (people[1], Status.CLAIMED),
    ]
    assert await _claim(storage, at=NOON + MINUTE) == []


async def test_an_untraced_reminder_ends_with_the_claim_the_same_for_all(storage: Storage) -> None:
    people = await _asked(storage, 2, State.PAUSED)

    def remind(w: Work) -> None:
        lost = w.people.numbered(people[0])
        assert lost is not None
        w.people.save(replace(lost, unreachable_since=NOON))
        w.deliveries.call_off(SPRING)
        w.outreaches.save(outreach())
        w.deliveries.enqueue(replace(reminder_of(person), untraced=True) for person in people)

    await storage.write(remind)
    rows = [replace(reminder_of(person), untraced=True, status=Status.SENT) for person in people]
    assert await _claim(storage) == rows
    stored = await storage.read(lambda w: [w.deliveries.last_of(SPRING, each, Matter.REMINDER) for each in people])
    assert stored == rows


async def test_a_claim_is_settled_by_who_holds_it_and_once(storage: Storage) -> None:
    people = await _asked(storage, 4)
    claimed = await _claim(storage)
    stolen = replace(claimed[1], courier="b", claimed_at=NOON + 5 * MINUTE)
    assert await storage.write(lambda w: w.deliveries.settle(claimed[1], stolen)) is True
    outcomes = [sent(claimed[0]), sent(claimed[1]), released(claimed[2]), doubted(claimed[3], NOON + MINUTE)]
    pairs = list(zip(claimed, outcomes, strict=True))
    assert await storage.write(lambda w: w.deliveries.settle_all(pairs)) == [True, False, True, True]
    assert await storage.write(lambda w: w.deliveries.settle_all(pairs)) == [False] * 4
    assert await storage.write(lambda w: w.deliveries.settle_all([])) == []
    stand = await storage.read(lambda w: [w.deliveries.last_of(SPRING, each, Matter.INVITATION) for each in people])
    assert stand == [outcomes[0], stolen, outcomes[2], outcomes[3]]
    assert [each.person for each in await _claim(storage, at=NOON + MINUTE)] == [people[2], people[3]]


async def test_a_pair_that_is_settled_twice_in_one_handful_counts_once(storage: Storage) -> None:
    await _asked(storage, 1)
    (claimed,) = await _claim(storage)
    pair = (claimed, sent(claimed))
    assert await storage.write(lambda w: w.deliveries.settle_all([pair, pair])) == [True, False]


async def test_what_waits_is_called_off_and_what_is_being_sent_is_not(storage: Storage) -> None:
    people = await _asked(storage, 3)
    (claimed,) = await _claim(storage, 1)
    await storage.write(lambda w: w.deliveries.enqueue([reminder_of(people[1])]))
    assert await storage.write(lambda w: w.deliveries.call_off(SPRING)) == 2
    assert await storage.write(lambda w: w.deliveries.call_off(SPRING)) == 0
    assert await storage.write(lambda w: w.deliveries.settle(claimed, sent(claimed))) is True
    assert await _claim(storage) == []
    stand = await storage.read(lambda w: [w.deliveries.last_of(SPRING, each, Matter.INVITATION) for each in people])
    assert [each and each.status for each in stand] == [Status.SENT, Status.EXPIRED, Status.EXPIRED]


async def test_those_who_were_reached_are_read_page_by_page(storage: Storage) -> None:
    people = await _asked(storage, 5)
    claimed = await _claim(storage)
    outcomes: list[Delivery] = [
        *(sent(each) for each in claimed[:2]),
        replace(claimed[2], status=Status.GONE, claimed_at=None, courier=""),
        replace(sent(claimed[3]), status=Status.UNSURE),
    ]
    await storage.write(lambda w: w.deliveries.settle_all(list(zip(claimed, outcomes, strict=False))))
    await storage.write(lambda w: w.deliveries.enqueue([reminder_of(people[0])]))

    async def pages() -> list[list[int]]:
        found, after = [], 0
        while page := await storage.read(lambda w, a=after: w.deliveries.reached(SPRING, a, 2)):
            found.append([each.person for each in page])
            after = page[-1].person
        return found

    assert await pages() == [people[:2], [people[3]]]
    (first,) = await storage.read(lambda w: w.deliveries.reached(SPRING, 0, 1))
    assert first.sent_at == NOON


async def test_what_is_erased_leaves_the_queue(storage: Storage) -> None:
    people = await _asked(storage, 2)
    (claimed,) = await _claim(storage, 1)
    await storage.write(lambda w: [w.people.erase(person) for person in people])
    assert await storage.write(lambda w: w.deliveries.settle(claimed, sent(claimed))) is False
    assert await _claim(storage) == []


async def test_a_stream_may_read_from_the_same_work(storage: Storage) -> None:
    """Of a large audience nobody makes a list."""

    def ask(w: Work) -> int:
        w.outreaches.add(outreach())
        for person in crowd(w, 5):
            w.subscriptions.add(person, "passport", NOON)

        def stream() -> Iterator[Delivery]:
            for candidate in w.directory.subscribers(frozenset()):
                yield invitation_of(candidate.person)

        return w.deliveries.enqueue(stream())

    assert await storage.write(ask) == 5


async def test_a_message_without_a_deadline_waits_as_long_as_it_must(storage: Storage) -> None:
    def ask(w: Work) -> None:
        w.outreaches.add(replace(outreach(), closes_at=None))
        (person,) = crowd(w, 1)
        w.deliveries.enqueue([replace(invitation_of(person), not_after=None)])

    await storage.write(ask)
    assert len(await _claim(storage, at=NOON + timedelta(days=400))) == 1
