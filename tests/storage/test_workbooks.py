"""Workbooks: text stays text on the way out, and what strangers send is looked at before it is opened."""

import re
import struct
import time
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from storage.workbooks import UnsafeWorkbook, read_workbook, write_workbook
from surveys.spreadsheets.sheet import Cell, Sheet

HOSTILE = (
    '=HYPERLINK("http://x.example")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "＝1",
    "http://x.example",
    "mailto:a@x.example",
    "internal:a!A1",
    "007",
    "_x0041_",
    "{=1}",
)


def written(*rows: tuple[Cell, ...], name: str = "page") -> bytes:
    buffer = BytesIO()
    write_workbook((Sheet(name, rows),), buffer)
    return buffer.getvalue()


def archive(parts: dict[str, bytes], *, types: bool = True) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        if types:
            target.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def dense(rows: int, columns: int) -> bytes:
    """A sheet full of ones, as the file of 145 kB in the threat model."""
    row = b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>"
    return b"<worksheet><sheetData>" + row * rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    content = written(("header",), (text,))

    assert read_workbook(content)[0].rows[1] == (text,)
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet


def test_values_come_back_as_they_went() -> None:
    row: tuple[Cell, ...] = (5, 2.5, True, "Я", datetime(2026, 11, 22, 10, 30), None, "last")

    assert read_workbook(written(("a",), row))[0].rows[1] == row


def test_a_date_comes_back_as_its_midnight() -> None:
    assert read_workbook(written(("a",), (date(2026, 11, 22),)))[0].rows[1] == (datetime(2026, 11, 22),)


def test_a_moment_with_a_zone_is_written_as_its_wall_clock() -> None:
    moment = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)

    assert read_workbook(written(("a",), (moment,)))[0].rows[1] == (datetime(2026, 11, 22, 10, 30),)


def test_the_header_is_frozen() -> None:
    with zipfile.ZipFile(BytesIO(written(("a",), ("b",)))) as book:
        assert re.search(rb'<pane ySplit="1"[^>]*state="frozen"', book.read("xl/worksheets/sheet1.xml"))


def test_a_cell_too_long_for_excel_is_not_cut_in_silence() -> None:
    with pytest.raises(ValueError, match="32767"):
        written(("a",), ("x" * 32_768,))


@pytest.mark.parametrize("name", ["x" * 32, "a/b", "a:b", "[a]"])
def test_a_name_no_program_takes_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="sheet name"):
        written(("a",), name=name)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_workbook"),
        (b"survey,type,name", "not_a_workbook"),
        (archive({"a.xml": b"<a/>"}, types=False), "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "encrypted"),
        (archive({"xl/worksheets/sheet1.xml": dense(10_000, 200)}), "too_big"),
        (archive({"xl/worksheets/sheet1.xml": dense(400, 200), "b": b"x"}), "bomb"),
        (archive({"xl/media/x.bin": b"\0" * 1_000_000}), "bomb"),
        (archive({f"xl/{n}.xml": b"<a/>" for n in range(201)}), "too_many_parts"),
        (archive({"xl/vbaProject.bin": b"x"}), "macros"),
        (archive({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "doctype"),
        (archive({"xl/workbook.xml": b"<workbook"}), "damaged"),
        (written(("a",), ("b",))[:-200], "not_a_workbook"),
    ],
)
def test_a_dangerous_file_is_refused_in_a_moment(content: bytes, reason: str) -> None:
    before = time.perf_counter()

    with pytest.raises(UnsafeWorkbook) as refused:
        read_workbook(content)

    assert refused.value.reason == reason
    assert time.perf_counter() - before < 1


def test_a_header_that_lies_about_its_size_is_refused() -> None:
    content = archive({"xl/worksheets/sheet1.xml": b"<a>" + b"x" * 70_000 + b"</a>"})
    true_size, false_size = struct.pack("<L", 70_007), struct.pack("<L", 7)
    assert true_size in content

    with pytest.raises(UnsafeWorkbook):
        read_workbook(content.replace(true_size, false_size))
