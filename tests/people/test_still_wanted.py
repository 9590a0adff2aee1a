"""Who said «stop» while the queue was waiting is not written to, on a real database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storage.migrating import upgrade
from storage.opening import Storage, open_storage
from surveys.campaigns.audiences import AllStaff, Audience, Listed, Sample, Subscribers, Units
from surveys.campaigns.schedules import Hired
from surveys.campaigns.still_wanted import still_wanted
from surveys.work import Work
from tests.asking.city import City, lunch
from tests.staff.sheets import UNITS
from tests.storage.campaign_examples import crowd, invitation_of, outreach, reminder_of
from tests.storage.examples import NOON, FixedClock


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wanted") / "empty.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def storage(empty: Path, tmp_path: Path) -> AsyncIterator[Storage]:
    shutil.copy(empty, tmp_path / "people.db")
    async with open_storage(f"sqlite:///{tmp_path}/people.db", clock=FixedClock()) as opened:
        yield opened


async def test_a_queue_writes_only_to_who_is_of_the_audience_still(storage: Storage) -> None:
    def peopled(work: Work) -> list[int]:
        work.staff.replace_units(UNITS)
        people = crowd(work, 4)
        work.staff.join(people[0], "zags")
        work.subscriptions.add(people[1], "a", NOON)
        work.subscriptions.add(people[2], "", NOON)
        return people

    employee, of_a, of_any, nobody = people = await storage.write(peopled)

    async def wanted(audience: Audience) -> set[int]:
        asking = replace(outreach(), audience=audience)
        return await storage.read(
            lambda work: {each for each in people if still_wanted(work, asking, invitation_of(each))}
        )

    assert await wanted(AllStaff()) == await wanted(Units(frozenset({"s3"}))) == {employee}
    assert await wanted(Subscribers()) == await wanted(Subscribers(frozenset({"a"}))) == {of_a, of_any}
    assert await wanted(Sample(Subscribers(frozenset({"b"})), 1, "seed")) == {of_any}
    assert await wanted(Listed("friends")) == {employee, of_a, of_any}
    await storage.write(lambda work: [work.subscriptions.remove(each, None) for each in people])
    assert await wanted(Listed("friends")) == {employee}
    assert await wanted(Subscribers()) == set()
    assert nobody not in await wanted(AllStaff())


async def test_who_had_the_day_of_hire_forgotten_gets_no_new_survey_of_newcomers(storage: Storage) -> None:
    asking = replace(outreach(), audience=AllStaff(), schedule=Hired())

    def hired(work: Work) -> int:
        work.staff.replace_units(UNITS)
        (person,) = crowd(work, 1)
        work.staff.join(person, "zags")
        work.staff.hire(person, date(2026, 2, 1))
        return person

    person = await storage.write(hired)
    assert await storage.read(lambda work: still_wanted(work, asking, invitation_of(person)))
    await storage.write(lambda work: work.staff.hire(person, None))
    assert not await storage.read(lambda work: still_wanted(work, asking, invitation_of(person)))
    # Of one that has come they are reminded as anybody is.
    assert await storage.read(lambda work: still_wanted(work, asking, reminder_of(person)))


async def test_who_unticked_everything_while_the_queue_waited_gets_no_message(storage: Storage) -> None:
    city = City(storage)
    await city.settled(a=1)
    anna, boris, vera = await city.subscribed(3)
    await city.launched(lunch(audience=Subscribers(), form_id="service", order=None))
    await storage.write(lambda work: work.subscriptions.remove(boris, None))
    assert {each.person for each in await city.sends()} == {anna, vera}
    assert await city.sends() == []
    waited = await city.last_of("lunch", boris)
    assert waited is not None
    assert (waited.status.final, waited.sent_at) == (True, None)
