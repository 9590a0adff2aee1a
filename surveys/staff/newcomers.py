"""A workbook of newcomers: for which unit so many codes are wanted, and the day these people were hired. No names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from surveys.anonymity.organisation import Unit
from surveys.questionnaires.similar import nearest
from surveys.spreadsheets.sheet import Sheet
from surveys.staff.batches import MOST_CODES
from surveys.staff.columns import Column, plain, sheet_of
from surveys.staff.hiring import Unfit, read_day
from surveys.staff.issue import Issue, Issues
from surveys.staff.table import Row, read_rows
from surveys.staff.tree import MOST_SUGGESTED

NEWCOMERS = {"ru": "Новички", "en": "Newcomers"}
COLUMNS = (
    Column("unit", "Подразделение", "Unit", 150, True, ("код", "отдел", "department", "code")),
    Column("hired", "День приёма", "Day of hire", 0, True, ("дата приёма", "дата приема", "принят", "hired")),
    Column("codes", "Кодов", "Codes", also=("человек", "сколько", "people")),
)
MIDNIGHT = " 00:00:00"
"""What a cell that holds a day ends with, when it is read as text."""
MOST_BATCHES = 20
"""Each is a file of its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many codes of one unit and one day."""

    unit: Unit
    hired: date
    codes: int


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Nothing of a workbook with issues may be used."""

    wanted: tuple[Wanted, ...]
    issues: tuple[Issue, ...]


def is_newcomers(sheets: Sequence[Sheet]) -> bool:
    return any(sheet_of(sheet.name, NEWCOMERS) for sheet in sheets)


def read_newcomers(sheets: Sequence[Sheet], units: Sequence[Unit], today: date) -> Newcomers:
    """Rows of one unit and one day are put together."""
    sheet = next(each for each in sheets if sheet_of(each.name, NEWCOMERS))
    issues = Issues(sheet.name)
    rows = read_rows(sheet, COLUMNS, issues)
    if not rows and not issues.found:
        issues.note("empty")
    known = _by_name(units)
    summed: dict[tuple[str, date], Wanted] = {}
    for row in rows:
        unit, day, codes = _unit(row, known, issues), _day(row, today, issues), _codes(row, issues)
        if unit is not None and day is not None:
            before = summed.get((unit.key, day))
            summed[unit.key, day] = Wanted(unit, day, codes + (before.codes if before is not None else 0))
    if not issues.found:
        _refuse_too_many(tuple(summed.values()), issues)
    found = tuple(sorted(issues.found, key=lambda issue: issue.place.row))
    return Newcomers(() if found else tuple(summed.values()), found)


def _by_name(units: Sequence[Unit]) -> Mapping[str, list[Unit]]:
    """By code and by name, as people write them."""
    known: dict[str, list[Unit]] = {}
    for unit in units:
        for said in {plain(unit.key), plain(unit.name)}:
            known.setdefault(said, []).append(unit)
    return known


def _unit(row: Row, known: Mapping[str, list[Unit]], issues: Issues) -> Unit | None:
    said = row.cell("unit")
    found = known.get(plain(said), [])
    if not said:
        issues.note("missing", row.number, "unit")
    elif len(found) > 1:
        issues.note("unit_ambiguous", row.number, "unit", value=said, codes=", ".join(each.key for each in found[:5]))
    elif not found:
        suggests = sum(issue.code in ("above_near", "unit_unknown") for issue in issues.found) < MOST_SUGGESTED
        names = [each.name for several in known.values() for each in several]
        near = nearest(said, names, 0.6) if suggests else ""
        issues.note("above_near" if near else "unit_unknown", row.number, "unit", value=said, near=near)
    return found[0] if len(found) == 1 else None


def _day(row: Row, today: date, issues: Issues) -> date | None:
    said = row.cell("hired")
    day = read_day(said.removesuffix(MIDNIGHT), today)
    if isinstance(day, Unfit):
        issues.note(f"hired_{day.value}", row.number, "hired", value=said)
        return None
    return day


def _codes(row: Row, issues: Issues) -> int:
    """One where nothing is said: a row is a person then."""
    said = row.cell("codes") or "1"
    if not (said.isascii() and said.isdigit() and len(said) < 5 and 0 < int(said) <= MOST_CODES):
        issues.note("codes", row.number, "codes", value=said, most=MOST_CODES)
        return 0
    return int(said)


def _refuse_too_many(wanted: Sequence[Wanted], issues: Issues) -> None:
    if len(wanted) > MOST_BATCHES:
        issues.note("batches", most=MOST_BATCHES, count=len(wanted))
    for each in wanted:
        if each.codes > MOST_CODES:
            issues.note("codes_together", value=each.unit.name, most=MOST_CODES)
