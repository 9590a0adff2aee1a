"""The sheets of an .xlsx workbook that somebody sent."""

import warnings
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from surveys.spreadsheets.archive import UnsafeWorkbook, inspect
from surveys.spreadsheets.sheet import Cell, Sheet

LIMIT_EMPTY_ROWS = 60
"""After so many empty rows the rest of a sheet is taken for formatting, as pyxform does."""


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet with its cells as values; formulas give their cached value. Raises UnsafeWorkbook.

    Row n of a sheet is row n of the spreadsheet program, empty rows included.
    """
    inspect(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns about extensions it drops (data validation, print settings): nothing we read.
            warnings.simplefilter("ignore")
            workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
            try:
                return tuple(Sheet(sheet.title, _rows(sheet)) for sheet in workbook.worksheets)
            finally:
                workbook.close()
    except UnsafeWorkbook:
        raise
    except Exception as wrong:  # openpyxl answers a damaged part with KeyError, TypeError, ParseError, ...
        raise UnsafeWorkbook("damaged") from wrong


def _rows(sheet: Any) -> tuple[tuple[Cell, ...], ...]:
    # The stated dimensions of a sheet may be absent or false; without them openpyxl reads what is there.
    sheet.reset_dimensions()
    rows: list[tuple[Cell, ...]] = []
    empty = 0
    for row in sheet.iter_rows(values_only=True):
        rows.append(_trimmed(row))
        empty = 0 if rows[-1] else empty + 1
        if empty > LIMIT_EMPTY_ROWS:
            break
    return tuple(rows[: len(rows) - empty])


def _trimmed(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(row)
    while end and (row[end - 1] is None or row[end - 1] == ""):
        end -= 1
    return tuple(row[:end])
