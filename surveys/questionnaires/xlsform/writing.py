"""A definition as the sheets of an XLSForm, which `build` reads back as an equal definition."""

from collections.abc import Iterable, Iterator, Mapping

from surveys.questionnaires.columns import (
    CHOICE_COLUMNS,
    GROUP_COLUMNS,
    MEDIA,
    QUESTION_COLUMNS,
    SETTINGS_COLUMNS,
    Carries,
    Column,
)
from surveys.questionnaires.definition import Choice, Group, Item, Localized, Questionnaire, Settings
from surveys.questionnaires.languages import written_language
from surveys.questionnaires.written import type_of, written
from surveys.spreadsheets.sheet import Sheet

Cells = dict[str, str]
"""Texts by header."""


def write_xlsform(questionnaire: Questionnaire) -> tuple[Sheet, ...]:
    """The sheets survey, choices, settings and, if there are any, entities.

    Every language has a label column, even an empty one.
    """
    writer = _Writer(questionnaire)
    survey = [
        *({"type": row.kind, "name": row.name, **row.extra} for row in questionnaire.metadata),
        *writer.items(questionnaire.items),
    ]
    choices = [
        {"list_name": known.name, **writer.choice(choice)}
        for known in questionnaire.lists.values()
        for choice in known.choices
    ]
    sheets = [_sheet("survey", writer.header("type", "name", columns=QUESTION_COLUMNS), survey)]
    if choices:
        sheets.append(_sheet("choices", writer.header("list_name", "name", columns=CHOICE_COLUMNS), choices))
    header = ["form_id", *writer.header(columns=SETTINGS_COLUMNS[1:])]
    sheets.append(_sheet("settings", header, [writer.settings(questionnaire.settings)]))
    if questionnaire.entities:
        sheets.append(_sheet("entities", ["list_name"], [dict(row.cells) for row in questionnaire.entities]))
    return tuple(sheets)


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._named = {
            language.code: written_language(language.code, language.name) for language in questionnaire.languages
        }

    def header(self, *first: str, columns: tuple[Column, ...]) -> list[str]:
        """Headers in the order of columns; those that stay empty are dropped later, except labels in a language."""
        headers = list(first)
        for column in columns:
            headers.append(column.name)
            if column.carries is Carries.LOCALIZED:
                headers.extend(f"{column.name}::{name}" for name in self._named.values())
        for medium in MEDIA:
            headers.extend((f"media::{medium}", *(f"media::{medium}::{name}" for name in self._named.values())))
        return headers

    def items(self, items: Iterable[Item]) -> Iterator[Cells]:
        for item in items:
            if isinstance(item, Group):
                yield {
                    "type": "begin_group",
                    "name": item.name,
                    **self._fields(GROUP_COLUMNS, item),
                    **item.extra,
                }
                yield from self.items(item.items)
                yield {"type": "end_group", "name": item.name}
            else:
                fields = self._fields(QUESTION_COLUMNS, item)
                yield {"type": type_of(item), "name": item.name, **fields, **self._media(item.media), **item.extra}

    def choice(self, choice: Choice) -> Cells:
        fields = self._fields(CHOICE_COLUMNS, choice)
        return {"name": choice.name, **fields, **self._media(choice.media), **choice.attributes}

    def settings(self, settings: Settings) -> Cells:
        cells = self._fields(SETTINGS_COLUMNS, settings)
        if settings.default_language in self._named:
            cells["default_language"] = self._named[settings.default_language]
        return {**cells, **settings.extra}

    def _fields(self, columns: tuple[Column, ...], item: object) -> Cells:
        cells: Cells = {}
        for column in columns:
            value = getattr(item, column.attribute)
            if column.carries is Carries.LOCALIZED:
                cells |= self._texts(column.name, value)
            elif text := written(column, value):
                cells[column.name] = text
        return cells

    def _media(self, media: Mapping[str, Localized]) -> Cells:
        cells: Cells = {}
        for medium, text in media.items():
            cells |= self._texts(f"media::{medium}", text)
        return cells

    def _texts(self, header: str, text: Localized) -> Cells:
        return {f"{header}::{self._named.get(code, code)}" if code else header: said for code, said in text.texts}


def _sheet(name: str, order: list[str], rows: list[Cells]) -> Sheet:
    used = {header for row in rows for header in row}
    own = [header for row in rows for header in row if header not in order]
    kept = [header for header in order if header in used or (name == "survey" and header.startswith("label::"))]
    headers = (*kept, *dict.fromkeys(own))
    if name == "survey" and not {"label", *(h for h in headers if h.startswith("label::"))} & set(headers):
        headers = (*headers, "label")
    return Sheet(name, (headers, *(tuple(row.get(header, "") for header in headers) for row in rows)))
