"""A sheet as rows of named cells, with whatever is wrong with its header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.questionnaires.similar import nearest
from surveys.spreadsheets.sheet import Sheet, as_text
from surveys.staff.columns import NOTE, Column, named
from surveys.staff.issue import Issues

MOST_ROWS = 5000
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]")
"""What no name holds, and marks that turn the direction of the text around them."""


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by field; a column that the sheet does not have gives no cell. `number` as spreadsheet programs count."""

    number: int
    cells: dict[str, str]

    def cell(self, field: str) -> str:
        return self.cells.get(field, "")


def read_rows(sheet: Sheet, columns: Sequence[Column], issues: Issues) -> list[Row]:
    """Every row that holds anything. None of them where a needed column is missing or there are too many."""
    header = [clean(as_text(cell)) for cell in sheet.rows[0]] if sheet.rows else []
    if not any(header):
        issues.note("empty")
        return []
    places = _places(header, columns, issues)
    missing = [column for column in columns if column.needed and column.field not in issues.headers]
    for column in missing:
        issues.note("column_missing", 1, column.russian, english=column.english)
    if len(sheet.rows) > MOST_ROWS + 1:
        issues.note("long", most=MOST_ROWS)
        return []
    return [] if missing else list(_filled(sheet, places))


def clean(text: str) -> str:
    """On one line, single spaces, nothing invisible."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _places(header: Sequence[str], columns: Sequence[Column], issues: Issues) -> dict[int, Column]:
    found: dict[int, Column] = {}
    names = [name for column in columns for name in (column.russian, column.english)]
    for at, cell in enumerate(header):
        column = named(cell, columns)
        if column is not None and column.field in issues.headers:
            issues.note("column_twice", 1, cell)
        elif column is not None:
            found[at] = column
            issues.headers[column.field] = cell
        elif cell and not cell.startswith(NOTE):
            issues.note("column_unknown", 1, cell, near=nearest(cell, names, 0.6) or f"# {cell}")
    return found


def _filled(sheet: Sheet, places: dict[int, Column]) -> Iterator[Row]:
    for number, row in enumerate(sheet.rows[1:], start=2):
        cells = {column.field: clean(as_text(row[at])) for at, column in places.items() if at < len(row)}
        if any(cells.values()):
            yield Row(number, cells)
