"""Bytes of an .xlsx, .xls, .csv or .md file to a form."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import xlrd  # type: ignore[import-untyped]

from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.xlsform.form import Form, Row, Table, form_of
from surveys.spreadsheets.archive import UnsafeWorkbook
from surveys.spreadsheets.sheet import Cell, Sheet
from surveys.spreadsheets.workbook import read_workbook

LIMIT_TEXT = 2 * 1024 * 1024
"""Bytes of a .csv, .md or .xls: the largest form pyxform's own tests know (10,000 questions) has less."""


class Unreadable(Exception):
    """The container cannot be opened; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def form_in(suffix: str, content: bytes) -> Form:
    """Raises Unreadable, and nothing else for any content."""
    if suffix in (".xlsx", ".xlsm"):
        try:
            return form_of(read_workbook(content))
        except UnsafeWorkbook as wrong:
            raise Unreadable(error(f"WORKBOOK_{wrong.reason.upper()}")) from wrong
    if len(content) > LIMIT_TEXT:
        raise Unreadable(error("FILE_TOO_BIG", limit=LIMIT_TEXT // 1024, size=len(content) // 1024))
    return _TEXTUAL[suffix](content)


def _csv(content: bytes) -> Form:
    """Column A names the sheet. Excel in a Russian locale separates by semicolons and marks the encoding."""
    text = _decoded(content)
    first_lines = text[:5000]
    delimiter = ";" if first_lines.count(";") > first_lines.count(",") else ","
    sheets: dict[str, list[tuple[str, ...]]] = {}
    name = ""
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if row and row[0].strip():
                name = row[0].strip()
                sheets.setdefault(name, [])
            cells = tuple(row[1:])
            if name and (any(cell.strip() for cell in cells) or sheets[name]):
                sheets[name].append(cells)
    except csv.Error as wrong:
        raise Unreadable(error("FILE_UNREADABLE", reason=str(wrong))) from wrong
    if not any(sheets.values()):
        raise Unreadable(error("FILE_UNREADABLE", reason="no sheets"))
    return form_of(tuple(Sheet(name, tuple(rows)) for name, rows in sheets.items()))


def _markdown(content: bytes) -> Form:
    from pyxform.xls2json_backends import md_to_dict

    text = _decoded(content)
    try:
        return _from_pyxform(md_to_dict(text.encode()))
    except Exception as wrong:  # pyxform's table reader trusts its input
        raise Unreadable(error("FILE_UNREADABLE", reason=str(wrong)[:200])) from wrong


def _xls(content: bytes) -> Form:
    try:
        # xlrd writes its doubts about a file to standard output, where `check --json` prints.
        book = xlrd.open_workbook(file_contents=content, logfile=StringIO(), on_demand=False)
        return form_of(tuple(Sheet(sheet.name, tuple(_xls_rows(sheet, book.datemode))) for sheet in book.sheets()))
    except Exception as wrong:  # xlrd answers damage with errors of a dozen classes
        raise Unreadable(error("FILE_UNREADABLE", reason=str(wrong)[:200])) from wrong


def _xls_rows(sheet: Any, datemode: int) -> Iterator[tuple[Cell, ...]]:
    for row in sheet.get_rows():
        yield tuple(_xls_value(cell, datemode) for cell in row)


def _xls_value(cell: Any, datemode: int) -> Cell:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        return moment
    if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
        value: str | float = cell.value
        return value
    return None


_TEXTUAL: dict[str, Callable[[bytes], Form]] = {".csv": _csv, ".md": _markdown, ".xls": _xls}
SUFFIXES = (".xlsx", ".xlsm", *_TEXTUAL)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(error("FILE_NOT_UTF8")) from wrong


def _from_pyxform(book: dict[str, Any]) -> Form:
    tables = {}
    for name, rows in book.items():
        if name == "sheet_names" or name.endswith("_header"):
            continue
        headers = tuple(str(header) for header in (book.get(f"{name}_header") or [{}])[0])
        tables[name] = Table(
            name,
            headers,
            tuple(
                Row(number, {str(key): str(value) for key, value in row.items() if value is not None})
                for number, row in enumerate(rows, start=2)
            ),
        )
    return Form(tables, tuple(book["sheet_names"]))
