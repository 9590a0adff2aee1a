"""Lists of people as files: what is read, what is refused, and that nothing but one column is looked at."""

import io
import zipfile

import pytest

from surveys.campaigns.list_reading import MOST_ROWS, Problem, list_column, number_in, read_numbers
from surveys.spreadsheets.archive import UnsafeWorkbook
from surveys.spreadsheets.delimited import read_delimited
from surveys.spreadsheets.sheet import Cell, Sheet


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    return Sheet("Лист1", rows)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (("ФИО", "Номер чата"), 1),
        (("chat number",), 0),
        (("id телефона", "ID чата"), None),
        (("4242",), 0),
        (("4242", "Анна"), None),
        (("Название", "Подразделение", "Номер"), None),
        ((), None),
    ],
)
def test_a_list_is_known_by_its_column_and_never_taken_for_a_register(
    header: tuple[Cell, ...], column: int | None
) -> None:
    assert list_column(sheet(header)) == column


def test_what_a_channel_calls_its_numbers_is_known_too() -> None:
    assert list_column(sheet(("Имя", "Telegram  ID")), ("telegram id",)) == 1


def test_numbers_are_read_as_spreadsheets_write_them_and_every_bad_row_is_named() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Имя", "Номер чата"),
        ("Анна", 4242),
        ("Борис", "1 234 567"),
        ("Вера", 4242.0),
        ("Глеб",),
        ("Дарья", "@darya"),
        ("Егор", "1.2E+9"),
        ("Жанна", -5),
        ("Зоя", "007"),
    )
    found = read_numbers(sheet(*rows), 1)
    assert found.rows == ((2, "4242"), (3, "1234567"))
    assert [(bad.row, bad.problem, bad.first) for bad in found.bad] == [
        (4, Problem.TWICE, 2),
        (6, Problem.NOT_A_NUMBER, 0),
        (7, Problem.NOT_A_NUMBER, 0),
        (8, Problem.NOT_A_NUMBER, 0),
        (9, Problem.NOT_A_NUMBER, 0),
    ]


def test_a_column_without_a_header_begins_at_its_first_row() -> None:
    assert read_numbers(sheet((11,), (12,)), 0).rows == ((1, "11"), (2, "12"))


def test_digits_of_other_scripts_and_endless_ones_are_no_numbers() -> None:
    assert [number_in(cell) for cell in ("٤٢", "4" * 17, "", "0", "12a", "=1+1")] == [None] * 6


def test_a_list_that_is_too_long_is_refused_whole() -> None:
    found = read_numbers(Sheet("", tuple((number,) for number in range(1, MOST_ROWS + 2))), 0)
    assert found.too_long
    assert found.rows == ()


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Номер чата\r\n11\r\n\r\n12\r\n\r\n".encode(), (("Номер чата",), ("11",), (), ("12",))),
        ("\ufeffИмя;Номер чата\nАнна;11\n".encode(), (("Имя", "Номер чата"), ("Анна", "11"))),
        ("Имя;Номер чата\nАнна;11".encode("cp1251"), (("Имя", "Номер чата"), ("Анна", "11"))),
        (b"a,b\tc,d\n1,2", (("a", "b\tc", "d"), ("1", "2"))),
        (b'a;b\n"1;\n2";3', (("a", "b"), ("1;\n2", "3"))),
    ],
)
def test_tables_of_text_are_read_as_programs_save_them(content: bytes, rows: tuple[tuple[str, ...], ...]) -> None:
    assert read_delimited(content).rows == rows


def _archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a", "b")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_workbook"),
        (_archive(), "not_a_workbook"),
        (b"\x89PNG\r\n", "not_a_workbook"),
        (b"a\x00b", "not_a_workbook"),
        (b"1\n" * 2_700_000, "too_big"),
        (b"1\n" * 100_001, "too_many_cells"),
        (b";" * 200_001, "too_many_cells"),
        (b"a" * 5000, "damaged"),
        (b'"' + b"a" * 140_000, "damaged"),
    ],
)
def test_files_that_would_cost_too_much_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnsafeWorkbook) as refused:
        read_delimited(content)
    assert refused.value.reason == reason
