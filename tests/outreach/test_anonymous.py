"""An anonymous survey is invited to with its own page, and its progress tells nothing of who answers."""

from datetime import timedelta

import pytest

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.launching import launch
from surveys.anonymity.organisation import Unit
from surveys.campaigns.outreach import State
from surveys.disclosure.parameters import Parameters
from surveys.staff.roster import roster
from surveys.work import Work
from tests.outreach.office import NOW, Office

END = NOW + timedelta(days=10)


@pytest.fixture
async def office(desk: Office) -> Office:
    """Two units, one of them too small to be a group of its own, all of whose people came in."""
    await desk.organised(
        [Unit("top", "Администрация"), Unit("big", "Стройка", "top", 14), Unit("few", "Дороги", "top", 4)]
    )
    await desk.employed(big=14, few=4)
    return desk


async def promised(office: Office) -> Campaign:
    def begin(work: Work) -> Campaign:
        definition = work.questionnaires.current("mood")
        assert definition is not None
        at = office.at
        found = launch(work, at.keys, at.chance, NOW, definition, roster(work), Parameters(), "№ 7", END, actor=1)
        assert isinstance(found, Campaign)
        return found

    return await office.at.works.write(begin)


async def drafted(office: Office) -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🔒 Климат")


async def test_its_promise_is_found_by_itself_and_bounds_the_end(office: Office) -> None:
    campaign = await promised(office)
    await drafted(office)
    draft = await office.only()
    assert (draft.promise, draft.closes_at) == (campaign.code, END)
    assert "Анонимный опрос: идёт до чт 03.12.2026, 10:00" in office.anna.seen
    await office.anna.taps("Конец")
    assert "Вместе с анонимным: 03.12 10:00" in office.anna.labels


async def test_what_people_will_see_is_the_promise(office: Office) -> None:
    await promised(office)
    await drafted(office)
    await office.anna.taps("Что увидят люди")
    assert "Климат" in office.anna.seen
    assert "коллег" in office.anna.seen


async def test_a_list_or_two_people_of_a_group_are_refused_with_the_reason(office: Office) -> None:
    await promised(office)
    await drafted(office)
    await office.anna.taps("Приказ")
    await office.anna.types("№ 7 от 20.11.2026")
    await office.anna.taps("Кого спросить", "Не всех")
    await office.anna.types("3")
    await office.anna.taps("Проверить")
    assert "ответы можно было бы узнать" in office.anna.seen
    assert "Запустить сейчас" not in office.anna.labels
    await office.anna.taps("Кого спросить", "Не всех", "Всех, без выборки", "Проверить")
    assert "Всё готово к запуску" in office.anna.seen


async def test_its_progress_counts_couriers_alone(office: Office) -> None:
    await promised(office)
    await drafted(office)
    await office.anna.taps("Приказ")
    await office.anna.types("№ 7 от 20.11.2026")
    await office.anna.taps("Проверить", "Запустить сейчас", "Да, запустить")
    assert (await office.only()).state is State.RUNNING
    assert "Отправлено: 0 из 18" in office.anna.seen
    assert "кто и когда отвечает, здесь не видно никому" in office.anna.seen
    assert not [word for word in ("Открыли", "Начали", "Ответили") if word in office.anna.seen]


async def test_without_its_survey_it_says_who_can_begin_one(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Анонимность")
    assert "Его запускает аналитик или администратор" in office.anna.seen
    assert "Анонимные опросы" not in office.anna.labels, "a coordinator may not"
