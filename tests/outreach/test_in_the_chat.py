"""The desk in a messenger: real couriers send, and the progress moves under the eyes of who watches it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from surveys.conversation.deeds import COORDINATOR
from surveys.conversation.outreach_watching import watches
from tests.outreach.office import KITCHEN
from tests.security.town import PATIENCE, Citizen, until
from tests.staff.sheets import ROWS, units_sheet
from tests.staff.test_admission_story import sends_workbook
from tests.unseen.town_hall import TownHall, opened, questionnaire

SOON = 0.2
DAY = timedelta(days=1)


@pytest.fixture
async def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TownHall]:
    """With ticks that nobody has to wait for."""
    monkeypatch.setattr("bot.composition.TICKING", SOON)
    monkeypatch.setattr("bot.desk_ticks.DRAWING", SOON)
    async with opened(tmp_path) as hall:
        now = hall.clock.now()
        await hall.town.changed(lambda work: work.questionnaires.publish(questionnaire(KITCHEN), now))
        yield hall


async def coordinator(hall: TownHall, name: str = "Вера") -> Citizen:
    vera = hall.town.citizen(name)
    await vera.starts()
    number, now = (await vera.row()).number, hall.clock.now()
    await hall.town.changed(lambda work: work.roles.grant(number, COORDINATOR, now))
    return vera


async def launched(vera: Citizen) -> None:
    await vera.says("/campaigns")
    for label in ("Новая кампания", "Дальше", "Столовая", "Приказ"):
        await vera.taps(label)
    await vera.says("№ 12-р от 20.02.2026")
    for label in ("Тихие часы", "нет, писать и ночью", "Проверить", "Запустить сейчас", "Да, запустить"):
        await vera.taps(label)


async def test_a_campaign_is_launched_from_the_chat_and_its_figures_move_by_themselves(hall: TownHall) -> None:
    people = [await hall.employed("u0", f"Коллега {number}") for number in range(3)]
    vera = await coordinator(hall)
    await launched(vera)
    stands = vera.bots[-1].id
    await vera.sees("Отправлено: 3 из 3")
    await people[0].sees("Как вам обеды?")
    await people[0].taps("5")
    await vera.sees("Начали отвечать: 1 (33 %)")
    assert vera.bots[-1].id == stands, "edited in place, never sent anew"
    await vera.taps("К списку кампаний")
    assert "▶️ Столовая" in " ".join(vera.labels)


async def test_a_progress_that_was_deleted_is_not_sent_anew(hall: TownHall) -> None:
    employee = await hall.employed("u0")
    vera = await coordinator(hall)
    await launched(vera)
    await vera.sees("Отправлено: 1 из 1")
    chat = hall.town.emulator.people.get(vera.id).chat
    del chat.messages[vera.bots[-1].id]
    left = set(chat.messages)
    await employee.taps("5")
    await until(lambda: any(_missed(call, vera) for call in hall.town.refused()), "the edit that found nothing")
    async with asyncio.timeout(PATIENCE):
        while await hall.town.installation.works.read(watches):  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.01)
    assert set(chat.messages) == left


async def test_the_whole_path_of_a_coordinator_who_has_no_engineer(hall: TownHall) -> None:
    """Staff from a workbook with three bad rows, a campaign, its preview, count and schedule, the figures, a reminder,
    the end."""
    vera = await coordinator(hall)
    await sends_workbook(vera, units_sheet(("1", "А", "Бюро"), ("x y", "Отдел"), ("2", "Б", "А", "много")))
    assert "Нашлось 3 ошибки" in vera.seen
    await sends_workbook(vera, units_sheet(*ROWS))
    await vera.taps("Применить")
    await vera.sees("обновлён")
    people = [await hall.employed(unit, f"Из {unit}") for unit in ("s3", "s3", "zags")]

    await vera.says("/campaigns")
    for label in ("Новая кампания", "Дальше", "Столовая", "Кого спросить", "Выбрать подразделения", "ЗАГС"):
        await vera.taps(label)
    assert "Выбрано: 1 подразделение, в боте из них 1 чел." in vera.seen
    for label in ("Готово", "все сотрудники", "Приказ"):
        await vera.taps(label)
    await vera.says("№ 12-р от 20.02.2026")
    await vera.taps("Начало")
    await vera.says("завтра в 10")
    await vera.taps("10:00")
    await vera.taps("Что увидят люди")
    assert "Как вам обеды?" in vera.seen
    await vera.taps("Закончить просмотр")
    await vera.taps("Проверить")
    assert "Пригласим 3 человек из 3" in vera.seen
    await vera.taps("Запланировать")
    assert "⏰ Начнётся" in vera.seen

    hall.clock.moment += DAY + timedelta(hours=1)
    for each in people:
        await each.sees("Как вам обеды?")
    await vera.says("/campaigns")
    await vera.taps("▶️ Столовая")
    await vera.sees("Отправлено: 3 из 3")
    await people[0].taps("5")
    await vera.sees("Начали отвечать: 1 (33 %)")

    hall.clock.moment += 3 * DAY
    await vera.says("/campaigns")
    await vera.taps("▶️ Столовая")
    await vera.sees("Напоминаний: 2")
    messages = len(people[0].bots)
    await vera.taps("Закрыть")
    await vera.taps("Да, закрыть")
    assert "✅ Закрыта" in vera.seen
    assert len(people[0].bots) == messages, "who has answered was not reminded"
    trail = await hall.town.installation.works.read(lambda work: [each.act for each in work.trail.entries()])
    assert [act for act in trail if act.startswith("outreach")] == [
        "outreach.scheduled",
        "outreach.launched",
        "outreach.closed",
    ]
    assert hall.town.refused() == []


def _missed(call: dict[str, Any], reader: Citizen) -> bool:
    return call["method"] == "editMessageText" and int(call["parameters"]["chat_id"]) == reader.id
