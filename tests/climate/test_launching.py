"""From a questionnaire to a running survey, and what nobody can launch."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from surveys.anonymity.organisation import Unit
from surveys.conversation.climate_drafting import coming_day
from tests.climate.house import CLIMATE, House, housed
from tests.climate.walking import Walker

TODAY = date(2026, 12, 20)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with housed(tmp_path) as built:
        await built.asked()
        yield built


async def drafted(house: House, title: str = "Климат") -> None:
    await house.analyst.says("/climate")
    await house.analyst.taps("Новый опрос")
    await house.analyst.taps(title)


async def test_an_analyst_sets_end_order_and_sizes_and_launches(house: House) -> None:
    anna = house.analyst
    await drafted(house)
    await anna.taps("Срок")
    await anna.says("15 апреля")
    await anna.sees("Последний день: 15.04.2026")
    await anna.taps("Приказ")
    await anna.says("  № 12-р   от 01.03.2026 ")
    await anna.sees("Приказ: № 12-р от 01.03.2026")
    await anna.taps("Размер групп")
    await anna.taps("Ответов вместе: от 7")
    await anna.taps("К настройкам")
    await anna.sees("Наименьшая группа ответов: 7")
    await anna.taps("Что прочтут сотрудники")
    await anna.sees("Спросим о разном.")
    assert "ещё хотя бы 6 ваших коллег" in anna.seen
    await anna.taps("К настройкам")
    await anna.taps("Группы и запуск")
    await anna.sees("В каждой не меньше 14")
    assert "Отдел 1, Отдел 2" in anna.seen, "twelve are fewer than fourteen: joined, and it is said"
    assert "Объединены внутри «Администрация»" in anna.seen
    await anna.taps("Запустить опрос")
    await anna.sees("Опрос запущен")
    (campaign,) = await house.campaigns()
    assert (campaign.form_id, campaign.parameters.k, campaign.order) == ("mood", 7, "№ 12-р от 01.03.2026")
    assert campaign.closes_at.isoformat() == "2026-04-15T21:00:00+00:00", "midnight in Moscow after the last day"
    assert campaign.sensitive == {"q5", "q6"}
    (entry,) = await house.trail()
    assert (entry.act, entry.actor) == ("campaign.launched", (await anna.row()).number)


async def test_two_at_once_and_a_doubled_tap_launch_one_survey(house: House) -> None:
    people = (house.analyst, house.admin)
    for each in people:
        await each.says("/climate")
        for label in ("Новый опрос", "Климат", "Группы и запуск"):
            await each.taps(label)
    taps = [each.taps("Запустить опрос") for each in people for _ in range(2)]
    await asyncio.gather(*taps)
    await house.town.quiet()
    (campaign,) = await house.campaigns()
    assert {each.seen for each in people} <= {
        "Опрос запущен. Сотрудники увидят его на первой странице бота.",
        "Опрос по этой анкете уже идёт: второй раз запускать не нужно.",
    }
    await house.keeping.close(campaign.code, asked_by="schedule")
    walker = Walker(house.town.installation, house.analyst)
    await walker.taps("cnew")
    assert len(await house.campaigns()) == 1


async def test_the_last_button_of_a_draft_launches_nothing_after_its_survey_is_over(house: House) -> None:
    await drafted(house)
    await house.analyst.taps("Группы и запуск")
    buttons = [one for row in house.analyst.bots[-1].inline or () for one in row]
    launch = next(str(one["callback_data"]) for one in buttons if "Запустить" in one["text"])
    await house.analyst.sends(launch)
    (campaign,) = await house.campaigns()
    await house.keeping.close(campaign.code, asked_by="schedule")
    await house.analyst.sends(launch)
    assert len(await house.campaigns()) == 1


async def test_groups_that_changed_since_they_were_looked_at_are_shown_again(house: House) -> None:
    await drafted(house)
    await house.analyst.taps("Группы и запуск")
    await house.hall.organised([Unit("top", "Администрация"), Unit("u0", "Отдел 1", "top", 60)])
    await house.analyst.taps("Запустить опрос")
    await house.analyst.sees("Список сотрудников изменился")
    assert await house.campaigns() == []
    await house.analyst.taps("Запустить опрос")
    assert len(await house.campaigns()) == 1


async def test_a_questionnaire_that_cannot_ride_is_refused_with_its_question(house: House) -> None:
    await house.asked(
        CLIMATE.replace("form_id: mood", "form_id: dated").replace("Климат в мэрии", "С датой")
        + "  - {type: date, name: since, label: {ru: С какого дня?, en: Since?}}\n"
    )
    await drafted(house, "С датой")
    await house.analyst.sees("«С какого дня?» (since)")
    assert await house.campaigns() == []


async def test_too_few_people_or_no_units_are_told_and_nothing_is_launched(house: House) -> None:
    await house.hall.organised([Unit("top", "Администрация", people=9)])
    await drafted(house)
    await house.analyst.taps("Группы и запуск")
    await house.analyst.sees("Анонимный опрос провести нельзя: в списке 9 чел.")
    await house.hall.organised([])
    await house.analyst.taps("К настройкам")
    await house.analyst.taps("Группы и запуск")
    await house.analyst.sees("Подразделений ещё нет")


async def test_no_button_and_no_forged_number_makes_a_group_smaller(house: House) -> None:
    await house.asked(CLIMATE.replace("form_id: mood", "form_id: strict, min_cell: 8").replace("Климат в", "Строже в"))
    await drafted(house, "Строже")
    walker = Walker(house.town.installation, house.analyst)
    await house.analyst.taps("Размер групп")
    assert next(label for label in house.analyst.labels if "Ответов" in label) == "✓ Ответов вместе: от 8"
    key = (await house.draft(house.analyst))["key"]
    for name, value in (("k", "7"), ("k", "0"), ("text", "7"), ("hours", "1"), ("k", "-9"), ("pause", "12")):
        assert (await walker.taps("cset", str(key), name, value)).reply.screen is None
    draft = await house.draft(house.analyst)
    assert (draft["k"], draft["k_text"], draft["hours"]) == (8, 10, 12)


async def test_what_an_analyst_types_for_the_desk_is_no_comment_to_a_survey(house: House) -> None:
    """They are an employee who has not answered yet: without being asked, a text would be asked back."""
    await house.launched(CLIMATE.replace("form_id: mood", "form_id: other"))
    number = (await house.analyst.row()).number
    await house.town.changed(lambda work: work.staff.join(number, "u1"))
    await drafted(house)
    await house.analyst.taps("Приказ")
    await house.analyst.says("№ 5 от 02.03.2026")
    await house.analyst.sees("Приказ: № 5 от 02.03.2026")
    await house.later(minutes=20)
    await house.analyst.says("просто слова")
    assert "Приказ" not in house.analyst.seen


async def test_who_has_no_business_there_sees_no_staff_surveys(house: House) -> None:
    await drafted(house)
    key = str((await house.draft(house.analyst))["key"])
    for other in (house.coordinator, house.town.citizen("Житель")):
        await other.starts()
        assert "Опросы сотрудников" not in other.labels
        await other.says("/climate")
        assert "Новый опрос" not in other.labels
        walker = Walker(house.town.installation, other)
        for verb, *args in (("climate",), ("cnew",), ("cdraft", key), ("cgo", key, "x"), ("cset", key, "k", "9")):
            assert (await walker.taps(verb, *args)).reply.screen is None
    assert await house.campaigns() == []


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15.01", date(2027, 1, 15)),
        ("31.12", date(2026, 12, 31)),
        ("15.01.2026", None),
        ("15.01.26", None),
        ("15.01.27", date(2027, 1, 15)),
        ("20.12", date(2027, 12, 20)),
        ("завтра", date(2026, 12, 21)),
        ("вчера", None),
        ("1 февраля", date(2027, 2, 1)),
        ("01.02.2029", None),
        ("скоро", None),
    ],
)
def test_a_last_day_is_read_as_people_type_it(typed: str, day: date | None) -> None:
    assert coming_day(typed, TODAY) == day
