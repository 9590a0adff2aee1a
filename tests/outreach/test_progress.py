"""Live progress: the figures of a campaign are drawn where somebody watches them, and nowhere else."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.progress_keeping import ProgressKeeping
from surveys.address import Address
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.tallies import Changes, Count
from surveys.conversation.outreach_progress import progress_page
from surveys.conversation.outreach_watching import MOST, watch, watches
from surveys.screens import Screen
from surveys.work import Work
from tests.outreach.office import NOW, Office, said

A_SECOND = 25.0


@dataclass
class Wall:
    """Where messages stand; `answer` is what becomes of the next drawing."""

    drawn: list[tuple[Address, str, Screen]] = field(default_factory=list)
    answer: bool | None = True

    async def redraw(self, address: Address, placement: str, screen: Screen) -> bool | None:
        self.drawn.append((address, placement, screen))
        return self.answer


@pytest.fixture
async def office(desk: Office) -> Office:
    await desk.employed(fin=8, roads=6)
    return desk


async def launched(office: Office) -> Outreach:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🏢 Столовая", "Приказ")
    await office.anna.types("№ 12-р от 20.11.2026")
    await office.anna.taps("Проверить", "Запустить сейчас", "Да, запустить")
    return await office.only()


async def counted(office: Office, outreach: Outreach, changes: Changes) -> None:
    await office.at.works.write(lambda work: work.tallies.count(outreach.code, changes))


def keeping(office: Office, wall: Wall) -> ProgressKeeping:
    return ProgressKeeping(office.at.works, office.clock, wall.redraw, A_SECOND)


async def test_figures_are_drawn_where_they_are_watched_and_only_when_they_changed(office: Office) -> None:
    outreach, wall = await launched(office), Wall()
    keeper = keeping(office, wall)
    await keeper.look()
    assert wall.drawn == [], "it stands there already"
    await counted(office, outreach, {Count.QUEUED: -3, Count.DELIVERED: 2, Count.GONE: 1, Count.STARTED: 1})
    await keeper.look()
    address, placement, screen = wall.drawn[-1]
    await keeper.look()
    assert len(wall.drawn) == 1
    assert (address, placement) == (office.anna.address, "7")
    words = said(office.at, screen)
    for line in ("Отправлено: 2 из 14", "В очереди: 11", "Заблокировали бота: 1", "Начали отвечать: 1 (7 %)"):
        assert line in words


async def test_whoever_turns_to_another_page_there_is_not_drawn_over(office: Office) -> None:
    outreach, wall = await launched(office), Wall()
    await office.anna.taps("К списку кампаний")
    await counted(office, outreach, {Count.DELIVERED: 1})
    await keeping(office, wall).look()
    assert wall.drawn == []


async def test_who_turns_away_while_others_are_drawn_is_not_drawn_over(office: Office) -> None:
    outreach = await launched(office)
    boris = await office.joined("2", "coordinator")
    await boris.commands("campaigns")
    await boris.taps("▶️ Столовая")
    await counted(office, outreach, {Count.DELIVERED: 1})
    drawn = []

    async def redraw(address: Address, placement: str, screen: Screen) -> bool:
        drawn.append(address)
        await boris.taps("К списку кампаний")
        return True

    await ProgressKeeping(office.at.works, office.clock, redraw, A_SECOND).look()
    assert drawn == [office.anna.address]


async def test_watching_survives_a_restart_and_ends_with_the_message(office: Office) -> None:
    outreach = await launched(office)
    await office.restarted()
    await counted(office, outreach, {Count.DELIVERED: 1})
    wall = Wall(answer=None)
    keeper = keeping(office, wall)
    await keeper.look()
    await keeper.look()
    assert len(wall.drawn) == 2, "what could not be drawn is tried again"
    wall.answer = False
    await keeper.look()
    await keeper.look()
    assert len(wall.drawn) == 3, "deleted by its reader: never sent anew"


async def test_its_end_is_drawn_too(office: Office) -> None:
    await launched(office)
    boris = await office.joined("2", "coordinator")
    await boris.commands("campaigns")
    await boris.taps("▶️ Столовая", "Закрыть", "Да, закрыть")
    wall = Wall()
    await keeping(office, wall).look()
    ((address, _, screen),) = wall.drawn
    assert address == office.anna.address
    assert "✅ Закрыта" in said(office.at, screen)


async def test_nobody_watches_for_ever_nor_without_the_right(office: Office) -> None:
    outreach = await launched(office)
    citizen = await office.joined("9")

    def forge(work: Work) -> None:
        watch(work, citizen.address, "1", outreach.code, Screen("ru", ()), NOW)

    await office.at.works.write(forge)
    await counted(office, outreach, {Count.DELIVERED: 1})
    wall = Wall()
    await keeping(office, wall).look()
    assert [address for address, _, _ in wall.drawn] == [office.anna.address]
    office.clock.moment += timedelta(hours=25)
    later = Wall()
    await keeping(office, later).look()
    assert later.drawn == []


async def test_only_so_many_messages_are_kept_up_to_date(office: Office) -> None:
    outreach = await launched(office)

    def many(work: Work) -> None:
        for number in range(MOST + 5):
            watch(work, office.anna.address, str(100 + number), outreach.code, Screen("ru", ()), NOW)

    await office.at.works.write(many)
    found = await office.at.works.read(watches)
    assert [each.placement for each in found] == [str(100 + number) for number in range(5, MOST + 5)]


async def test_quiet_hours_and_the_time_left_are_told(office: Office) -> None:
    outreach = await launched(office)
    await counted(office, outreach, {Count.QUEUED: 4_000})

    async def words(now: datetime) -> str:
        screen = await office.at.works.read(lambda work: progress_page(work, outreach, "ru", now, A_SECOND))
        return said(office.at, screen)

    assert "Осталось около 2 минут" in await words(NOW)
    assert "Тихие часы: продолжим в 09:00" in await words(NOW + timedelta(hours=12))


async def test_of_an_anonymous_one_nothing_moves_when_somebody_answers(office: Office) -> None:
    outreach = await launched(office)
    unseen = replace(outreach, promise="k7m2")
    await office.at.works.write(lambda work: work.outreaches.save(unseen))

    async def page() -> Screen:
        return await office.at.works.read(lambda work: progress_page(work, unseen, "ru", NOW, A_SECOND))

    before = await page()
    await counted(office, unseen, {Count.OPENED: 5, Count.STARTED: 4, Count.FINISHED: 3})
    assert await page() == before
    words = said(office.at, before)
    assert "Отправлено" in words
    assert not [word for word in ("Открыли", "Начали", "Ответили") if word in words]
    assert "кто и когда отвечает, здесь не видно никому" in words
