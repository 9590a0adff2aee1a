"""An organisation's workbook as units and hidden words, with everything that is wrong found at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveys.anonymity.organisation import Unit
from surveys.spreadsheets.sheet import Sheet
from surveys.staff.columns import HIDDEN, UNIT_COLUMNS, UNITS, plain, sheet_of
from surveys.staff.hidden import HiddenWords
from surveys.staff.hidden_sheet import read_hidden
from surveys.staff.issue import Issue, Issues
from surveys.staff.table import Row, read_rows
from surveys.staff.tree import Draft, Planting
from surveys.work import Work

CODE = re.compile(r"[\w./-]{1,20}")
CODE_BYTES = 20
"""Two codes travel in one button."""
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored now. `members` are those who joined, by unit."""

    units: tuple[Unit, ...] = ()
    members: Mapping[str, int] = field(default_factory=dict)
    hidden: HiddenWords = field(default_factory=HiddenWords)


@dataclass(frozen=True, slots=True)
class Reading:
    """Nothing of a workbook with issues may be applied."""

    units: tuple[Unit, ...]
    hidden: HiddenWords | None
    """None where the workbook says nothing of them: they stay as they are."""
    top_made: bool
    issues: tuple[Issue, ...]


def standing(work: Work) -> Standing:
    return Standing(tuple(work.staff.units()), work.staff.members(), work.staff.hidden())


def is_organisation(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook means to be one: by the names of its sheets."""
    return any(sheet_of(sheet.name, names) for sheet in sheets for names in (UNITS, HIDDEN))


def read_organisation(sheets: Sequence[Sheet], before: Standing, administration: str) -> Reading:
    """`administration` is the name of the top where no row names one."""
    about_units, about_hidden = Issues(), Issues()
    units: tuple[Unit, ...] = ()
    made, hidden = False, None
    sheet = next((each for each in sheets if sheet_of(each.name, UNITS)), None)
    if sheet is None:
        about_units.note("sheet_missing", russian=UNITS["ru"], english=UNITS["en"])
    else:
        about_units.sheet = sheet.name
        units, made = _units(sheet, before, administration, about_units)
    other = next((each for each in sheets if sheet_of(each.name, HIDDEN)), None)
    if other is not None:
        about_hidden.sheet = other.name
        hidden = read_hidden(other, about_hidden)
    found = [issue for issues in (about_units, about_hidden) for issue in sorted(issues.found, key=_row)]
    return Reading(units, hidden, made, tuple(found))


def _row(issue: Issue) -> int:
    return issue.place.row


def _units(sheet: Sheet, before: Standing, administration: str, issues: Issues) -> tuple[tuple[Unit, ...], bool]:
    rows = read_rows(sheet, UNIT_COLUMNS, issues)
    if not rows:
        if not issues.found:
            issues.note("empty")
        return (), False
    declared = {unit.key: unit.people for unit in before.units} if "people" not in issues.headers else {}
    drafts = [_draft(row, issues) for row in rows]
    _refuse_repeated_codes(drafts, issues)
    units, made = Planting(drafts, before.units, administration, issues).units()
    if not issues.found:
        if declared:
            units = tuple(_counted(unit, declared) for unit in units)
        _refuse_abandoned(units, before, issues)
    return units, made


def _draft(row: Row, issues: Issues) -> Draft:
    code, name = row.cell("code"), row.cell("name")
    longest = next(column.longest for column in UNIT_COLUMNS if column.field == "name")
    if not name:
        issues.note("missing", row.number, "name")
    if len(name) > longest:
        issues.note("too_long", row.number, "name", length=len(name), most=longest)
    if code and not (CODE.fullmatch(code) and len(code.encode()) <= CODE_BYTES):
        issues.note("code", row.number, "code", value=code)
        code = ""
    return Draft(row.number, code, name, row.cell("above"), _people(row, issues))


def _people(row: Row, issues: Issues) -> int:
    cell = row.cell("people").replace(" ", "")
    if not cell:
        return 0
    if not (cell.isascii() and cell.isdigit() and len(cell) < 10 and int(cell) <= MOST_PEOPLE):
        issues.note("people", row.number, "people", value=row.cell("people"), most=MOST_PEOPLE)
        return 0
    return int(cell)


def _counted(unit: Unit, declared: Mapping[str, int]) -> Unit:
    """A column of head counts that was left out keeps those that stand."""
    return Unit(unit.key, unit.name, unit.above, declared.get(unit.key, unit.people))


def _refuse_repeated_codes(drafts: Sequence[Draft], issues: Issues) -> None:
    first: dict[str, int] = {}
    for draft in drafts:
        if draft.code and first.setdefault(plain(draft.code), draft.row) != draft.row:
            issues.note("code_twice", draft.row, "code", value=draft.code, first=first[plain(draft.code)])


def _refuse_abandoned(units: Sequence[Unit], before: Standing, issues: Issues) -> None:
    """A unit that somebody joined cannot go: whoever they are, they would belong nowhere and be asked nothing."""
    kept = {unit.key for unit in units}
    for unit in before.units:
        people = before.members.get(unit.key, 0)
        if people and unit.key not in kept:
            issues.note("members", value=unit.name, key=unit.key, count=people)
