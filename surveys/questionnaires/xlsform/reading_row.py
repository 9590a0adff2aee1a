"""One row of a sheet, asked by column instead of by header."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.cells import clean, localized, value_of
from surveys.questionnaires.columns import Carries, Column
from surveys.questionnaires.definition import Localized
from surveys.questionnaires.issue import Issue
from surveys.questionnaires.languages import language_of, written_language
from surveys.questionnaires.place import Place
from surveys.questionnaires.xlsform.form import Row, Table
from surveys.questionnaires.xlsform.headers import Header


@dataclass(frozen=True, slots=True)
class Cells:
    table: Table
    row: Row
    headers: tuple[Header, ...]
    languages: dict[str, str]
    issues: list[Issue]

    def place(self, column: str = "") -> Place:
        return self.table.place(self.row, column)

    def text(self, column: Column) -> str:
        return next((text for header, text in self._filled() if header.column == column), "")

    def has(self, name: str) -> bool:
        return any(header.column is not None and header.column.name == name for header, _ in self._filled())

    def fields(self, columns: Iterable[Column]) -> dict[str, Any]:
        """Values by attribute, of the columns this row fills."""
        wanted = set(columns)
        values: dict[str, Any] = {}
        texts: dict[str, dict[str, str]] = {}
        for header, text in self._filled():
            column = header.column
            if column not in wanted or column is None:
                continue
            if column.carries is Carries.LOCALIZED:
                texts.setdefault(column.attribute, {})[_code(header)] = text
            elif (value := value_of(column, text, self.place(header.written), self.issues)) is not None:
                values[column.attribute] = value
        return values | {name: localized(found, self.languages) for name, found in texts.items()}

    def media(self) -> dict[str, Localized]:
        texts: dict[str, dict[str, str]] = {}
        for header, text in self._filled():
            if header.medium:
                texts.setdefault(header.medium, {})[_code(header)] = text
        return {medium: localized(found, self.languages) for medium, found in texts.items()}

    def unknown(self) -> dict[str, str]:
        """Cells under headers we do not know, by header."""
        return {
            header.written: clean(text)
            for header, text in self._filled()
            if header.column is None and not header.medium
        }

    def everything_but(self, *columns: Column) -> dict[str, str]:
        """Every other cell, by the header we would write for it."""
        return {_canonical(header): clean(text) for header, text in self._filled() if header.column not in columns}

    def _filled(self) -> Iterable[tuple[Header, str]]:
        for header in self.headers:
            text = self.row.cells.get(header.written)
            if text:
                yield header, text


def _code(header: Header) -> str:
    return language_of(header.language)[0] if header.language else ""


def _canonical(header: Header) -> str:
    name = header.column.name if header.column else f"media::{header.medium}" if header.medium else header.written
    return f"{name}::{written_language(*language_of(header.language))}" if header.language else name
