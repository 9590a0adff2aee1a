"""The organisation as a workbook: everything wrong at once, nothing lost on the way out and back."""

from dataclasses import replace

import pytest

from bot.organisation_files import excerpt, organisation_workbook, previewed, sentences
from surveys.anonymity.cells import Cells, TooFewPeople
from surveys.anonymity.organisation import Unit, organisation
from surveys.spreadsheets.sheet import Sheet
from surveys.spreadsheets.workbook import read_workbook
from surveys.staff.changes import preview
from surveys.staff.hidden import HiddenWords
from surveys.staff.reading import MOST_PEOPLE, Standing, is_organisation
from surveys.staff.table import MOST_ROWS
from surveys.staff.tree import MOST_LEVELS
from surveys.texts import LANGUAGES, Texts
from tests.staff.sheets import CITY, HEADER, ROWS, UNITS, hidden_sheet, read, units_sheet, wrong

TEXTS = Texts()
STANDING = Standing(UNITS, {"s4": 3}, HiddenWords(("Иванова Анна Петровна",), ("директор школы № 3",)))


def test_parents_are_named_by_code_or_by_name_and_the_tree_stands_from_the_top_down() -> None:
    reading = read(units_sheet(*ROWS))
    assert reading.issues == ()
    assert {unit.key: unit for unit in reading.units} == {unit.key: unit for unit in UNITS}
    assert reading.units[0].key == "adm"
    assert reading.hidden is None
    assert not reading.top_made


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_reads_back_equal_in_either_language(language: str) -> None:
    twins = (*UNITS, Unit("k1", "Отдел кадров", "edu", 3), Unit("k2", "Отдел кадров", "zags"), Unit("k3", "Стол", "k2"))
    before = replace(STANDING, units=twins)
    sheets = read_workbook(organisation_workbook(before, TEXTS, language))
    assert is_organisation(sheets)
    reading = read(*sheets, before=before)
    assert reading.issues == ()
    assert set(reading.units) == set(twins)
    assert reading.hidden == before.hidden
    assert not preview(reading, before).changes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_says_how_to_fill_it_in_and_waits_for_rows(language: str) -> None:
    sheets = read_workbook(organisation_workbook(Standing(), TEXTS, language))
    assert [len(sheet.rows) for sheet in sheets[:2]] == [1, 1]
    assert len(sheets[2].rows) > 8
    assert wrong(read(*sheets)) == [("empty", 0, "")]


def test_every_mistake_is_found_at_once_with_its_sheet_row_and_column() -> None:
    reading = read(
        units_sheet(
            ("adm", CITY, "", 4),
            ("edu", "", CITY, 12),
            ("edu", "Школа № 3", "adm", 48),
            ("a b", "Школа № 4", "adm", "двенадцать"),
            ("x1", "ЗАГС", "Управление обрзования", -1),
            ("x2", "Управление образования", "adm", 1.5),
            ("x3", "Загс ", "Нечто", MOST_PEOPLE + 1),
            ("x4", "Клуб", ""),
            ("x5", "я" * 151, "adm"),
            header=("Код", "Подразделение", "Вышестоящее", "Человек", "Заметка", "# своё"),
        ),
        hidden_sheet(("Иванова", ""), ("Иванова Анна", "№ 3"), ("", "я" * 121)),
    )
    assert wrong(reading) == [
        ("column_unknown", 1, "Заметка"),
        ("missing", 3, "Подразделение"),
        ("code_twice", 4, "Код"),
        ("code", 5, "Код"),
        ("people", 5, "Человек"),
        ("people", 6, "Человек"),
        ("above_near", 6, "Вышестоящее"),
        ("people", 7, "Человек"),
        ("people", 8, "Человек"),
        ("above_unknown", 8, "Вышестоящее"),
        ("tops", 9, "Вышестоящее"),
        ("too_long", 10, "Подразделение"),
        ("full_name", 2, "Фамилия Имя Отчество"),
        ("position", 3, "Должность одного человека"),
        ("too_long", 4, "Должность одного человека"),
    ]
    near = next(issue for issue in reading.issues if issue.code == "above_near")
    assert near.args["near"] == "Управление образования"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_is_told_with_what_to_do(language: str) -> None:
    readings = [
        read(Sheet("Скрыть в комментариях", ())),
        read(units_sheet(header=HEADER)),
        read(units_sheet(("", "ЗАГС", "Отдел"), ("", "Отдел", "ЗАГС"))),
        read(units_sheet(("1", "А", "Б"), ("2", "Б", ""), ("3", "Б", ""), ("4", "В", "Б"))),
        read(units_sheet(("1", "А", ""), ("2", "Б", "А"), ("3", "б", "А"))),
        read(units_sheet(("1",), header=("Код", "код", "Подраздиление"))),
        read(units_sheet(*[("", f"Отдел {number}") for number in range(MOST_ROWS + 1)])),
        read(units_sheet(*ROWS[:3]), before=STANDING),
    ]
    codes = {code for reading in readings for code, _, _ in wrong(reading)}
    assert codes >= {"sheet_missing", "empty", "circle", "above_ambiguous", "twin", "column_twice", "long", "members"}
    for reading in readings:
        lines = sentences(preview(reading, STANDING), TEXTS, language)
        assert len(lines) == len(reading.issues) + 1
        assert not [line for line in lines if "staff." in line or "{" in line], lines


def test_a_circle_is_told_once_and_by_name() -> None:
    rows = [("", f"Отдел {number}", f"Отдел {(number + 1) % 6}") for number in range(6)]
    reading = read(units_sheet(("", CITY), *rows, ("", "Сам", "Сам")))
    assert [issue.code for issue in reading.issues] == ["circle", "circle"]
    assert reading.issues[0].args["circle"] == "Отдел 0 → Отдел 1 → Отдел 2 → Отдел 3 → …"
    assert reading.issues[1].args["circle"] == "Сам → Сам"


def test_a_list_without_a_top_gets_the_administration_as_its_top() -> None:
    reading = read(units_sheet(("", "ЗАГС"), ("", "Отдел кадров"), ("", "Архив", "ЗАГС")))
    assert reading.issues == ()
    assert reading.top_made
    top = organisation(reading.units).top
    assert (top.key, top.name) == ("top", CITY)
    assert {unit.above for unit in reading.units if unit.name in ("ЗАГС", "Отдел кадров")} == {"top"}
    assert preview(reading, Standing()).top_made == CITY


def test_the_administration_may_be_named_above_without_a_row_of_its_own() -> None:
    reading = read(units_sheet(("", "ЗАГС", "администрация  города"), ("", "Архив", "ЗАГС")))
    assert reading.issues == ()
    assert organisation(reading.units).top.name == CITY


def test_a_row_that_is_the_administration_leaves_no_room_for_a_second_top() -> None:
    reading = read(units_sheet(("", "Администрация города Аргуна", ""), ("", "ЗАГС", ""), ("", "Архив", "ЗАГС")))
    assert wrong(reading) == [("tops", 3, "Вышестоящее")]


def test_units_without_codes_keep_their_keys_when_the_file_comes_again() -> None:
    rows = [("ЗАГС", ""), ("Архив", "ЗАГС"), ("Отдел кадров", "")]
    first = read(units_sheet(*rows, header=HEADER[1:3]))
    before = Standing(first.units)
    again = read(units_sheet(*reversed(rows), header=HEADER[1:3]), before=before)
    assert set(again.units) == set(first.units)
    coded = Standing(tuple(replace(unit, key=unit.key if not unit.above else f"c{unit.key}") for unit in first.units))
    kept = read(units_sheet(("ЗАГС", ""), header=HEADER[1:3]), before=coded)
    assert {unit.key for unit in kept.units} <= {unit.key for unit in coded.units}


def test_a_new_unit_at_the_place_of_a_renamed_one_gets_a_key_of_its_own() -> None:
    first = read(units_sheet(("", CITY), ("", "Отдел", CITY)))
    key = next(unit.key for unit in first.units if unit.name == "Отдел")
    second = read(units_sheet(("", CITY), (key, "Управление", CITY), ("", "Отдел", CITY)), before=Standing(first.units))
    assert second.issues == ()
    assert len({unit.key for unit in second.units}) == 3
    plan = preview(second, Standing(first.units))
    assert [(one.name, other.name) for one, other in plan.renamed] == [("Отдел", "Управление")]
    assert [unit.name for unit in plan.new] == ["Отдел"]


def test_head_counts_that_the_file_does_not_give_stay() -> None:
    reading = read(units_sheet(*[row[:3] for row in ROWS], header=HEADER[:3]), before=STANDING)
    assert set(reading.units) == set(UNITS)


def test_a_preview_names_what_is_new_gone_renamed_moved_and_recounted() -> None:
    rows = (ROWS[0], ROWS[1], ("s3", "Лицей № 3", "adm", 48), ("s4", "Школа № 4", "edu", 9), ("", "Архив", "adm", 5))
    plan = preview(read(units_sheet(*rows), hidden_sheet(("Петров Пётр",)), before=STANDING), STANDING)
    assert [unit.name for unit in plan.new] == ["Архив"]
    assert [unit.name for unit in plan.removed] == ["ЗАГС"]
    assert [after.name for _, after in plan.renamed] == ["Лицей № 3"]
    assert [after.above for _, after in plan.moved] == ["adm"]
    assert [(before.people, after.people) for before, after in plan.recounted] == [(7, 9)]
    assert (plan.names, plan.positions, plan.untouched) == ((1, 1), (0, 1), 2)
    said = "\n".join(sentences(plan, TEXTS, "ru"))
    for part in ("Новое: Архив", "Уберём: ЗАГС", "Лицей № 3 (было: Школа № 3)", "Людей: Школа № 4, 9 (было 7)"):
        assert part in said
    assert "Объединены" in said


def test_who_joined_counts_where_they_are_more_than_the_list() -> None:
    crowd = replace(STANDING, members={"s4": 11, "zags": 2})
    cells = preview(read(units_sheet(*ROWS), before=crowd), crowd).cells
    assert isinstance(cells, Cells)
    school = cells.of_unit("s4")
    assert school is not None
    assert school.people == 11
    few = preview(read(units_sheet(("", "ЗАГС", "", 9))), Standing()).cells
    assert few == TooFewPeople(9, 10)


def test_a_unit_with_members_cannot_vanish_and_is_named() -> None:
    reading = read(units_sheet(*[row for row in ROWS if row[0] != "s4"]), before=STANDING)
    assert [(issue.code, issue.args["value"], issue.args["count"]) for issue in reading.issues] == [
        ("members", "Школа № 4", 3)
    ]
    assert "«Школа № 4»" in sentences(preview(reading, STANDING), TEXTS, "ru")[1]
    assert read(units_sheet(*[row for row in ROWS if row[0] != "zags"]), before=STANDING).issues == ()


def chain(length: int) -> Sheet:
    rows = [(f"u{number}", f"Отдел {number}", f"u{number - 1}" if number else "", 1) for number in range(length)]
    return units_sheet(*rows)


def test_a_column_filled_by_dragging_is_refused_by_a_sentence() -> None:
    assert read(chain(MOST_LEVELS)).issues == ()
    assert wrong(read(chain(MOST_LEVELS + 1))) == [("deep", MOST_LEVELS + 2, "Вышестоящее")]
    assert wrong(read(chain(MOST_ROWS))) == [("deep", MOST_ROWS + 1, "Вышестоящее")]


def test_five_thousand_units_are_read_merged_and_told_in_one_message_with_a_file() -> None:
    rows = [(f"u{number}", f"Отдел {number}", f"u{(number - 1) // 4}" if number else "", 1) for number in range(5000)]
    plan = previewed([units_sheet(*rows)], Standing(), CITY)
    assert len(plan.new) == 5000
    assert isinstance(plan.cells, Cells)
    assert all(cell.people >= 10 for cell in plan.cells.cells)
    text, cut = excerpt(sentences(plan, TEXTS, "ru"), TEXTS, "ru")
    assert cut
    assert len(text) < 4000
    assert "Объединены внутри" in text
    assert "Новых 5000" in text


def test_what_turns_text_around_or_hides_in_it_never_reaches_a_name() -> None:
    (unit,) = read(units_sheet(("a", "За\u202eГС\u200b\n  города\x00", "", 1))).units
    assert unit.name == "За ГС города"


def test_a_points_register_is_no_organisation() -> None:
    assert not is_organisation([Sheet("Точки", (("Название", "Подразделение"),))])
    assert is_organisation([Sheet("units", ())])
    assert is_organisation([Sheet(" ПОДРАЗДЕЛЕНИЯ ", ())])
