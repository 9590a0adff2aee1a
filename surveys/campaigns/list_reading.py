"""A list of people that a coordinator sends: one column of chat numbers, and everything wrong with it found at once.

Names and whatever else the file holds are not read. A list is for people who can be asked: employees, and citizens who
agreed to be asked. Who merely rated a counter once is on none.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from surveys.address import Address
from surveys.points.columns import Column, column_named, plain
from surveys.screens import Phrase
from surveys.spreadsheets.sheet import Cell, Sheet, as_text
from surveys.work import Work

COLUMN = Column("person", "Номер чата", "Chat number", also=("чат", "номер", "chat", "chat id", "id"))
MOST_ROWS = 20_000
LONGEST_NUMBER = 16
SPACES = str.maketrans("", "", "\u00a0\u2007\u2009\u202f ")
"""What spreadsheet programs put between thousands."""


class Problem(Enum):
    NOT_A_NUMBER = "not_a_number"
    TWICE = "twice"
    UNKNOWN = "unknown"
    """Never wrote here, or had everything about themselves erased."""
    LEFT = "left"
    """Known, but no employee and not subscribed (any more)."""
    BLOCKED = "blocked"
    """Cannot be reached until they come back."""


@dataclass(frozen=True, slots=True)
class BadRow:
    row: int
    """As spreadsheet programs count."""
    problem: Problem
    first: int = 0
    """The row that holds the same number, for one that stands there twice."""

    @property
    def said(self) -> Phrase:
        return Phrase(f"lists.row.{self.problem.value}", {"row": self.row, "first": self.first})


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a file holds, before anybody is looked up: (row, number) of each."""

    rows: tuple[tuple[int, str], ...]
    bad: tuple[BadRow, ...]
    too_long: bool = False
    """More rows than a list may have; then nothing else is filled."""


def list_column(sheet: Sheet, also: Collection[str] = ()) -> int | None:
    """Where the chat numbers stand; None for a sheet that is no list of people. `also`: what else a channel calls them.

    A register of points has numbers of its own, and is told apart by its titles.
    """
    header = [as_text(cell) for cell in sheet.rows[0]] if sheet.rows else []
    if any((column := column_named(cell)) is not None and column.field == "title" for cell in header):
        return None
    names = {plain(COLUMN.russian), plain(COLUMN.english), *COLUMN.also, *map(plain, also)}
    for at, cell in enumerate(header):
        if plain(cell) in names:
            return at
    return 0 if len(header) == 1 and number_in(header[0]) is not None else None


def read_numbers(sheet: Sheet, column: int) -> Numbers:
    """Rows without anything in the column are passed over."""
    cells = [(row, _cell(cells, column)) for row, cells in enumerate(sheet.rows, start=1)]
    if cells and number_in(cells[0][1]) is None:
        cells = cells[1:]
    filled = [(row, cell) for row, cell in cells if cell]
    if len(filled) > MOST_ROWS:
        return Numbers((), (), too_long=True)
    found: dict[str, int] = {}
    bad: list[BadRow] = []
    for row, cell in filled:
        number = number_in(cell)
        if number is None:
            bad.append(BadRow(row, Problem.NOT_A_NUMBER))
        elif number in found:
            bad.append(BadRow(row, Problem.TWICE, found[number]))
        else:
            found[number] = row
    return Numbers(tuple((row, number) for number, row in found.items()), tuple(bad))


def looked_up(work: Work, channel: str, rows: Iterable[tuple[int, str]]) -> tuple[list[int], list[BadRow]]:
    """The people of these rows who can be asked, and the rows of who cannot."""
    people: list[int] = []
    bad: list[BadRow] = []
    for row, number in rows:
        person = work.people.find(Address(channel, number))
        if person is None:
            bad.append(BadRow(row, Problem.UNKNOWN))
        elif person.unreachable_since is not None:
            bad.append(BadRow(row, Problem.BLOCKED))
        elif work.staff.unit_of(person.number) is None and not work.subscriptions.of(person.number):
            bad.append(BadRow(row, Problem.LEFT))
        else:
            people.append(person.number)
    return people, bad


def number_in(cell: str) -> str | None:
    """A chat number without the spaces of thousands; None for anything else."""
    digits = cell.translate(SPACES).removesuffix(".0")
    fits = digits.isascii() and digits.isdigit() and 0 < len(digits) <= LONGEST_NUMBER
    return digits if fits and digits[0] != "0" else None


def _cell(cells: Sequence[Cell], column: int) -> str:
    return as_text(cells[column]) if column < len(cells) else ""
