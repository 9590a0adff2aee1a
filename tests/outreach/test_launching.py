"""From a draft to a running campaign and to its end, and what is said to who comes second."""

import asyncio
from datetime import timedelta

import pytest

from surveys.campaigns.launching import step
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.states import Step
from surveys.campaigns.tallies import Count
from surveys.work import Work
from tests.outreach.office import Coordinator, Office


@pytest.fixture
async def office(desk: Office) -> Office:
    await desk.employed(fin=8, build=2, roads=6, homes=4)
    return desk


async def ready(office: Office, who: Coordinator | None = None) -> None:
    """Everything is set; the page of the check is open."""
    anna = who or office.anna
    await anna.commands("campaigns")
    await anna.taps("Новая кампания", "🏢 Столовая", "Приказ")
    await anna.types("№ 12-р от 20.11.2026")
    await anna.taps("Проверить")


async def launched(office: Office) -> Outreach:
    await ready(office)
    await office.anna.taps("Запустить сейчас", "Да, запустить")
    return await office.only()


async def test_all_that_is_missing_is_told_at_once_with_what_to_do(office: Office) -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🔒 Климат", "Вид", "Дополнительная", "Проверить")
    for words in ("Сначала запустите анонимный опрос", "Укажите номер и дату приказа", "Посчитайте выборку"):
        assert words in office.anna.seen
    assert office.anna.labels == ["Анонимность", "Приказ", "Расчёт", "К настройкам"]
    await office.anna.taps("Приказ")
    assert "Пришлите номер и дату" in office.anna.seen


async def test_before_the_launch_it_says_how_many_are_asked_and_why_others_are_not(office: Office) -> None:
    await ready(office)
    assert "Пригласим 20 человек из 20" in office.anna.seen
    for words in ("• удалили свои данные: 0", "• заблокировали бота или удалили аккаунт: 0", "• уже ответили: 0"):
        assert words in office.anna.seen
    assert "Финансы: 8" in office.anna.seen
    assert "Всё готово к запуску" in office.anna.seen


async def test_a_launch_is_asked_for_once_more_and_shows_its_progress(office: Office) -> None:
    await ready(office)
    await office.anna.taps("Запустить сейчас")
    assert "Приглашения получат 20 человек" in office.anna.seen
    assert (await office.only()).state is State.DRAFT
    await office.anna.taps("Да, запустить")
    assert (await office.only()).state is State.RUNNING
    for words in ("Кампания запущена", "▶️ Идёт", "Отправлено: 0 из 20", "В очереди: 20", "Осталось меньше минуты"):
        assert words in office.anna.seen


async def test_of_two_who_launch_at_once_the_second_is_told_that_it_runs(office: Office) -> None:
    await ready(office)
    boris = await office.joined("2", "coordinator")
    await boris.commands("campaigns")
    await boris.taps("✏️ Столовая", "Проверить", "Запустить сейчас")
    await office.anna.taps("Запустить сейчас")
    both = (office.anna, boris)
    await asyncio.gather(*(each.taps("Да, запустить") for each in both))
    assert sorted("Кампания запущена" in each.seen for each in both) == [False, True]
    assert sorted("Кампания уже идёт" in each.seen for each in both) == [False, True]
    code = (await office.only()).code
    tally = await office.at.works.read(lambda work: work.tallies.of(code))
    assert tally[Count.INVITED] == 20
    trail = await office.at.works.read(lambda work: [entry.act for entry in work.trail.entries()])
    assert trail.count("outreach.launched") == 1


async def test_a_button_of_the_draft_changes_nothing_once_it_runs(office: Office) -> None:
    await ready(office)
    await office.anna.taps("К настройкам", "Вид")
    kind = office.anna.button("Ежегодная")
    await office.anna.taps("К настройкам", "Проверить", "Запустить сейчас", "Да, запустить")
    before = await office.only()
    await office.anna.presses(kind)
    assert "настройки не меняются" in office.anna.seen
    assert await office.only() == before


async def test_it_is_scheduled_and_taken_back_among_the_drafts(office: Office) -> None:
    await ready(office)
    await office.anna.taps("К настройкам", "Начало", "вт 24.11.2026, 10:00", "Проверить")
    assert "Всё готово. Начало: вт 24.11.2026, 10:00" in office.anna.seen
    await office.anna.taps("Запланировать")
    assert "⏰ Начнётся: вт 24.11.2026, 10:00" in office.anna.seen
    assert (await office.only()).state is State.SCHEDULED
    await office.anna.taps("К списку кампаний")
    assert "⏰ Столовая · с 24.11" in office.anna.labels
    await office.anna.taps("⏰ Столовая", "Вернуть в черновики")
    assert (await office.only()).state is State.DRAFT


async def test_it_is_paused_resumed_and_closed_after_a_question(office: Office) -> None:
    await launched(office)
    await office.anna.taps("Пауза")
    assert "⏸ На паузе" in office.anna.seen
    await office.anna.taps("Продолжить")
    assert "▶️ Идёт" in office.anna.seen
    await office.anna.taps("Закрыть")
    assert (await office.only()).state is State.RUNNING
    await office.anna.taps("Да, закрыть")
    assert "✅ Закрыта: пн 23.11.2026, 10:00" in office.anna.seen
    assert "Не отправлено к сроку: 20" in office.anna.seen


async def test_a_pause_pressed_by_two_is_one_pause(office: Office) -> None:
    await launched(office)
    boris = await office.joined("2", "coordinator")
    await boris.commands("campaigns")
    await boris.taps("▶️ Столовая")
    await office.anna.taps("Пауза")
    await boris.taps("Пауза")
    assert "уже на паузе" in boris.seen
    assert (await office.only()).state is State.PAUSED


async def test_a_copy_is_a_draft_of_its_own_however_often_it_is_pressed(office: Office) -> None:
    first = await launched(office)
    await office.anna.taps("Сделать копию")
    yes = office.anna.button("Да, сделать копию")
    await office.anna.presses(yes)
    await office.anna.presses(yes)
    copy, original = await office.outreaches()
    assert (original, copy.state, copy.order) == (first, State.DRAFT, None)
    assert "Это копия" in office.anna.seen


async def test_what_people_will_see_is_shown_before_and_its_buttons_do_nothing(office: Office) -> None:
    await ready(office)
    await office.anna.taps("Что увидят люди")
    assert "Как вам обеды?" in office.anna.seen
    outcome = await office.anna.presses(office.anna.button("5"))
    assert outcome.reply.toast is not None
    assert outcome.reply.screen is None
    await office.anna.taps("◀ Закончить просмотр")
    assert "Кого спросим" in office.anna.seen


async def test_of_an_anonymous_one_without_its_survey_there_is_nothing_to_preview(office: Office) -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🔒 Климат", "Что увидят люди")
    assert "Показать пока нечего" in office.anna.seen


async def test_a_citizen_learns_nothing_of_the_desk(office: Office) -> None:
    outreach = await launched(office)
    citizen = await office.joined("9")
    citizen.screen = office.anna.screen
    for label in ("Пауза", "Закрыть", "К списку кампаний"):
        outcome = await citizen.presses(office.anna.button(label))
        assert outcome.reply.alert
    await citizen.commands("campaigns")
    assert "Кампании" not in citizen.seen
    assert await office.only() == outreach


async def test_an_end_that_came_with_time_is_seen_by_who_presses_pause(office: Office) -> None:
    outreach = await launched(office)

    def close(work: Work) -> None:
        step(work, outreach.code, Step.CLOSE, office.clock.now(), 0)

    await office.at.works.write(close)
    office.clock.moment += timedelta(days=1)
    await office.anna.taps("Пауза")
    assert "Кампания уже закрыта" in office.anna.seen


async def test_of_newcomers_nobody_is_asked_at_the_launch_and_it_says_so(office: Office) -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", "🏢 Столовая", "Вид", "Новичкам", "Проверить", "Запустить сейчас")
    assert "каждого в свой день" in office.anna.seen
    await office.anna.taps("Да, запустить")
    assert "Отправлено: 0 из 0" in office.anna.seen
    assert (await office.only()).state is State.RUNNING


async def test_the_desk_speaks_english_as_well(office: Office) -> None:
    await launched(office)
    boris = await office.joined("2", "coordinator", language="en")
    await boris.commands("campaigns")
    await boris.taps("▶️ Столовая")
    for words in ("Running", "Sent: 0 of 20", "Queued: 20", "Less than a minute left"):
        assert words in boris.seen
