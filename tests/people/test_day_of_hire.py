"""The day of hire: typed by the coordinator, carried by a code, told to its owner, forgotten when it is of no use."""

import re
from datetime import date, timedelta

import pypdfium2

from bot.housekeeping import tidy
from surveys.spreadsheets.sheet import Cell, Sheet
from surveys.staff.batches import make, one_time
from surveys.staff.invitation import new_code
from tests.people.hall import Hall
from tests.security.town import Citizen
from tests.staff.sheets import workbook

CODE = re.compile(r"(?:[2-9a-km-np-z]{5}-){5}[2-9a-km-np-z]")
DECEMBER = date(2026, 12, 1)


def codes_in(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return [code.replace("-", "") for code in CODE.findall(text)]


async def day_of(hall: Hall, citizen: Citizen) -> date | None:
    number = (await citizen.row()).number
    return await hall.stored(lambda work: work.staff.hired_on(number))


async def asks_the_day(hall: Hall) -> None:
    for label in ("ЗАГС", "Разовые коды", "Срок 7 дн.", "Для новичков"):
        if label == "ЗАГС":
            await hall.vera.says("/staff")
        await hall.vera.taps(label)
    assert "Какого числа приняли" in hall.vera.seen


async def comes_by_a_code(hall: Hall, hired: date | None) -> Citizen:
    now, chance = hall.clock.now(), hall.town.installation.chance
    code = new_code(chance)
    terms = one_time(chance.key(6), "zags", now + timedelta(days=1), hired)
    await hall.stirred(lambda work: make(work, terms, [code], actor=0, now=now))
    citizen = hall.town.citizen("Борис")
    await citizen.starts(f"e{code}")
    return citizen


async def test_from_a_typed_day_to_a_newcomer_who_sees_it_and_has_it_forgotten(hall: Hall) -> None:
    vera = hall.vera
    await asks_the_day(hall)
    for typed, told in (
        ("как-нибудь", "Не получилось прочитать дату"),
        ("31.02.2026", "Не получилось прочитать дату"),
        ("01.12.2016", "прошло больше 97 дней"),
        ("01.12.2028", "больше 90 дней"),
    ):
        await vera.says(typed)
        assert told in vera.seen, typed
    await vera.says("01.12.2026")
    assert "Коды для принятых 01.12.2026" in vera.seen
    assert "срок 7 дн." in vera.seen
    await vera.taps("Срок 90 дн.")
    assert "Коды для принятых 01.12.2026" in vera.seen, "the day outlives another choice"
    await hall.taps_for_answers(vera, "10")
    assert "10 для принятых 01.12.2026" in vera.seen
    first, *_ = codes_in(hall.file_in(vera).data)
    await vera.says("/staff")
    await vera.taps("Выданные коды")
    await vera.taps("ЗАГС")
    assert "Коды для принятых 01.12.2026" in vera.seen

    anna = hall.town.citizen("Анна")
    await anna.starts(f"e{first}")
    assert "И день приёма: 01.12.2026" in anna.seen
    assert await day_of(hall, anna) == DECEMBER
    await anna.says("/privacy")
    assert "День приёма на работу: 01.12.2026" in anna.seen
    await hall.taps_for_answers(anna, "Получить всё файлом")
    assert '"hired": "2026-12-01"' in hall.file_in(anna).data.decode()
    await anna.says("/privacy")
    forgetting = next(one for row in anna.bots[-1].inline or () for one in row if "Убрать день" in one["text"])
    for _ in range(2):
        await anna.sends(forgetting["callback_data"])
        assert "дня приёма у нас больше нет" in anna.seen
    assert await day_of(hall, anna) is None
    await anna.says("/privacy")
    assert "Убрать день приёма" not in anna.labels


async def test_a_day_by_button_leaves_with_its_owner_and_ordinary_codes_have_none(hall: Hall) -> None:
    await asks_the_day(hall)
    await hall.vera.taps("Завтра")
    assert "Коды для принятых 23.11.2026" in hall.vera.seen
    await hall.vera.says("/staff")
    await hall.vera.taps("ЗАГС")
    await hall.vera.taps("Разовые коды")
    assert "принятых" not in hall.vera.seen
    anna = await comes_by_a_code(hall, None)
    assert "Вы вошли как сотрудник" in anna.seen
    assert "день приёма" not in anna.seen
    assert await day_of(hall, anna) is None
    boris = await comes_by_a_code(hall, DECEMBER)
    assert await day_of(hall, boris) == DECEMBER
    await boris.says("/leave")
    await boris.taps("Да, выйти")
    assert await day_of(hall, boris) is None


async def test_the_day_stays_through_a_move_and_until_the_last_survey_cannot_be_due_any_more(hall: Hall) -> None:
    anna = await comes_by_a_code(hall, DECEMBER)
    number = (await anna.row()).number
    await hall.town.changed(lambda work: work.staff.join(number, "s3"))
    policy = hall.town.installation.policy

    async def tidied(days: int) -> date | None:
        now = hall.clock.now() + timedelta(days=(DECEMBER - hall.clock.now().date()).days + days)
        await hall.stirred(lambda work: tidy(work, policy, now))
        return await day_of(hall, anna)

    assert await tidied(97) == DECEMBER
    assert await tidied(98) is None


def newcomers(*rows: tuple[Cell, ...]) -> bytes:
    return workbook(Sheet("Новички", (("Подразделение", "День приёма", "Кодов"), *rows)))


async def test_a_workbook_of_newcomers_names_every_bad_row_and_prints_codes_once(hall: Hall) -> None:
    vera = hall.vera
    await hall.sends(vera, "new.xlsx", newcomers(("ЗАКС", DECEMBER, 1), ("zags", "завтрак", 1), ("zags", DECEMBER, 0)))
    for told in (
        "Файл принят за список новичков",
        "Нашлось 3 ошибки, ничего не изменилось",
        "строка 2, «Подразделение»: Подразделения «ЗАКС» нет в таблице. Возможно, это «ЗАГС».",
        "строка 3, «День приёма»: «завтрак» не похоже на дату.",
        "строка 4, «Кодов»: «0» не похоже на число кодов.",
    ):
        assert told in vera.seen, told
    assert vera.labels == []

    await hall.sends(vera, "new.xlsx", newcomers(("ЗАГС", DECEMBER, 2), ("s3", "02.12.2026", None)))
    assert "ЗАГС: 2 кода, день приёма 01.12.2026\nШкола № 3: 1 код, день приёма 02.12.2026" in vera.seen
    assert hall.town.rows()["invitation"] == []
    printing = next(one for row in vera.bots[-1].inline or () for one in row)
    place = vera.bots[-1].id
    await hall.taps_for_answers(vera, "Напечатать коды", 2)
    assert len(hall.town.rows()["invitation"]) == 3
    (code,) = codes_in(hall.file_in(vera).data)
    anna = hall.town.citizen("Анна")
    await anna.starts(f"e{code}")
    assert await day_of(hall, anna) == date(2026, 12, 2)

    before = len(vera.bots)
    await vera.sends(printing["callback_data"], place)
    await hall.answered(vera, before + 2)
    assert "второй раз не покажутся" in vera.seen
    assert len(hall.town.rows()["invitation"]) == 3
    log = hall.town.log.getvalue()
    assert code not in log
    assert "ЗАКС" not in log
