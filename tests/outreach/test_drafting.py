"""From a questionnaire to a draft in which everything is set, each thing as one would say it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from surveys.campaigns.audiences import AllStaff, Listed, Sample, Subscribers, Units
from surveys.campaigns.list_keeping import keep, new_key
from surveys.campaigns.outreach import Kind, Order, State
from surveys.campaigns.quiet import QuietHours
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.schedules import Every, Hired, Recurring
from surveys.screens import Action, Option
from tests.outreach.office import Office

DAY = timedelta(days=1)


@pytest.fixture
async def office(desk: Office) -> Office:
    await desk.employed(fin=8, build=2, roads=6, homes=4)
    return desk


async def drafted(office: Office, title: str = "🏢 Столовая") -> None:
    await office.anna.commands("campaigns")
    await office.anna.taps("Новая кампания", title)


async def test_a_questionnaire_is_chosen_and_a_draft_that_could_almost_be_launched_stands_there(office: Office) -> None:
    await drafted(office)
    draft = await office.only()
    assert (draft.state, draft.kind, draft.form_id, draft.audience) == (
        State.DRAFT,
        Kind.ONE_OFF,
        "kitchen",
        AllStaff(),
    )
    assert draft.closes_at == datetime(2026, 12, 7, 15, tzinfo=UTC), "two weeks, six in the evening in Moscow"
    assert "Кого спросим: все сотрудники" in office.anna.seen
    assert "Конец: пн 07.12.2026, 18:00" in office.anna.seen
    assert "Приказ: не указан" in office.anna.seen


async def test_of_citizens_subscribers_are_asked_and_no_order_is_wanted(office: Office) -> None:
    await drafted(office, "👥 Как вам услуга?")
    assert (await office.only()).audience == Subscribers()
    assert "Приказ" not in office.anna.seen
    assert "Приказ" not in office.anna.labels


async def test_a_form_that_is_tapped_twice_makes_one_draft(office: Office) -> None:
    await office.anna.commands("кампании")
    await office.anna.taps("Новая кампания")
    form = office.anna.button("🏢 Столовая")
    await office.anna.presses(form)
    await office.anna.presses(form)
    assert len(await office.outreaches()) == 1


async def test_a_moment_is_taken_only_once_its_reading_was_seen(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Начало")
    await office.anna.types("завтра в 10")
    assert "Поняли так. Верно?" in office.anna.seen
    assert (await office.only()).opens_at is None, "not before it was confirmed"
    await office.anna.taps("вт 24.11.2026, 10:00")
    assert (await office.only()).opens_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert "Начало: вт 24.11.2026, 10:00" in office.anna.seen


async def test_a_doubtful_moment_is_offered_and_an_unreadable_one_explained(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Конец")
    await office.anna.types("15.12 в 3")
    assert office.anna.labels[:2] == ["вт 15.12.2026, 03:00", "вт 15.12.2026, 15:00"]
    await office.anna.taps("Другое время")
    await office.anna.types("31.02 10:00")
    assert "Такого дня в календаре нет" in office.anna.seen
    await office.anna.types("15.12 09:00")
    await office.anna.taps("вт 15.12.2026, 09:00")
    assert (await office.only()).closes_at == datetime(2026, 12, 15, 6, tzinfo=UTC)


async def test_usual_ends_count_from_the_beginning(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Начало", "вт 24.11.2026, 10:00", "Конец", "1 неделя, до 01.12")
    assert (await office.only()).closes_at == datetime(2026, 12, 1, 15, tzinfo=UTC)


async def test_units_are_picked_from_the_tree_with_all_below_them(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Кого спросить", "Выбрать подразделения", "Стройка · 12", "Дороги · 6")
    assert (await office.only()).audience == Units(frozenset({"roads"}))
    assert "Выбрано: 1 подразделение, в боте из них 6 чел." in office.anna.seen
    await office.anna.taps("↑ Выше", "◐ Стройка", "Стройка целиком")
    assert (await office.only()).audience == Units(frozenset({"build"})), "what hangs below goes with it"
    assert "в боте из них 12 чел." in office.anna.seen
    await office.anna.taps("Стройка целиком")
    assert (await office.only()).audience == AllStaff(), "nothing chosen is everybody"
    await office.anna.taps("↑ Выше", "Финансы · 8", "Готово")
    assert "Сейчас: подразделения: Финансы" in office.anna.seen


async def test_services_are_picked_from_those_that_have_subscribers(office: Office) -> None:
    await drafted(office, "👥 Как вам услуга?")
    await office.subscribed(passport=3, homes=2, any=4)
    await office.anna.taps("Кого спросить", "Выбрать услуги", "passport · 3", "homes · 2", "homes · 2")
    assert (await office.only()).audience == Subscribers(frozenset({"passport"}))


async def test_the_calculator_of_m17_says_how_many_have_to_answer(office: Office) -> None:
    await drafted(office, "👥 Как вам услуга?")
    await office.anna.taps("Вид", "Дополнительная", "Расчёт")
    assert "Всего людей: очень много\nНужно ответов: 385\nОшибка: ±5 %\nДоверие: 95 %" in office.anna.seen
    await office.anna.types("10 000")
    assert "Нужно ответов: 370" in office.anna.seen
    await office.anna.taps("±3 %")
    assert "Нужно ответов: 965" in office.anna.seen
    found = (await office.only()).populations
    assert found is not None
    assert (found.people, found.answers, found.precision.error) == (10_000, 965, Decimal("0.03"))
    await office.anna.taps("Как отбираем", "по жребию")
    assert "отбор: по жребию" in office.anna.seen


async def test_of_staff_the_calculator_knows_how_many_there_are_and_advises_to_ask_all(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Расчёт")
    assert "Всего людей: 20\nНужно ответов: 20" in office.anna.seen
    assert "лучше спросить всех" in office.anna.seen


async def test_a_sample_takes_the_size_that_was_computed_and_keeps_its_seed(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Расчёт")
    await office.anna.types("1000")
    await office.anna.taps("Сколько пригласить", "556: если ответят 50 %")
    audience = (await office.only()).audience
    assert isinstance(audience, Sample)
    assert audience.size == 556
    await office.anna.taps("Кого спросить", "Не всех")
    await office.anna.types("12")
    await office.anna.taps("Кого спросить", "Выбрать подразделения", "Финансы")
    again = (await office.only()).audience
    assert again == Sample(Units(frozenset({"fin"})), 12, audience.seed), "no second draw until it suits"


async def test_an_order_needs_its_number_and_its_day(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Приказ")
    await office.anna.types("12-р")
    assert "Нужны и номер, и дата" in office.anna.seen
    await office.anna.types("приказ № 12-р от 20.11.2026")
    assert (await office.only()).order == Order("12-р", date(2026, 11, 20))
    assert "Приказ: № 12-р от 20.11.2026" in office.anna.seen


async def test_courtesies_are_one_tap_each(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Напоминания", "2 ×, через 3 дня")
    await office.anna.taps("Тихие часы", "с 22:00 до 08:00", "Пауза", "30 дней", "Часовой пояс", "Омск")
    draft = await office.only()
    assert draft.reminders == Reminders(2, 3 * DAY)
    assert (draft.quiet, draft.pause, draft.zone) == (QuietHours(time(22), time(8)), 30 * DAY, "Asia/Omsk")
    assert "Конец: пн 07.12.2026, 21:00" in office.anna.seen, "the same moment on another wall"


async def test_newcomers_are_asked_by_the_day_of_hire_and_for_ever(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Вид", "Новичкам", "Повтор", "на 30 день")
    draft = await office.only()
    assert (draft.kind, draft.schedule, draft.closes_at) == (Kind.TRIGGERED, Hired((30,)), None)
    assert "Конец" not in office.anna.labels
    await office.anna.taps("Вид", "Разовая")
    draft = await office.only()
    assert (draft.schedule, draft.closes_at is not None) == (None, True)


async def test_an_annual_one_comes_again_on_the_day_of_its_beginning(office: Office) -> None:
    await drafted(office)
    await office.anna.taps(
        "Вид", "Ежегодная", "Начало", "вт 24.11.2026, 10:00", "Повтор", "каждый квартал, 55-й день, 10:00"
    )
    rule = (await office.only()).schedule
    assert isinstance(rule, Recurring)
    assert (rule.every, rule.day, rule.hour) == (Every.QUARTER, 55, time(10))


async def test_nothing_is_lost_by_a_restart_and_a_colleague_goes_on_where_one_stopped(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Название")
    await office.restarted()
    await office.anna.types("Обеды зимой")
    boris = await office.joined("2", "coordinator")
    await boris.commands("campaigns")
    await boris.taps("✏️ Обеды зимой · до 07.12")
    assert "Обеды зимой" in boris.seen


async def test_what_is_typed_at_a_page_that_asks_for_nothing_is_no_setting(office: Office) -> None:
    await drafted(office)
    before = await office.only()
    await office.anna.taps("Название", "К настройкам")
    await office.anna.types("просто слова")
    assert await office.only() == before


async def test_a_button_that_is_not_ours_changes_nothing(office: Office) -> None:
    await drafted(office)
    before = await office.only()
    for values in (("kind", "x"), ("opens", "zz"), ("remind", "9"), ("zone", "x"), ("calc", "error"), ("list", "k")):
        outcome = await office.anna.presses(Option("", Action("oset", (before.code, *values))))
        assert outcome.reply.alert, values
    assert await office.only() == before


async def test_a_draft_is_deleted_after_a_question_and_nothing_else_ever_is(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Удалить черновик")
    yes = office.anna.button("Да, удалить")
    await office.anna.presses(yes)
    assert await office.outreaches() == []
    await office.anna.presses(yes)
    assert "Черновик удалён" in office.anna.seen
    await drafted(office)
    await office.anna.taps("Приказ")
    await office.anna.types("№ 12-р от 20.11.2026")
    await office.anna.taps("Удалить черновик")
    yes = office.anna.button("Да, удалить")
    await office.anna.taps("Назад", "Проверить", "Запустить сейчас", "Да, запустить")
    await office.anna.presses(yes)
    assert (await office.only()).state is State.RUNNING


async def test_a_computation_that_is_not_needed_can_be_dropped(office: Office) -> None:
    await drafted(office)
    await office.anna.taps("Расчёт", "Записать расчёт", "Убрать расчёт")
    assert (await office.only()).populations is None
    await office.anna.taps("К настройкам", "Вид", "Дополнительная", "Расчёт", "Записать расчёт")
    assert "Убрать расчёт" not in office.anna.labels, "R-C4 wants it"


async def test_an_uploaded_list_is_chosen_among_those_that_are_kept(office: Office) -> None:
    people = await office.at.works.read(lambda work: [each.number for each in work.staff.of_units(["fin"])])
    key = new_key(office.at.chance, date(2026, 11, 23))
    await office.at.works.write(lambda work: keep(work, key, tuple(people), actor=1, now=office.clock.now()))
    await drafted(office)
    await office.anna.taps("Кого спросить", "Загруженный список", key[6:])
    assert (await office.only()).audience == Listed(key)
    assert "Кого спросим: список, 8 человек" in office.anna.seen
