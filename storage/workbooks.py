"""Workbooks: sheets to .xlsx and back. Text stays text: no cell becomes a formula or a link."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from surveys.spreadsheets.archive import UnsafeWorkbook
from surveys.spreadsheets.sheet import Cell, Sheet, as_text
from surveys.spreadsheets.workbook import read_workbook

__all__ = ["LIMIT_CELL", "UnsafeWorkbook", "read_workbook", "write_workbook"]

LIMIT_CELL = 32_767
"""Characters Excel keeps in a cell (Excel specifications and limits)."""
LIMIT_SHEET_NAME = 31
WIDEST = 60
SAMPLE = 200
"""Rows looked at for the width of a column."""


def write_workbook(sheets: tuple[Sheet, ...], target: Path | BinaryIO) -> None:
    """Writes sheets with a bold, frozen header and columns as wide as their texts.

    Raises ValueError for a cell longer than `LIMIT_CELL` or a name no spreadsheet program takes.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": not isinstance(target, Path),
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as workbook:
        header = workbook.add_format({"bold": True, "valign": "top", "text_wrap": True})
        formats = {
            datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
            date: workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            time: workbook.add_format({"num_format": "hh:mm:ss", "valign": "top"}),
            str: workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in sheets:
            _write(workbook, sheet, header, formats)


def _write(workbook: Any, sheet: Sheet, header: Any, formats: dict[type, Any]) -> None:
    if len(sheet.name) > LIMIT_SHEET_NAME or set(sheet.name) & set("[]*?:\\/"):
        raise ValueError(f"not a sheet name: {sheet.name}")
    page = workbook.add_worksheet(sheet.name)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, header if row == 0 else formats.get(type(cell)))


def _write_cell(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    match cell:
        case None | "":
            return
        case bool():
            page.write_boolean(row, column, cell, style)
        case int() | float():
            page.write_number(row, column, cell, style)
        case str():
            if len(cell) > LIMIT_CELL:
                raise ValueError(f"a cell holds at most {LIMIT_CELL} characters")
            page.write_string(row, column, cell, style)
        case _:
            page.write_datetime(row, column, cell, style)


def _widths(sheet: Sheet) -> list[int]:
    widths: list[int] = []
    for cells in sheet.rows[:SAMPLE]:
        widths.extend([8] * (len(cells) - len(widths)))
        for column, cell in enumerate(cells):
            longest = max((len(line) for line in as_text(cell).splitlines()), default=0)
            widths[column] = min(WIDEST, max(widths[column], longest + 2))
    return widths
