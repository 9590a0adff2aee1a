"""A table in a text file, as Excel and other programs save it: cells divided by semicolons, commas or tabs."""

import csv
import io

from surveys.spreadsheets.archive import LIMIT_CELLS, LIMIT_PACKED, UnsafeWorkbook
from surveys.spreadsheets.sheet import Sheet

SIGNATURES = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
"""How files begin that are certainly no text."""
DIVIDERS = (";", "\t", ",")
LONGEST_CELL = 4096
LIMIT_ROWS = 100_000


def read_delimited(content: bytes) -> Sheet:
    """One sheet without a name. Raises UnsafeWorkbook: not_a_workbook, too_big, too_many_cells or damaged.

    Rows are counted as records, so a line break within quotes is part of a cell and not a new row.
    """
    if len(content) > LIMIT_PACKED:
        raise UnsafeWorkbook("too_big")
    if not content or content.startswith(SIGNATURES) or b"\x00" in content:
        raise UnsafeWorkbook("not_a_workbook")
    text = _text(content)
    rows: list[tuple[str, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_divider(text)):
            cells += len(row)
            if cells > LIMIT_CELLS or len(rows) >= LIMIT_ROWS:
                raise UnsafeWorkbook("too_many_cells")
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise UnsafeWorkbook("damaged")
            rows.append(tuple(cell.strip() for cell in row))
    except csv.Error as wrong:
        raise UnsafeWorkbook("damaged") from wrong
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet("", tuple(rows))


def _text(content: bytes) -> str:
    """UTF-8, or what Excel in Russian saves; the latter reads any bytes, so it is asked last."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _divider(text: str) -> str:
    """The one that the first line has most of; a single column has none and takes any."""
    head = text.split("\n", 1)[0]
    return max(DIVIDERS, key=head.count)
