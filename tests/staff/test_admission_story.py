"""The staff's way in, as the coordinator, the administrator and employees live it in the chat."""

import re
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from bot.emulator.files import StoredFile
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.desk_rights import COORDINATOR
from surveys.conversation.incoming import Incoming
from surveys.screens import Phrase
from surveys.spreadsheets.sheet import Sheet
from surveys.spreadsheets.workbook import read_workbook
from surveys.staff.batches import make, one_time
from surveys.staff.invitation import LENGTH, digest_of, grouped, new_code
from tests.security.conftest import logging_as_before
from tests.security.town import Citizen, Town, founded, until
from tests.staff.sheets import ROWS, hidden_sheet, units_sheet, workbook

__all__ = ["logging_as_before"]

CODE = re.compile(r"(?:[2-9a-km-np-z]{5}-){5}[2-9a-km-np-z]")
WRONG = "Этот код не подходит"
PEOPLE = ("person", "receipt", "attempt")
"""Tables in which any contact at all leaves a row."""


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(tmp_path) as running:
        yield running


async def coordinator(town: Town) -> Citizen:
    vera = town.citizen("Вера")
    await vera.starts()
    number, now = (await vera.row()).number, town.installation.clock.now()
    await town.changed(lambda work: work.roles.grant(number, COORDINATOR, now))
    return vera


async def sends_workbook(citizen: Citizen, *sheets: Sheet) -> None:
    account = citizen.town.emulator.world.account
    before = len(citizen.bots)
    file = account.files.add("document", "units.xlsx", "application/octet-stream", workbook(*sheets))
    citizen.town.emulator.people.send(citizen.id, {"document": {**file.body, "file_name": "units.xlsx"}})
    await citizen.town.quiet()
    await waits(citizen, before + 1)


async def waits(citizen: Citizen, messages: int) -> None:
    await until(lambda: len(citizen.bots) >= messages, f"{messages} messages, seen: {citizen.seen!r}")


async def taps_for_a_file(citizen: Citizen, label: str) -> StoredFile:
    before = len(citizen.bots)
    await citizen.taps(label)
    await waits(citizen, before + 1)
    found = citizen.town.emulator.world.account.files.get(citizen.bots[-1].content["document"]["file_id"])
    assert found is not None
    return found


def printed_codes(file: StoredFile) -> list[str]:
    document = pypdfium2.PdfDocument(file.data)
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return [code.replace("-", "") for code in CODE.findall(text)]


async def tree_applied(citizen: Citizen) -> None:
    await sends_workbook(citizen, units_sheet(*ROWS))
    before = len(citizen.bots)
    await citizen.taps("Применить")
    await waits(citizen, before + 1)


async def unit_of(citizen: Citizen) -> str | None:
    number = (await citizen.row()).number
    return await citizen.town.installation.works.read(lambda work: work.staff.unit_of(number))


async def test_from_a_workbook_with_five_mistakes_to_employees_who_came_in(town: Town) -> None:
    vera = await coordinator(town)
    await vera.says("/staff")
    template = await taps_for_a_file(vera, "Образец .xlsx")
    assert read_workbook(template.data)[0].name == "Подразделения"

    await sends_workbook(
        vera,
        units_sheet(("1", "А", "Бюро"), ("1", "Отдел"), ("x y", "", "А", "много")),
        hidden_sheet(("Иванова",)),
    )
    assert "список подразделений" in vera.seen
    for part in ("строка 2, «Вышестоящее»", "строка 3, «Код»", "строка 4, «Код»", "строка 4, «Подразделение»",
                 "строка 4, «Человек»", "Лист «Скрыть в комментариях», строка 2", "Нашлось 6 ошибок"):  # fmt: skip
        assert part in vera.seen, part
    assert vera.labels == []

    await sends_workbook(vera, units_sheet(*ROWS), hidden_sheet(("Иванова Анна Петровна", "директор школы № 3")))
    assert "Новое: Школа № 3 (входит в: Управление образования)" in vera.seen
    assert "Объединены внутри" in vera.seen
    assert town.rows()["unit"] == []
    before = len(vera.bots)
    await vera.taps("Применить")
    await waits(vera, before + 1)
    assert "обновлён" in vera.seen
    assert len(town.rows()["unit"]) == 5
    await vera.taps("Применить")
    await vera.sees("Изменений нет")
    assert [row[3] for row in town.rows()["trail_entry"]] == ["staff.units_replaced"]

    await vera.says("/staff")
    assert vera.labels[:2] == ["ЗАГС: 0 из 6", "Управление образования: 0 из 67"]
    await vera.taps("Управление образования")
    await vera.taps("Школа № 3")
    assert "отдельная группа: 48 чел." in vera.seen
    await vera.taps("Разовые коды")
    first, second, *rest = codes = printed_codes(await taps_for_a_file(vera, "10"))
    assert len(set(codes)) == 10

    anna, boris, late = town.citizen("Анна"), town.citizen("Борис"), town.citizen("Пётр")
    await anna.starts(f"e{first}")
    assert "Вы вошли как сотрудник: Школа № 3" in anna.seen
    assert "К опросам" in anna.labels
    await boris.says(grouped(second).upper())
    assert "Вы вошли как сотрудник: Школа № 3" in boris.seen
    for repeated in (f"/start e{first}", f"/start e{first}", grouped(first)):
        await anna.says(repeated)
        assert "Вы вошли как сотрудник" in anna.seen
    for shown in (first, rest[0][:-1] + ("2" if rest[0][-1] != "2" else "3")):
        await late.starts(f"e{shown}")
        assert WRONG in late.seen
    assert await unit_of(late) is None

    await vera.says("/staff")
    await vera.taps("Выданные коды")
    assert vera.labels[0].startswith("Школа № 3: 2 из 10")
    await vera.taps("Школа № 3")
    await vera.taps("Отозвать")
    await vera.taps("Да, отозвать")
    assert "Отозвано" in vera.seen
    await late.starts(f"e{rest[0]}")
    assert WRONG in late.seen
    assert await unit_of(anna) == await unit_of(boris) == "s3"
    assert [row[3] for row in town.rows()["trail_entry"]] == [
        "staff.units_replaced", "staff.invited", "codes.withdrawn"
    ]  # fmt: skip
    assert town.refused() == []
    log = town.log.getvalue()
    assert not [code for code in codes if code in log or grouped(code) in log]
    assert not [one for one in (anna, boris, late) if str(one.id) in log]


async def test_a_shared_code_comes_as_a_poster_and_is_printed_once_however_often_it_is_tapped(town: Town) -> None:
    vera = await coordinator(town)
    await tree_applied(vera)
    await vera.says("/staff")
    await vera.taps("ЗАГС")
    await vera.taps("Общий код")
    await vera.taps("Срок 7 дн.")
    assert "срок 7 дн." in vera.seen
    button = next(one for row in vera.bots[-1].inline or () for one in row if one["text"] == "10")
    place = vera.bots[-1].id
    before = len(vera.bots)
    await vera.sends(button["callback_data"], place)
    await waits(vera, before + 1)
    (code,) = set(printed_codes(_file(vera)))
    assert grouped(code) in vera.seen
    await vera.sends(button["callback_data"], place)
    await vera.sees("второй раз не покажутся")
    assert len(town.rows()["invitation"]) == 1
    for number in range(2):
        someone = town.citizen(f"Сотрудник {number}")
        await someone.says(grouped(code))
        assert await unit_of(someone) == "zags"
    with sqlite3.connect(town.folder / "otklik.db") as database:
        dump = "\n".join(database.iterdump())
    assert code not in dump
    assert grouped(code) not in dump


def _file(citizen: Citizen) -> StoredFile:
    found = citizen.town.emulator.world.account.files.get(citizen.bots[-1].content["document"]["file_id"])
    assert found is not None
    return found


async def test_an_employee_moves_when_asked_leaves_when_sure_and_comes_back(town: Town) -> None:
    vera = await coordinator(town)
    await tree_applied(vera)
    codes = await made(town, "s4", 2), await made(town, "zags", 1)
    (here, back), (there,) = codes
    anna = town.citizen("Анна")
    await anna.starts(f"e{here}")
    await anna.says(there)
    assert "Сейчас вы в списке «Школа № 4». Перейти в «ЗАГС»?" in anna.seen
    await anna.taps("Остаться")
    assert await unit_of(anna) == "s4"
    await anna.says(there)
    await anna.taps("Перейти")
    assert await unit_of(anna) == "zags"
    await anna.says("/leave")
    await anna.taps("Остаться")
    assert await unit_of(anna) == "zags"
    await anna.says("/leave")
    leaving = next(one for row in anna.bots[-1].inline or () for one in row if one["text"] == "Да, выйти")
    await anna.taps("Да, выйти")
    assert await unit_of(anna) is None
    await anna.sends(leaving["callback_data"])
    assert "Вас нет в списке сотрудников" in anna.seen
    await anna.says("/leave")
    assert "Спасибо за сообщение" in anna.seen
    await anna.says(back)
    assert await unit_of(anna) == "s4"


async def made(town: Town, unit: str, count: int) -> list[str]:
    now, chance = town.installation.clock.now(), town.installation.chance
    codes = [new_code(chance) for _ in range(count)]
    terms = one_time(chance.key(6), unit, now + timedelta(days=1))
    await town.installation.works.write(lambda work: make(work, terms, codes, actor=0, now=now))
    return codes


async def test_guesses_through_the_bot_open_nothing_and_are_stopped_also_for_a_right_code(town: Town) -> None:
    vera = await coordinator(town)
    await tree_applied(vera)
    (right,) = await made(town, "s4", 1)
    guessers, anna = [town.citizen() for _ in range(5)], town.citizen("Анна")
    near = right[:-1] + ("2" if right[-1] != "2" else "3")
    for number in range(6):
        for guesser in guessers:
            guess = near if number == 2 else town.installation.chance.key(LENGTH)
            town.emulator.people.say(guesser.id, grouped(guess) if number % 2 else f"/start e{guess}")
    await town.quiet()
    for guesser in guessers:
        said = [str(message.content["text"]) for message in guesser.bots]
        assert [WRONG in each for each in said] == [True] * 5 + [False]
        assert "Слишком много неверных кодов" in said[-1]
    guesser = guessers[0]
    before = town.rows("receipt")
    await guesser.starts(f"e{right}")
    assert "Слишком много" in guesser.seen
    assert town.rows("receipt") == before
    await guesser.starts(town.link("k1"))
    await guesser.sees("Как вас обслужили?")
    await anna.says(right)
    assert await unit_of(anna) == "s4"


async def test_a_code_typed_into_a_question_is_no_answer(town: Town) -> None:
    vera = await coordinator(town)
    await tree_applied(vera)
    (right,) = await made(town, "s4", 1)
    anna = town.citizen("Анна")
    await anna.starts(town.link("k2"))
    await anna.sees("Первое?")
    await anna.says(grouped(right)[:-3])
    assert "26 букв и цифр" in anna.seen
    await anna.says(grouped(right))
    assert await unit_of(anna) == "s4"
    assert town.rows()["answer"] == []


async def test_hostile_payloads_read_like_any_wrong_link(town: Town) -> None:
    for payload in ("e", "e" * 27, "e' OR 1=1 --", f"e{'2' * 25}", f"e{'2' * 63}", "e<b>"):
        someone = town.citizen()
        await someone.says(f"/start {payload}")
        assert "Не получилось узнать место" in someone.seen or WRONG in someone.seen, payload
    assert town.rows()["membership"] == []
    assert town.refused() == []


async def test_a_start_that_comes_twice_joins_once_and_is_answered_both_times(town: Town) -> None:
    """A kill between the commit and the reply brings the same input again."""
    vera = await coordinator(town)
    await tree_applied(vera)
    (right,) = await made(town, "s4", 1)
    at = town.installation
    conversation = Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)
    for number, ask in enumerate(
        (
            lambda work, incoming: conversation.commanded(work, incoming, "start", f"e{right}"),
            lambda work, incoming: conversation.typed(work, incoming, grouped(right)),
        )
    ):
        incoming = Incoming(Address("telegram", "777"), "ru", "telegram", 90_000 + number)
        for _ in range(2):
            outcome = await at.works.write(lambda work, ask=ask, incoming=incoming: ask(work, incoming))
            assert outcome.reply.screen is not None
            titles = [span.words for paragraph in outcome.reply.screen.paragraphs for span in paragraph]
            assert Phrase("joining.joined", {"unit": "Школа № 4"}) in titles
    kept = await at.works.read(lambda work: work.invitations.find(digest_of(right)))
    assert kept is not None
    assert kept.used == 1


async def test_an_administrator_invites_into_a_role_by_a_link_shown_once(town: Town) -> None:
    chief, vera, boris = town.citizen("Глава"), await coordinator(town), town.citizen("Борис")
    await chief.made_admin()
    await chief.says("/staff")
    await chief.taps("Пригласить в роль")
    before = len(chief.bots)
    await chief.taps("Аналитик опросов")
    await waits(chief, before + 1)
    link = re.search(r"start=(e[2-9a-z]{26})", chief.seen)
    assert link is not None
    await boris.starts(link[1])
    assert "ваша роль: Аналитик опросов" in boris.seen
    await vera.starts(link[1])
    assert WRONG in vera.seen
    number = (await boris.row()).number
    assert await town.installation.works.read(lambda work: work.roles.roles_of(number)) == {"hr_analyst"}
    assert [row[3] for row in town.rows()["trail_entry"]] == ["role.invited", "role.granted"]


async def test_a_coordinator_cannot_hand_out_roles_nor_see_who_was_invited_into_one(town: Town) -> None:
    chief, vera = town.citizen("Глава"), await coordinator(town)
    await chief.made_admin()
    await chief.says("/staff")
    await chief.taps("Пригласить в роль")
    before = len(chief.bots)
    await chief.taps("Координатор")
    await waits(chief, before + 1)
    await vera.says("/staff")
    assert "Пригласить в роль" not in vera.labels
    await tree_applied(vera)
    await vera.says("/staff")
    await vera.taps("Выданные коды")
    assert vera.labels == ["‹ Назад"]
    await chief.says("/staff")
    await chief.taps("Выданные коды")
    assert chief.labels[0].startswith("Координатор: 0 из 1")


async def test_rights_taken_away_between_preview_and_tap_apply_nothing(town: Town) -> None:
    vera = await coordinator(town)
    await sends_workbook(vera, units_sheet(*ROWS))
    with sqlite3.connect(town.folder / "otklik.db") as database:
        database.execute("DELETE FROM role_grant")
    await vera.taps("Применить")
    assert town.rows()["unit"] == []


async def test_a_unit_that_is_closed_gives_its_people_to_another_and_may_then_go(town: Town) -> None:
    vera = await coordinator(town)
    await tree_applied(vera)
    (right,) = await made(town, "s4", 1)
    anna = town.citizen("Анна")
    await anna.starts(f"e{right}")
    without = units_sheet(*[row for row in ROWS if row[0] != "s4"])
    await sends_workbook(vera, without)
    assert "Строки «Школа № 4» (код s4) больше нет, а там состоит 1 сотрудник" in vera.seen
    await vera.says("/staff")
    await vera.taps("Управление образования")
    await vera.taps("Школа № 4")
    await vera.taps("Перевести людей")
    await vera.taps("Управление образования")
    await vera.taps("Школа № 3")
    await vera.taps("Перевести сюда: Школа № 3")
    await vera.taps("Да, перевести")
    assert "Переведён 1 человек" in vera.seen
    assert await unit_of(anna) == "s3"
    await sends_workbook(vera, without)
    assert "Уберём: Школа № 4" in vera.seen


async def test_a_register_of_points_is_still_taken_for_one_and_says_so(town: Town) -> None:
    vera = await coordinator(town)
    await sends_workbook(vera, Sheet("Точки", (("Название", "Подразделение"), ("Окно 9", "ЗАГС"))))
    assert "реестр точек" in vera.seen
    assert "Новая: Окно 9" in vera.seen


async def test_who_sits_at_no_desk_learns_nothing_from_a_workbook(town: Town) -> None:
    anna = town.citizen("Анна")
    await anna.starts()
    await sends_workbook(anna, units_sheet(*ROWS))
    assert "Спасибо за сообщение" in anna.seen
    await anna.says("/staff")
    assert "Спасибо за сообщение" in anna.seen


async def test_all_a_member_leaves_is_a_person_and_a_unit(town: Town) -> None:
    vera = await coordinator(town)
    await tree_applied(vera)
    (right,) = await made(town, "s4", 1)
    anna = town.citizen("Анна")
    await anna.starts()
    before = town.rows(*PEOPLE)
    await anna.says(right)
    after = town.rows(*PEOPLE)
    changed = {table for table in after if before[table] != after[table]}
    assert changed == {"membership", "invitation"}
    assert after["membership"] == [((await anna.row()).number, "s4")]


async def test_a_unit_with_many_below_it_is_leafed_through(town: Town) -> None:
    vera = await coordinator(town)
    rows = [("", f"Школа № {number:02}", "1") for number in range(1, 26)]
    await sends_workbook(vera, units_sheet(("9", "Администрация города"), ("1", "Образование", "9"), *rows))
    await vera.taps("Применить")
    await vera.sees("обновлён")
    await vera.says("/staff")
    await vera.taps("Образование")
    assert vera.labels[0] == "Школа № 01: 0 из —"
    await vera.taps("›")
    assert vera.labels[0] == "Школа № 11: 0 из —"
    await vera.taps("Школа № 12")
    assert vera.seen.startswith("Школа № 12")
