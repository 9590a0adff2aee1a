"""What pyxform, the reference implementation of XLSForm, says about a form: its first error, as an issue of ours."""

import re
from typing import Any

from surveys.questionnaires.columns import CHOICE_COLUMNS, QUESTION_COLUMNS, SETTINGS_COLUMNS, Column
from surveys.questionnaires.issue import Issue, error
from surveys.questionnaires.place import Place
from surveys.questionnaires.xlsform.form import Form, Table
from surveys.questionnaires.xlsform.headers import understand
from surveys.questionnaires.xlsform.sentences import sentences

_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet|for sheet: '(\w+)'")
_COLUMN = re.compile(r"the '([^']+)' value")
_OURS = {"survey": QUESTION_COLUMNS, "choices": CHOICE_COLUMNS, "settings": SETTINGS_COLUMNS}


def verdict(form: Form) -> Issue | None:
    """None where pyxform makes an XForm of it. Our extension columns are hidden from pyxform first."""
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    try:
        workbook = get_xlsform(_as_workbook(form))
        survey = create_survey_element_from_dict(workbook_to_json(workbook_dict=workbook, warnings=[]))
        survey.to_xml(validate=False, pretty_print=False, warnings=[])
    except PyXFormError as wrong:
        return _translated(str(wrong))
    except Exception as wrong:  # a form that pyxform cannot digest ends in errors of any class
        return error("PYXFORM_FAILED", sentence=f"{type(wrong).__name__}: {wrong}"[:300])
    return None


def _as_workbook(form: Form) -> dict[str, Any]:
    book: dict[str, Any] = {"sheet_names": list(form.sheet_names)}
    for name, table in form.tables.items():
        hidden = _ours(table, _OURS.get(name, ()))
        headers = [header for header in table.headers if header not in hidden]
        book[f"{name}_header"] = [dict.fromkeys(headers)] if headers else []
        rows: list[dict[str, str]] = []
        for row in table.rows:
            # The row's own number keeps pyxform's numbers right where a reader left rows out.
            rows.extend({} for _ in range(row.number - 2 - len(rows)))
            rows.append({key: text.replace("\xa0", " ") for key, text in row.cells.items() if key not in hidden})
        book[name] = rows
    return book


def _ours(table: Table, columns: tuple[Column, ...]) -> frozenset[str]:
    headers = understand(table.headers, tuple(columns), media=False)
    return frozenset(
        header.written
        for header in headers
        if header.column is not None
        and (header.column.ours or (header.column.name == "form_title" and header.language))
    )


def _translated(sentence: str) -> Issue:
    sentence = " ".join(sentence.split())
    args: dict[str, str | int] = {"sentence": sentence}
    place = _place(sentence)
    for known in sentences():
        if match := known.pattern.search(sentence):
            args |= {key: value for key, value in match.groupdict().items() if value is not None}
            if known.sheet and not place.sheet:
                place = Place(known.sheet, place.row, place.column or known.column)
            return error(known.code, place, **args)
    return error("PYXFORM_REFUSED", place, **args)


def _place(sentence: str) -> Place:
    row = _ROW.search(sentence)
    sheet = _SHEET.search(sentence)
    column = _COLUMN.search(sentence)
    named = next((name for name in sheet.groups() if name), "") if sheet else "survey" if row else ""
    return Place(named, int(row[1]) if row else 0, column[1] if column else "")
