"""Row 6: however often and however many at once somebody sends, there is one mark and one sealed answer."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from handlers.telegram.payloads import unpack
from surveys.address import Address
from surveys.anonymity.keys import RATINGS, Pool
from surveys.conversation.conversation import Conversation
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action
from surveys.work import Work
from tests.security.town import Citizen
from tests.unseen.town_hall import TownHall, opened

AT_ONCE = 200
SERVER = os.environ.get("OTKLIK_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", "postgresql"])
async def hall(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TownHall]:
    if request.param == "sqlite":
        async with opened(tmp_path) as built:
            yield built
        return
    if not SERVER:
        pytest.skip("OTKLIK_TEST_POSTGRES names no PostgreSQL server")
    name = f"otklik_storm_{os.getpid()}"
    connection = await asyncpg.connect(SERVER)
    await connection.execute(f"CREATE DATABASE {name}")
    try:
        url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        async with opened(tmp_path, database_url=url) as built:
            yield built
    finally:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await connection.close()


async def before_sending(hall: TownHall) -> tuple[Citizen, Action]:
    """Somebody whose answers all ride in the button «Отправить», and that button."""
    anna = await hall.employed("u0")
    await anna.starts()
    for label in ("Как дела в отделе?", "Начать", "5", "2"):
        await anna.taps(label)
    await anna.sees("Проверьте ответы")
    data = next(one for row in anna.bots[-1].inline or () for one in row if "Отправить" in one["text"])["callback_data"]
    action = unpack(str(data), str(anna.id), hall.town.installation.payload_secret)
    assert action is not None
    return anna, action


async def stored(hall: TownHall) -> tuple[int, int, int]:
    """(pools there are, sealed ratings in all cells, cells that hold one)."""
    assert hall.campaign is not None
    code, cells = hall.campaign.code, hall.campaign.cells.cells

    def count(work: Work) -> tuple[int, int, int]:
        sizes = [work.pools.size(Pool(code, RATINGS, cell.key)) for cell in cells]
        return len(work.pools.pools(code)), sum(sizes), sum(map(bool, sizes))

    return await hall.town.installation.works.read(count)


async def test_two_hundred_at_once_make_one_mark_and_one_box(hall: TownHall) -> None:
    await hall.launched()
    anna, action = await before_sending(hall)
    at = hall.town.installation
    conversation = Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)
    address = Address("telegram", str(anna.id))

    async def sent(number: int) -> Outcome:
        incoming = Incoming(address, "ru", "telegram", 1_000_000 + number, placement="1")
        return await at.works.write(lambda work: conversation.unseen_tapped(work, incoming, action))

    outcomes = await asyncio.gather(*(sent(number) for number in range(AT_ONCE)))
    notices = [getattr(outcome.reply.screen and outcome.reply.screen.notice, "key", "") for outcome in outcomes]
    assert sorted(notices) == ["unseen.taken"] + ["unseen.taken_before"] * (AT_ONCE - 1)
    assert await stored(hall) == (1, 1, 1)


async def test_a_storm_of_taps_in_the_chat_and_from_two_devices_is_one_vote(hall: TownHall) -> None:
    await hall.launched()
    anna, _ = await before_sending(hall)
    old = anna.bots[-1]
    data = next(str(one["callback_data"]) for row in old.inline or () for one in row if "Отправить" in one["text"])
    taps = [hall.town.emulator.people.tap(anna.id, old.id, data=data) for _ in range(AT_ONCE)]
    await hall.town.quiet()
    await asyncio.gather(*(tap.answered(60) for tap in taps))
    assert await stored(hall) == (1, 1, 1)


async def test_everybody_at_once_loses_nobody_and_counts_nobody_twice(hall: TownHall) -> None:
    await hall.launched()
    sending = [await before_sending(hall) for _ in range(6)]
    at = hall.town.installation
    conversation = Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)

    async def sent(place: int) -> None:
        citizen, action = sending[place % len(sending)]
        incoming = Incoming(Address("telegram", str(citizen.id)), "ru", "telegram", 2_000_000 + place, placement="1")
        await at.works.write(lambda work: conversation.unseen_tapped(work, incoming, action))

    await asyncio.gather(*(sent(place) for place in range(60)))
    assert await stored(hall) == (1, len(sending), 1)
