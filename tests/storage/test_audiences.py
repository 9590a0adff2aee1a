"""Whom an audience names, and the small tables behind it, on both kinds of database."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.migrating import in_snapshot
from storage.opening import Storage
from storage.tables import METADATA
from surveys.campaigns.exclusions import Candidate
from surveys.campaigns.schedules import Due
from surveys.campaigns.tallies import Count
from surveys.errors import Conflict, NotFound
from surveys.work import Work
from tests.storage.campaign_examples import SPRING, crowd, invitation_of, outreach, reminder_of, sent
from tests.storage.examples import MINUTE, NOON, answered, response
from tests.storage.staff_examples import UNITS

ALL = frozenset[str]()


async def _crowd(storage: Storage, size: int = 4) -> list[int]:
    return await storage.write(lambda w: crowd(w, size))


async def test_employees_are_named_once_with_their_unit(storage: Storage) -> None:
    people = await _crowd(storage)

    def join(w: Work) -> None:
        w.staff.replace_units(UNITS)
        for person, unit in zip(people, ("finance", "schools", "schools"), strict=False):
            w.staff.join(person, unit)

    await storage.write(join)
    found = await storage.read(lambda w: set(w.directory.employees(None)))
    assert found == {Candidate(people[0], "finance"), Candidate(people[1], "schools"), Candidate(people[2], "schools")}
    named = await storage.read(lambda w: {each.person for each in w.directory.employees(frozenset({"finance", "top"}))})
    assert named == {people[0]}
    assert await storage.read(lambda w: list(w.directory.employees(ALL))) == []


async def test_subscribers_are_named_once_under_their_first_service(storage: Storage) -> None:
    people = await _crowd(storage)

    def subscribe(w: Work) -> None:
        for person, services in zip(people, (("b", "a"), ("c",), ("",), ()), strict=True):
            for service in services:
                w.subscriptions.add(person, service, NOON)

    await storage.write(subscribe)

    async def named(*services: str) -> dict[int, str]:
        found = await storage.read(lambda w: list(w.directory.subscribers(frozenset(services))))
        assert len({each.person for each in found}) == len(found)
        assert all(each.consents for each in found)
        return {each.person: each.stratum for each in found}

    assert await named() == {people[0]: "a", people[1]: "c", people[2]: ""}
    assert await named("b", "c") == {people[0]: "b", people[1]: "c", people[2]: ""}
    assert await named("nothing") == {people[2]: ""}


async def test_a_list_names_who_stands_on_it_and_counts_the_erased(storage: Storage) -> None:
    people = await _crowd(storage)

    def add(w: Work) -> None:
        rated = w.people.numbered(people[1])
        assert rated is not None
        # That an answer may be kept is no wish to be asked.
        w.people.save(replace(rated, consent="2026-1"))
        w.subscriptions.add(people[0], "a", NOON)
        w.lists.add("friends", people[:2])
        w.lists.add("friends", people[1:3])
        w.lists.add("other", [])

    await storage.write(add)
    found = await storage.read(lambda w: list(w.directory.listed("friends")))
    assert {each.person: each.consents for each in found} == {people[0]: True, people[1]: False, people[2]: False}
    await storage.write(lambda w: w.people.erase(people[1]))
    found = await storage.read(lambda w: list(w.directory.listed("friends")))
    assert sorted((each.person, each.erased) for each in found) == [(0, True), (people[0], False), (people[2], False)]
    assert await storage.read(lambda w: [w.lists.count(key) for key in ("friends", "other", "none")]) == [3, 0, None]
    assert await storage.read(lambda w: w.lists.keys()) == ["friends", "other"]
    assert await storage.read(lambda w: [w.lists.holding(each) for each in people[:2]]) == [1, 0]
    with pytest.raises(NotFound):
        await storage.read(lambda w: w.directory.listed("none"))
    await storage.write(lambda w: w.lists.forget("friends"))
    assert await storage.read(lambda w: w.lists.count("friends")) is None
    with pytest.raises(Conflict):
        await storage.write(lambda w: w.lists.add("friends", [people[3] + 99]))


async def test_the_last_invitation_that_may_have_arrived_or_is_on_its_way_is_told(storage: Storage) -> None:
    people = await _crowd(storage)
    for person in people:
        await storage.write(lambda w, p=person: w.subscriptions.add(p, "a", NOON))

    def ask(w: Work) -> None:
        for code, minutes in (("old", 0), ("new", 3)):
            w.outreaches.add(outreach(code))
            at = NOON + minutes * MINUTE
            w.deliveries.enqueue(invitation_of(person, code, at=at) for person in people[:2])
            for claimed in w.deliveries.claim("a", at, 9):
                w.deliveries.settle(claimed, sent(claimed))
        w.deliveries.enqueue([invitation_of(people[2], "new"), reminder_of(people[3], "new")])
        (_, reminder) = w.deliveries.claim("a", NOON + 9 * MINUTE, 9)
        w.deliveries.settle(reminder, sent(reminder))

    await storage.write(ask)
    found = await storage.read(lambda w: {each.person: each.asked_at for each in w.directory.subscribers(ALL)})
    last = NOON + 3 * MINUTE
    assert found == {people[0]: last, people[1]: last, people[2]: NOON, people[3]: None}


async def test_who_has_answered_is_told_only_when_asked_about_a_questionnaire(storage: Storage) -> None:
    people = await _crowd(storage)

    def answer(w: Work) -> None:
        for person in people:
            w.subscriptions.add(person, "a", NOON)
        w.responses.add(answered(response("done", people[0])))
        w.responses.add(response("begun", people[1]))
        lost = w.people.numbered(people[2])
        assert lost is not None
        w.people.save(replace(lost, unreachable_since=NOON))
        w.responses.save(answered(response("begun", people[1])))
        w.responses.save(response("begun", people[1]))

    await storage.write(answer)

    async def told(form: str, minutes: int | None = None) -> set[int]:
        since = None if minutes is None else NOON + minutes * MINUTE
        about = lambda w: list(w.directory.about(form, since).subscribers(ALL))  # noqa: E731
        return {each.person for each in await storage.read(about) if each.answered}

    assert await told("counter") == await told("counter", 0) == {people[0]}
    assert await told("counter", 1) == await told("other") == set()
    found = await storage.read(lambda w: list(w.directory.subscribers(ALL)))
    assert not any(each.answered for each in found)
    assert {each.person for each in found if not each.reachable} == {people[2]}


async def test_a_response_put_aside_in_the_same_work_is_an_answer(storage: Storage) -> None:
    def answer(w: Work) -> list[bool]:
        (person,) = crowd(w, 1)
        w.subscriptions.add(person, "a", NOON)
        w.responses.add(response("k1", person))
        directory = w.directory.about("counter")
        before = [each.answered for each in directory.subscribers(ALL)]
        w.responses.save(answered(response("k1", person)))
        return before + [each.answered for each in directory.subscribers(ALL)]

    assert await storage.write(answer) == [False, True]


async def test_subscriptions_are_added_once_and_taken_back(storage: Storage) -> None:
    one, two, *_ = await _crowd(storage)

    def subscribe(w: Work) -> None:
        for person, service in ((one, "a"), (one, "a"), (one, ""), (two, "a")):
            w.subscriptions.add(person, service, NOON)

    await storage.write(subscribe)
    assert await storage.read(lambda w: (w.subscriptions.of(one), w.subscriptions.services())) == (
        {"a", ""},
        {"": 1, "a": 2},
    )
    assert await storage.write(lambda w: [w.subscriptions.remove(two, "b"), w.subscriptions.remove(two, "a")]) == [0, 1]
    assert await storage.write(lambda w: w.subscriptions.remove(one, None)) == 2
    assert await storage.read(lambda w: w.subscriptions.services()) == {}


async def test_nobody_goes_back_a_stage(storage: Storage) -> None:
    one, two, *_ = await _crowd(storage)

    def reach(w: Work) -> None:
        for stage in (Count.STARTED, Count.OPENED):
            w.stages.reach(SPRING, one, stage)
        for stage in (Count.OPENED, Count.STARTED, Count.FINISHED):
            w.stages.reach(SPRING, two, stage)

    await storage.write(reach)
    asked = [(SPRING, one), (SPRING, two), ("other", one)]
    found = await storage.read(lambda w: [w.stages.furthest(*each) for each in asked])
    assert found == [Count.STARTED, Count.FINISHED, None]
    with pytest.raises(ValueError, match="stage"):
        await storage.write(lambda w: w.stages.reach(SPRING, one, Count.QUEUED))


async def test_the_newest_response_to_an_invitation_is_found(storage: Storage) -> None:
    one, two, *_ = await _crowd(storage)

    def answer(w: Work) -> None:
        w.responses.add(replace(response("first", one), outreach=SPRING))
        w.responses.add(replace(response("second", one, at=NOON + MINUTE), outreach=SPRING))
        w.responses.add(response("by itself", one, at=NOON + 2 * MINUTE))
        w.responses.add(replace(response("other", one, at=NOON + 3 * MINUTE), outreach="other"))

    await storage.write(answer)
    found = await storage.read(lambda w: w.responses.invited(SPRING, one))
    assert found == replace(response("second", one, at=NOON + MINUTE), outreach=SPRING)
    assert await storage.read(lambda w: w.responses.find("second", one)) == found
    assert await storage.read(lambda w: w.responses.invited(SPRING, two)) is None


async def test_who_is_erased_leaves_no_row(storage: Storage, url: str) -> None:
    one, two, *_ = await _crowd(storage)

    def fill(w: Work) -> None:
        w.staff.replace_units(UNITS)
        w.outreaches.add(outreach())
        for person in (one, two):
            w.staff.join(person, "finance")
            w.staff.hire(person, NOON.date())
            w.subscriptions.add(person, "a", NOON)
            w.lists.add("friends", [person])
            w.stages.reach(SPRING, person, Count.OPENED)
            w.occasions.take(Due("rule", "2026-02-01+30", person, NOON), NOON)
            w.deliveries.enqueue([invitation_of(person)])
            w.responses.add(answered(replace(response(f"k{person}", person), outreach=SPRING)))
        w.people.erase(one)

    await storage.write(fill)
    of_people = [table for table in METADATA.sorted_tables if {"person_id", "person"} & set(table.columns.keys())]
    assert {"delivery", "outreach_stage", "subscription", "list_place", "hire", "occasion"} <= {
        table.name for table in of_people
    }
    for table in of_people:
        column = table.columns["person_id" if "person_id" in table.columns else "person"]
        rows = await in_snapshot(url, lambda c, t=table, of=column: c.execute(t.select().where(of == one)).all())
        assert rows == [], table.name


async def test_two_share_one_rate(storage: Storage) -> None:
    first = await storage.write(lambda w: w.pace.book(NOON, 30, 30))
    second = await storage.write(lambda w: w.pace.book(NOON, 15, 30))
    assert (first, second) == (NOON, NOON + timedelta(seconds=1))
    assert await storage.read(lambda w: w.pace.behind(NOON)) == timedelta(seconds=1.5)
    later = NOON + timedelta(seconds=10)
    assert await storage.read(lambda w: w.pace.behind(later)) == timedelta()
    assert await storage.write(lambda w: w.pace.book(later, 1, 30)) == later
    many = await asyncio.gather(*(storage.write(lambda w: w.pace.book(later, 1, 1)) for _ in range(20)))
    assert len(set(many)) == 20
    for messages, rate in ((0, 30), (1, 0)):
        with pytest.raises(ValueError, match="slots"):
            await storage.write(lambda w, m=messages, r=rate: w.pace.book(later, m, r))


async def test_a_clock_that_is_set_back_holds_nobody_up(storage: Storage) -> None:
    hour = timedelta(hours=1)
    await storage.write(lambda w: w.pace.book(NOON + hour, 60, 30))
    assert await storage.read(lambda w: w.pace.behind(NOON)) == timedelta(seconds=2)
    assert await storage.write(lambda w: w.pace.book(NOON, 30, 30)) == NOON + timedelta(seconds=2)
    assert await storage.write(lambda w: w.pace.book(NOON, 1, 30)) == NOON + timedelta(seconds=3)


async def test_clocks_that_differ_a_little_do_not_quicken_the_rate(storage: Storage) -> None:
    behind = timedelta(seconds=0.2)
    booked = [await storage.write(lambda w, n=n: w.pace.book(NOON - n % 2 * behind, 30, 30)) for n in range(6)]
    assert booked == [NOON + timedelta(seconds=n) for n in range(6)]
