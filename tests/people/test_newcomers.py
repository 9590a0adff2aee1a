"""A workbook of newcomers, and the day of hire as people type it."""

from datetime import date

import pytest

from surveys.spreadsheets.sheet import Cell, Sheet
from surveys.staff.hiring import Unfit, packed, read_day, unpacked
from surveys.staff.newcomers import MOST_BATCHES, is_newcomers, read_newcomers
from tests.staff.sheets import UNITS

TODAY = date(2026, 11, 22)


def sheet(*rows: tuple[Cell, ...], name: str = "Новички") -> Sheet:
    return Sheet(name, (("Подразделение", "День приёма", "Кодов"), *rows))


def wrong(*rows: tuple[Cell, ...]) -> list[tuple[str, int, str]]:
    found = read_newcomers((sheet(*rows),), UNITS, TODAY)
    assert found.wanted == ()
    return [(issue.code, issue.place.row, issue.place.column) for issue in found.issues]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("01.12.2026", date(2026, 12, 1)),
        ("1 декабря", date(2026, 12, 1)),
        ("December 1", date(2026, 12, 1)),
        ("2026-11-05", date(2026, 11, 5)),
        ("вчера", date(2026, 11, 21)),
        ("завтра", date(2026, 11, 23)),
        # Without a year it is the nearest that can be meant, also over the turn of the year.
        ("15.01", date(2027, 1, 15)),
    ],
)
def test_a_day_of_hire_is_read_as_it_is_typed(said: str, day: date) -> None:
    assert read_day(said, TODAY) == day


def test_a_day_of_the_year_before_is_meant_in_january() -> None:
    assert read_day("28.12", date(2027, 1, 10)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("31.02.2026", Unfit.UNREADABLE),
        ("скоро", Unfit.UNREADABLE),
        ("", Unfit.UNREADABLE),
        ("01.12.2016", Unfit.TOO_OLD),
        ("16.08.2026", Unfit.TOO_OLD),
        ("01.06.2027", Unfit.TOO_FAR),
    ],
)
def test_a_day_that_cannot_be_one_is_refused_for_its_reason(said: str, why: Unfit) -> None:
    assert read_day(said, TODAY) is why


def test_the_oldest_day_is_the_one_whose_last_survey_is_still_fresh() -> None:
    assert read_day("17.08.2026", TODAY) == date(2026, 8, 17)  # 97 days: the 90th and a week


def test_a_day_travels_in_a_button_and_nothing_else_does() -> None:
    assert unpacked(packed(date(2026, 12, 1))) == date(2026, 12, 1)
    assert [unpacked(forged) for forged in ("", "261301", "26120", "26120a", "٢٦١٢٠١", "2612011")] == [None] * 6


def test_rows_of_one_unit_and_day_are_put_together_by_code_or_by_name() -> None:
    rows = (("ЗАГС", "01.12.2026", 2), ("zags", date(2026, 12, 1), None), ("Школа № 3", "2026-12-01 00:00:00", "5"))
    found = read_newcomers((sheet(*rows),), UNITS, TODAY)
    assert found.issues == ()
    assert [(each.unit.key, each.hired, each.codes) for each in found.wanted] == [
        ("zags", date(2026, 12, 1), 3),
        ("s3", date(2026, 12, 1), 5),
    ]


def test_every_bad_row_is_named_at_once_and_nothing_is_made() -> None:
    assert wrong(
        ("ЗАГС", "01.12.2026", 2),
        ("ЗАКС", "01.12.2026", 2),
        ("", "01.12.2026", 1),
        ("ЗАГС", "31.02.2026", 1),
        ("ЗАГС", "01.12.2016", "много"),
        ("Космодром Восточный", "01.12.2036", 0),
    ) == [
        ("above_near", 3, "Подразделение"),
        ("missing", 4, "Подразделение"),
        ("hired_unreadable", 5, "День приёма"),
        ("hired_too_old", 6, "День приёма"),
        ("codes", 6, "Кодов"),
        ("unit_unknown", 7, "Подразделение"),
        ("hired_too_far", 7, "День приёма"),
        ("codes", 7, "Кодов"),
    ]


def test_a_name_that_two_units_have_asks_for_the_code() -> None:
    twins = [*UNITS, type(UNITS[0])("zags2", "ЗАГС", "edu", 3)]
    (issue,) = read_newcomers((sheet(("ЗАГС", "01.12.2026", 1)),), twins, TODAY).issues
    assert issue.code == "unit_ambiguous"
    assert issue.args["codes"] == "zags, zags2"


def test_more_than_can_be_printed_is_refused() -> None:
    assert wrong(*(("ЗАГС", "01.12.2026", 150) for _ in range(2))) == [("codes_together", 0, "")]
    days = tuple(("ЗАГС", f"{day:02}.12.2026", 1) for day in range(1, MOST_BATCHES + 2))
    assert wrong(*days) == [("batches", 0, "")]


def test_it_is_known_by_its_sheet_and_an_empty_one_says_so() -> None:
    assert is_newcomers((sheet(name="новички"),))
    assert not is_newcomers((sheet(name="Лист1"),))
    assert [code for code, *_ in wrong()] == ["empty"]
