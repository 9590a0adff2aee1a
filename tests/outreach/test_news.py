"""What time alone brings about is told to coordinators: once, and not before it has been tried."""

from datetime import timedelta

import pytest

from surveys.campaigns.due import tick
from surveys.campaigns.outreach import State
from surveys.conversation.outreach_news import notices, told, untold
from surveys.work import Work
from tests.outreach.office import NOW, Office, said

DAY = timedelta(days=1)


@pytest.fixture
async def office(desk: Office) -> Office:
    await desk.employed(fin=8)
    return desk


async def ticked(office: Office) -> None:
    more = True
    while more:
        more = (await office.at.works.write(lambda work: tick(work, office.clock.now(), 100))).more


async def letters(office: Office) -> list[tuple[str, str]]:
    """(whom, what) of everything that is untold, which is told by that."""

    def tell(work: Work) -> list[tuple[str, str]]:
        entries = untold(work)
        found = [(address.key, said(office.at, screen)) for address, screen in notices(work, entries)]
        told(work, entries)
        return found

    return await office.at.works.write(tell)


async def scheduled(office: Office) -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🏢 Столовая", "Приказ")
    await office.anna.types("№ 12-р от 20.11.2026")
    await office.anna.taps("Начало", "вт 24.11.2026, 10:00", "Проверить", "Запланировать")


async def test_a_planned_launch_that_was_held_is_told_with_what_is_missing_and_stays_marked(office: Office) -> None:
    await scheduled(office)
    await office.joined("2", "coordinator", language="en")

    def leave(work: Work) -> None:
        for person in work.staff.of_units(["fin"]):
            work.staff.leave(person.number)

    await office.at.works.write(leave)
    office.clock.moment += 2 * DAY
    await ticked(office)
    (anna, first), (boris, second) = sorted(await letters(office))
    assert (anna, boris) == ("1", "2")
    assert "Кампания не началась" in first
    assert "Приглашать некого" in first
    assert "did not begin" in second
    assert await letters(office) == []
    await office.anna.commands("campaigns")
    assert "⚠️ 1 запланированная кампания не началась" in office.anna.seen
    await office.anna.taps("⚠️ Столовая")
    assert "⚠️ Не началась ср 25.11.2026, 10:00" in office.anna.seen
    assert (await office.only()).state is State.DRAFT


async def test_a_launch_that_took_place_is_no_news(office: Office) -> None:
    await scheduled(office)
    office.clock.moment += 2 * DAY
    await ticked(office)
    assert (await office.only()).state is State.RUNNING
    assert await letters(office) == []


async def test_a_draft_that_came_by_itself_is_told_with_its_beginning(office: Office) -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🏢 Столовая", "Вид", "Ежегодная", "Начало", "вт 24.11.2026, 10:00")
    await office.anna.taps("Повтор", "каждый квартал, 55-й день", "Проверить", "Запустить сейчас", "Да, запустить")
    office.clock.moment = NOW + DAY + timedelta(hours=1)
    await ticked(office)
    draft, rule = await office.outreaches()
    assert (draft.state, rule.state) == (State.DRAFT, State.RUNNING)
    ((whom, words),) = await letters(office)
    assert whom == "1"
    assert "черновик готов. Начало: вт 24.11.2026, 10:00" in words
