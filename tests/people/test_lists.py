"""A coordinator's list of people: every bad row named, our own numbers kept and nothing else, gone when it is old."""

import json
from datetime import timedelta
from functools import partial

import pytest

from bot.housekeeping import tidy
from bot.list_errands import ListErrands
from surveys.address import Address
from surveys.conversation.incoming import Incoming
from surveys.errors import NotFound
from surveys.spreadsheets.sheet import Cell, Sheet
from tests.people.hall import Hall
from tests.security.town import until
from tests.staff.sheets import workbook


def listed(*rows: tuple[Cell, ...]) -> bytes:
    return workbook(Sheet("Лист1", (("ФИО", "Номер чата"), *rows)))


async def test_from_a_file_with_every_kind_of_bad_row_to_a_list_that_is_kept_and_forgotten(hall: Hall) -> None:
    town, vera = hall.town, hall.vera
    anna = await hall.employed()
    boris, gleb, daria = await hall.came("Борис"), await hall.came("Глеб"), await hall.came("Дарья")
    for citizen in (boris, daria):
        await citizen.says("/subscriptions")
        await citizen.taps("Любые услуги")
    town.emulator.people.block(daria.id)
    await town.quiet()
    await hall.sends(
        vera,
        "people.xlsx",
        listed(
            ("Анна Кузнецова", anna.id),
            ("Борис", f"{boris.id}"),
            ("Анна снова", anna.id),
            ("Вася", "нет номера"),
            ("Никто", 987654321),
            ("Глеб", gleb.id),
            ("Дарья", daria.id),
        ),
    )
    for told in (
        "Файл принят за список людей",
        "В список войдут 2 человека. Строк, которые не подошли: 5.",
        "Строка 4: этот номер уже есть в строке 2.",
        "Строка 5: это не номер чата.",
        "Строка 6: этот человек не писал боту или удалил свои данные.",
        "Строка 7: не сотрудник и не соглашался на приглашения, звать нельзя.",
        "Строка 8: не получает сообщений бота, пока не вернётся.",
    ):
        assert told in vera.seen, told
    assert "Кузнецова" not in vera.seen
    assert await hall.stored(lambda work: work.lists.keys()) == []

    keeping, place = vera.bots[-1].inline, vera.bots[-1].id
    assert keeping is not None
    await hall.taps_for_answers(vera, "Сохранить список")
    assert "Готово, список сохранён" in vera.seen
    assert "2 человека, до 22.12.2026" in vera.seen
    before = len(vera.bots)
    await vera.sends(keeping[0][0]["callback_data"], place)
    await hall.answered(vera, before + 1)
    (key,) = await hall.stored(lambda work: work.lists.keys())
    assert await hall.stored(lambda work: work.lists.count(key)) == 2
    assert hall.acts() == ["list.kept"]
    assert {candidate.person for candidate in await hall.stored(lambda work: list(work.directory.listed(key)))} == {
        (await anna.row()).number,
        (await boris.row()).number,
    }
    await anna.says("/trust")
    assert "Вы в 1 списке для приглашений" in anna.seen

    await vera.says("/staff")
    await vera.taps("Списки людей")
    await vera.taps("2 человека, до 22.12.2026")
    await vera.taps("Удалить список")
    assert "Список удалён" in vera.seen
    assert await hall.stored(lambda work: work.lists.keys()) == []
    assert hall.acts() == ["list.kept", "list.forgotten"]
    everything = town.log.getvalue() + json.dumps(town.rows(), ensure_ascii=False, default=str)
    for secret in ("Кузнецова", "people.xlsx", "нет номера", "987654321"):
        assert secret not in everything, secret
    assert str(anna.id) not in town.log.getvalue()


async def test_a_list_goes_by_itself_the_day_after_its_last_one(hall: Hall) -> None:
    anna = await hall.employed()
    await hall.sends(hall.vera, "people.csv", f"Номер чата;Имя\r\n{anna.id};Анна\r\n".encode("cp1251"))
    await hall.taps_for_answers(hall.vera, "Сохранить список")
    policy = hall.town.installation.policy
    for days, left in ((30, 1), (31, 0)):
        now = hall.clock.now() + timedelta(days=days)
        await hall.stirred(partial(tidy, policy=policy, now=now))
        assert len(await hall.stored(lambda work: work.lists.keys())) == left


async def test_a_list_of_nobody_cannot_be_kept_and_a_long_tale_of_bad_rows_comes_as_a_file(hall: Hall) -> None:
    await hall.sends(hall.vera, "people.csv", b"telegram\n11\n12\n")
    assert "Звать по этому списку некого. Строк, которые не подошли: 2." in hall.vera.seen
    assert hall.vera.labels == []
    rows = "\n".join(str(number) for number in range(1_000_001, 1_000_101))
    before = len(hall.vera.bots)
    await hall.sends(hall.vera, "people.csv", f"id\n{rows}\n".encode())
    await hall.answered(hall.vera, before + 2)
    assert "… и ещё 70" in hall.vera.seen
    assert hall.file_in(hall.vera, 2).data.decode().count("\n") == 99


async def test_who_is_not_at_the_desk_sends_no_lists_and_keeps_none(hall: Hall) -> None:
    anna = await hall.employed()
    await hall.sends(anna, "people.csv", f"id\n{anna.id}\n".encode())
    assert "Файл принят" not in anna.seen
    await hall.sends(hall.vera, "people.csv", f"id\n{anna.id}\n".encode())
    with_right = hall.vera.bots[-1].inline
    assert with_right is not None
    tap = await anna.sends(with_right[0][0]["callback_data"])
    assert tap.answer is not None
    assert await hall.stored(lambda work: work.lists.keys()) == []
    incoming = Incoming(Address("telegram", str(anna.id)), "ru", "telegram", 1)
    errands = ListErrands(hall.town.installation)
    with pytest.raises(NotFound):  # rights that have gone since the tap
        await errands.read(Sheet("", ((anna.id,),)), 0, incoming, "ru")


async def test_hostile_files_are_refused_like_any_other(hall: Hall) -> None:
    workbook_inside = workbook(Sheet("Лист1", (("id",), (4242,))))
    for name, content in (
        ("people.csv", workbook_inside),
        ("people.csv", b";" * 300_000),
        ("people.xlsx", b"id\n4242\n"),
    ):
        await hall.sends(hall.vera, name, content)
        assert "Не получилось прочитать файл" in hall.vera.seen, (name, content[:10])
    await hall.sends(hall.vera, "points.csv", "Название;Подразделение\nОкно;МФЦ\n".encode())
    assert "нет столбца «Номер чата»" in hall.vera.seen
    await hall.vera.says("/lists")
    assert "Списков пока нет" in hall.vera.seen
    await until(lambda: "errand_failed" not in hall.town.log.getvalue())
