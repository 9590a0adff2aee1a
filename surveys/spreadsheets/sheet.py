"""A sheet as a value: what readers give and writers take."""

from dataclasses import dataclass
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first row is the header. Rows may differ in length; None and "" are empty cells."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def as_text(cell: Cell) -> str:
    """A cell as an author reads it: 5.0 is 5, truth is TRUE, outer spaces are dropped, "" for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
