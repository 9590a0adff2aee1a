"""Where in an author's file something stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """`row` counts from 1 as spreadsheet programs show it; 0 is the whole sheet. `column` is the header as written."""

    sheet: str = ""
    row: int = 0
    column: str = ""


NOWHERE = Place()
