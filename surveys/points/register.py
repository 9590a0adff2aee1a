"""The register of points as the rows of a sheet, both ways, with everything that is wrong found at once."""

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.points.codes import grouped
from surveys.points.columns import COLUMNS, NO, NOTE, YES, Column, column_named, plain
from surveys.points.point import Point, Service
from surveys.points.services import read_services, write_services
from surveys.questionnaires.place import Place
from surveys.screens import Phrase

SHEET = {"ru": "Точки", "en": "Points"}
MOST_ROWS = 5000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What a sheet cannot hold, and marks that turn the direction of the text around them."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to mend. Its texts are `points.register.<code>` and `points.register.<code>.hint`."""

    code: str
    place: Place
    args: dict[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> Phrase:
        return Phrase(f"points.register.{self.code}", self.args)

    @property
    def hint(self) -> Phrase:
        return Phrase(f"points.register.{self.code}.hint", self.args)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that was read. `point.key` is "" for a new point; what a sheet cannot say is the existing point's."""

    row: int
    point: Point


@dataclass(frozen=True, slots=True)
class Reading:
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    """In the sheet's order. Nothing of a file with issues may be applied."""


def write_register(points: Iterable[Point], language: str) -> list[list[str]]:
    """A header and a row for each point; `read_register` gives equal points back."""
    return [[column.header(language) for column in COLUMNS], *(_row(point, language) for point in points)]


def read_register(
    rows: Sequence[Sequence[str]], existing: Collection[Point], questionnaires: Collection[str], sheet: str = ""
) -> Reading:
    """`rows` begin with the header; `questionnaires` are the form ids that may be named."""
    reader = _Reader(sheet, {point.key: point for point in existing}, sorted(questionnaires))
    reader.read(rows)
    return Reading(tuple(reader.entries), tuple(sorted(reader.issues, key=lambda issue: issue.place.row)))


def identity(point: Point) -> tuple[str, str, str]:
    """Two points that agree in this are one place entered twice."""
    return plain(point.title), plain(point.unit), plain(point.address)


def _row(point: Point, language: str) -> list[str]:
    special = {
        "services": write_services(point.services),
        "active": ("да" if point.active else "нет") if language == "ru" else ("yes" if point.active else "no"),
        "code": grouped(point.code),
    }
    return [special.get(column.field, str(getattr(point, column.field))) for column in COLUMNS]


class _Reader:
    def __init__(self, sheet: str, existing: dict[str, Point], questionnaires: list[str]) -> None:
        self.sheet = sheet
        self.existing = existing
        self.questionnaires = questionnaires
        self.entries: list[Entry] = []
        self.issues: list[Issue] = []
        self.headers: dict[str, str] = {}
        self.keys: dict[str, int] = {}
        self.places: dict[tuple[str, str, str], Entry] = {}
        self.registered = {identity(point): point.key for point in existing.values()}

    def read(self, rows: Sequence[Sequence[str]]) -> None:
        if not rows or not any(cell.strip() for cell in rows[0]):
            self.note("empty", 0, "")
            return
        columns = self._columns(rows[0])
        if len(rows) > MOST_ROWS + 1:
            self.note("long", 0, "", most=MOST_ROWS)
            return
        if any(column.needed and column not in columns.values() for column in COLUMNS):
            return
        for number, row in enumerate(rows[1:], start=2):
            cells = {column.field: row[at] for at, column in columns.items() if at < len(row)}
            if any(cell.strip() for cell in cells.values()):
                self._read_row(number, cells)
        if not self.entries and not self.issues:
            self.note("empty", 0, "")

    def note(self, code: str, row: int, column: str, **args: str | int) -> None:
        shown = self.headers.get(column) or _title(column) if row > 1 else column
        self.issues.append(Issue(code, Place(self.sheet, row, shown), {"column": shown, **args}))

    def _columns(self, header: Sequence[str]) -> dict[int, Column]:
        found: dict[int, Column] = {}
        for at, cell in enumerate(header):
            column = column_named(cell)
            if column is not None and column.field in self.headers:
                self.note("column_twice", 1, cell.strip())
            elif column is not None:
                found[at] = column
                self.headers[column.field] = cell.strip()
            elif cell.strip() and not cell.strip().startswith(NOTE):
                self.note("column_unknown", 1, cell.strip(), near=_near(cell, _header_names()) or "# " + cell.strip())
        for column in COLUMNS:
            if column.needed and column.field not in self.headers:
                self.note("column_missing", 1, column.russian, english=column.english)
        return found

    def _read_row(self, row: int, cells: dict[str, str]) -> None:
        before = len(self.issues)
        key = cells.get("key", "").strip()
        known = self.existing.get(key)
        self._check_key(row, key, known)
        base = known or Point("", "", "", "")
        said: dict[str, Any] = {
            column.field: self._text(row, column, cells[column.field])
            for column in COLUMNS
            if column.longest and column.field in cells
        }
        point = replace(base, **said | self._forms(row, cells))
        if "services" in cells:
            point = replace(point, services=self._services(row, cells["services"]))
        if "active" in cells:
            point = replace(point, active=self._active(row, cells["active"]))
        self._check_code(row, cells.get("code", ""), known)
        self._check_twin(row, point)
        if len(self.issues) == before:
            self.entries.append(Entry(row, point))

    def _check_key(self, row: int, key: str, known: Point | None) -> None:
        if not key:
            return
        if known is None:
            self.note("key_unknown", row, "key", value=key[:40])
        elif key in self.keys:
            self.note("key_twice", row, "key", value=key, first=self.keys[key])
        self.keys.setdefault(key, row)

    def _text(self, row: int, column: Column, cell: str) -> str:
        lines = [" ".join(_CONTROL.sub(" ", line).split()) for line in cell.strip().splitlines()]
        text = ("\n" if column.field == "hours" else " ").join(line for line in lines if line)
        if column.needed and not text:
            self.note("missing", row, column.field)
        if len(text) > column.longest:
            self.note("too_long", row, column.field, length=len(text), most=column.longest)
        return text

    def _forms(self, row: int, cells: dict[str, str]) -> dict[str, str]:
        forms: dict[str, str] = {}
        for name, default in (("questionnaire", "counter"), ("follow_up", "")):
            if name in cells:
                forms[name] = cells[name].strip() or default
                if forms[name] and forms[name] not in self.questionnaires:
                    near = _near(forms[name], self.questionnaires) or ", ".join(self.questionnaires[:10])
                    self.note("questionnaire_unknown", row, name, value=forms[name][:40], near=near)
        return forms

    def _services(self, row: int, cell: str) -> tuple[Service, ...]:
        services, wrong = read_services(_CONTROL.sub(" ", cell.replace("\r\n", "\n")))
        for bad in wrong:
            self.note(f"service_{bad.problem}", row, "services", value=bad.text)
        return services

    def _active(self, row: int, cell: str) -> bool:
        word = plain(cell)
        if word not in YES | NO:
            self.note("active", row, "active", value=cell.strip()[:40])
        return word in YES

    def _check_code(self, row: int, cell: str, known: Point | None) -> None:
        typed = "".join(cell.split())
        if typed and known is None:
            self.note("code_new", row, "code", value=typed[:40])
        elif typed and known is not None and typed != known.code:
            self.note("code_changed", row, "code", value=typed[:40], right=grouped(known.code))

    def _check_twin(self, row: int, point: Point) -> None:
        """The same place on two rows, or on a new row while the register has it: most often a key was lost."""
        place = identity(point)
        first = self.places.setdefault(place, Entry(row, point))
        if first.row != row and not (point.key and first.point.key):
            self.note("twin", row, "title", value=point.title, first=first.row)
        elif not point.key and place in self.registered:
            self.note("exists", row, "key", value=point.title, key=self.registered[place])


def _title(field: str) -> str:
    """What a column that the sheet does not have would be called."""
    column = column_named(field)
    return column.russian if column else field


def _header_names() -> list[str]:
    return [name for column in COLUMNS for name in (column.russian, column.english)]


def _near(text: str, known: Iterable[str]) -> str:
    names = {plain(name): name for name in known}
    close = difflib.get_close_matches(plain(text), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""
