"""A code lets in whom it is meant for, once, and tells a guesser nothing (trust.md 4, row 4)."""

import random
import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.opening import Storage
from surveys.address import Address
from surveys.chance import ALPHABET
from surveys.errors import Conflict, NotFound
from surveys.staff.admitting import Admission, Asked, Granted, Joined, Wait, Wrong, admit, stands
from surveys.staff.batches import batches, into_role, make, one_time, shared, withdraw
from surveys.staff.invitation import LENGTH, grouped, is_code, new_code, read_code, start_code, start_link
from surveys.staff.moving import transfer
from surveys.work import Work
from tests.anonymity.world import SeededChance
from tests.staff.sheets import UNITS
from tests.storage.examples import NOON

DAY = timedelta(days=1)
LATER = NOON + DAY
CHANCE = SeededChance(4)


def code() -> str:
    return new_code(CHANCE)


def settled(work: Work) -> list[int]:
    """Units, and the numbers of three people."""
    work.staff.replace_units(UNITS)
    return [work.people.enter(Address("chat", str(number)), "ru", NOON).number for number in (1, 2, 3)]


async def test_a_one_time_code_lets_one_person_in_and_showing_it_again_costs_nothing(storage: Storage) -> None:
    one, two = code(), code()

    def story(work: Work) -> list[Admission]:
        anna, boris, _ = settled(work)
        make(work, one_time("b1", "s4", LATER), [one, two], actor=anna, now=NOON)
        said = [admit(work, anna, one, NOON), admit(work, anna, one, NOON), admit(work, boris, one, NOON)]
        assert admit(work, anna, one, LATER) == Joined("s4")
        assert [(batch.used, batch.limit) for batch in batches(work)] == [(1, 2)]
        assert work.staff.members() == {"s4": 1}
        return said

    assert await storage.write(story) == [Joined("s4"), Joined("s4"), Wrong()]


async def test_unknown_expired_used_and_withdrawn_codes_all_read_the_same(storage: Storage) -> None:
    used, expired, withdrawn, homeless = code(), code(), code(), code()

    def story(work: Work) -> list[Admission]:
        anna, boris, _ = settled(work)
        make(work, one_time("used", "s4", LATER), [used], actor=0, now=NOON)
        make(work, one_time("late", "s4", NOON), [expired], actor=0, now=NOON)
        make(work, one_time("gone", "s4", LATER), [withdrawn], actor=0, now=NOON)
        make(work, one_time("lost", "zags", LATER), [homeless], actor=0, now=NOON)
        withdraw(work, "gone", actor=0, now=NOON)
        work.staff.replace_units([unit for unit in UNITS if unit.key != "zags"])
        admit(work, anna, used, NOON)
        return [admit(work, boris, each, NOON) for each in (code(), used, expired, withdrawn, homeless)]

    assert await storage.write(story) == [Wrong()] * 5


async def test_after_five_wrong_codes_a_right_one_is_not_looked_up_for_an_hour(storage: Storage) -> None:
    right = code()

    def story(work: Work) -> None:
        guesser, other, _ = settled(work)
        make(work, one_time("b1", "s4", LATER), [right], actor=0, now=NOON)
        said = [admit(work, guesser, code(), NOON) for _ in range(8)]
        assert said == [Wrong()] * 5 + [Wait()] * 3
        assert admit(work, guesser, right, NOON) == Wait()
        assert admit(work, guesser, right, NOON + timedelta(minutes=59)) == Wait()
        assert admit(work, other, code(), NOON) == Wrong()
        assert admit(work, guesser, right, NOON + timedelta(minutes=61)) == Joined("s4")

    await storage.write(story)


async def test_who_belongs_somewhere_is_asked_before_being_moved(storage: Storage) -> None:
    here, there = code(), code()

    def story(work: Work) -> None:
        anna, *_ = settled(work)
        make(work, one_time("b1", "s4", LATER), [here], actor=0, now=NOON)
        make(work, one_time("b2", "zags", LATER), [there], actor=0, now=NOON)
        admit(work, anna, here, NOON)
        assert admit(work, anna, there, NOON) == Asked("s4", "zags")
        assert stands(work, anna, there, NOON) == Asked("s4", "zags")
        assert work.staff.unit_of(anna) == "s4"
        assert admit(work, anna, there, NOON, moving=True) == Joined("zags")
        assert admit(work, anna, there, NOON, moving=True) == Joined("zags")
        assert work.staff.members() == {"zags": 1}
        assert {batch.key: batch.used for batch in batches(work)} == {"b1": 1, "b2": 1}
        assert admit(work, anna, here, NOON, moving=True) == Wrong()

    await storage.write(story)


async def test_a_shared_code_has_as_many_places_as_were_given(storage: Storage) -> None:
    many = code()

    def story(work: Work) -> list[Admission]:
        people = settled(work)
        make(work, shared("b1", "s4", 2, LATER), [many], actor=0, now=NOON)
        return [admit(work, person, many, NOON) for person in (*people, people[0])]

    assert await storage.write(story) == [Joined("s4"), Joined("s4"), Wrong(), Joined("s4")]


async def test_a_role_is_taken_once_within_a_week_and_every_step_stands_in_the_trail(storage: Storage) -> None:
    secret, late = code(), code()

    def story(work: Work) -> None:
        admin, anna, boris = settled(work)
        make(work, into_role("r1", "hr_analyst", NOON), [secret], actor=admin, now=NOON)
        make(work, into_role("r2", "coordinator", NOON), [late], actor=admin, now=NOON)
        assert admit(work, anna, secret, NOON) == Granted("hr_analyst")
        assert admit(work, anna, secret, NOON) == Granted("hr_analyst")
        assert admit(work, boris, secret, NOON) == Wrong()
        assert admit(work, boris, late, NOON + 7 * DAY) == Wrong()
        assert work.roles.roles_of(anna) == {"hr_analyst"}
        assert work.staff.unit_of(anna) is None
        withdraw(work, "r2", actor=admin, now=NOON)
        acts = [(entry.act, entry.actor) for entry in work.trail.entries()]
        assert acts == [
            ("role.invited", admin), ("role.invited", admin), ("role.granted", anna), ("codes.withdrawn", admin)
        ]  # fmt: skip

    await storage.write(story)


async def test_a_batch_is_made_once_and_only_for_a_unit_that_is_one(storage: Storage) -> None:
    def story(work: Work) -> None:
        settled(work)
        make(work, one_time("b1", "s4", LATER), [code()], actor=0, now=NOON)
        with pytest.raises(Conflict):
            make(work, one_time("b1", "s4", LATER), [code()], actor=0, now=NOON)
        with pytest.raises(NotFound):
            make(work, one_time("b2", "nowhere", LATER), [code()], actor=0, now=NOON)
        assert len(work.invitations.all()) == 1

    await storage.write(story)


async def test_a_whole_unit_is_moved_and_nobody_is_moved_twice(storage: Storage) -> None:
    def story(work: Work) -> None:
        people = settled(work)
        for person in people[:2]:
            work.staff.join(person, "s4")
        work.staff.join(people[2], "zags")
        assert transfer(work, "s4", "edu", actor=9, now=NOON) == 2
        assert transfer(work, "s4", "edu", actor=9, now=NOON) == 0
        assert transfer(work, "edu", "edu", actor=9, now=NOON) == 0
        assert work.staff.members() == {"edu": 2, "zags": 1}
        assert [(entry.act, entry.facts["people"]) for entry in work.trail.entries()] == [("staff.moved", 2)]
        with pytest.raises(NotFound):
            transfer(work, "edu", "nowhere", actor=9, now=NOON)

    await storage.write(story)


async def test_nothing_that_is_stored_says_who_came_by_which_code_or_when(storage: Storage, tmp_path: Path) -> None:
    used = code()

    def story(work: Work) -> None:
        anna, *_ = settled(work)
        make(work, one_time("b1", "s4", LATER), [used], actor=0, now=NOON)
        admit(work, anna, used, NOON)

    await storage.write(story)
    with sqlite3.connect(tmp_path / "staff.db") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(membership)")]
        assert columns == ["person_id", "unit_key"]
        dump = "\n".join(database.iterdump())
    assert used not in dump
    assert grouped(used) not in dump


async def guessed(storage: Storage, people: int) -> list[Admission]:
    """Five random codes of each of so many people, while 200 codes are good."""
    chance = random.Random(7)

    def story(work: Work) -> list[Admission]:
        settled(work)
        make(work, one_time("b1", "s4", LATER), [code() for _ in range(200)], actor=0, now=NOON)
        return [
            admit(work, person, "".join(chance.choices(ALPHABET, k=LENGTH)), NOON)
            for person in range(1000, 1000 + people)
            for _ in range(6)
        ]

    return await storage.write(story)


async def test_guesses_hit_nothing_and_are_stopped(storage: Storage) -> None:
    said = await guessed(storage, 300)
    assert said == ([Wrong()] * 5 + [Wait()]) * 300


@pytest.mark.soak
async def test_a_hundred_thousand_guesses_hit_nothing_and_are_stopped(storage: Storage) -> None:
    said = await guessed(storage, 20_000)
    assert said == ([Wrong()] * 5 + [Wait()]) * 20_000


async def test_the_time_an_answer_takes_does_not_tell_one_wrong_code_from_another(storage: Storage) -> None:
    used, expired, withdrawn = code(), code(), code()
    classes: dict[str, Callable[[], str]] = {
        "unknown": code,
        "used": lambda: used,
        "expired": lambda: expired,
        "withdrawn": lambda: withdrawn,
    }

    def story(work: Work) -> dict[str, float]:
        anna, *_ = settled(work)
        for key, secret, until in (("u", used, LATER), ("e", expired, NOON), ("w", withdrawn, LATER)):
            make(work, one_time(key, "s4", until), [secret], actor=0, now=NOON)
        make(work, one_time("b", "s4", LATER), [code() for _ in range(200)], actor=0, now=NOON)
        withdraw(work, "w", actor=0, now=NOON)
        admit(work, anna, used, NOON)
        taken: dict[str, list[float]] = {name: [] for name in classes}
        for turn in range(100):
            for place, (name, shown) in enumerate(classes.items()):
                secret = shown()
                began = time.thread_time()  # of this thread alone: a busy machine is no difference
                assert admit(work, 1000 + turn * 4 + place, secret, NOON) == Wrong()
                taken[name].append(time.thread_time() - began)
        return {name: sorted(times)[94] for name, times in taken.items()}

    late = await storage.write(story)
    assert max(late.values()) - min(late.values()) < 0.010, late


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.sampled_from(["-", " ", " – ", "", ".", "\n"]))
def test_a_code_is_read_however_it_is_grouped_and_in_capitals(secret: str, mark: str) -> None:
    typed = mark.join(secret[at : at + 5] for at in range(0, LENGTH, 5))
    assert read_code(typed) == read_code(typed.upper()) == read_code(grouped(secret)) == secret
    assert start_code(start_link(secret, "@city_bot").partition("start=")[2]) == secret


def test_cyrillic_capitals_that_look_latin_are_understood() -> None:
    assert read_code("АВЕКМ-НРСТУ-Х2345-67892-34567-8") == "abekmhpctyx234567892345678"


@pytest.mark.parametrize(
    "text",
    ["спасибо", "48217306", "Всё хорошо, но очередь длинная и душно", "a" * 25, "ab3de-fghij-kmnpq-rstuv", "p" * 3000],
)
def test_ordinary_texts_point_codes_and_reply_codes_are_no_such_code(text: str) -> None:
    assert read_code(text) is None
    assert not is_code(text)


def test_a_code_with_a_sign_lost_is_known_for_one() -> None:
    whole = grouped("ab3defghijkmnpqrstuvwxyz23")
    assert is_code(whole)
    assert is_code(whole[:-1])
    assert read_code(whole[:-1]) is None
