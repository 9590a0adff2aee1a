"""Workbooks of an administration as coordinators send them."""

import io
from collections.abc import Sequence

from storage.workbooks import write_workbook
from surveys.anonymity.organisation import Unit
from surveys.spreadsheets.sheet import Cell, Sheet
from surveys.staff.reading import Reading, Standing, read_organisation

CITY = "Администрация города"
HEADER = ("Код", "Подразделение", "Вышестоящее", "Человек")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("adm", CITY, "", 4),
    ("edu", "Управление образования", CITY, 12),
    ("s3", "Школа № 3", "edu", 48),
    ("s4", "Школа № 4", "Управление образования", 7),
    ("zags", "ЗАГС", "adm", 6),
)
UNITS = (
    Unit("adm", CITY, "", 4),
    Unit("edu", "Управление образования", "adm", 12),
    Unit("s3", "Школа № 3", "edu", 48),
    Unit("s4", "Школа № 4", "edu", 7),
    Unit("zags", "ЗАГС", "adm", 6),
)


def units_sheet(*rows: Sequence[Cell], header: Sequence[str] = HEADER, name: str = "Подразделения") -> Sheet:
    return Sheet(name, (tuple(header), *(tuple(row) for row in rows)))


def hidden_sheet(*rows: Sequence[Cell]) -> Sheet:
    header = ("Фамилия Имя Отчество", "Должность одного человека")
    return Sheet("Скрыть в комментариях", (header, *(tuple(row) for row in rows)))


def read(*sheets: Sheet, before: Standing | None = None, administration: str = CITY) -> Reading:
    return read_organisation(sheets, before or Standing(), administration)


def wrong(reading: Reading) -> list[tuple[str, int, str]]:
    return [(issue.code, issue.place.row, issue.place.column) for issue in reading.issues]


def workbook(*sheets: Sheet) -> bytes:
    target = io.BytesIO()
    write_workbook(tuple(sheets), target)
    return target.getvalue()
