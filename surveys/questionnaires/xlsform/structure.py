"""Sheets and headers that the format has and Otklik does not carry, and those that are probably misspelt."""

from collections.abc import Iterator

from surveys.questionnaires.checks.elsewhere import acts_elsewhere
from surveys.questionnaires.columns import Column
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.languages import language_of
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest
from surveys.questionnaires.xlsform.building import SURVEY_HEADERS
from surveys.questionnaires.xlsform.form import KNOWN_SHEETS, Form, Table
from surveys.questionnaires.xlsform.headers import Header, understand
from surveys.questionnaires.xlsform.side_sheets import CHOICE_HEADERS, SETTINGS_HEADERS

REFUSED_SHEETS = ("external_choices", "osm")
ENCRYPTION = frozenset({"public_key"})
"""A key for submissions of ODK Collect. Here no submission file exists, so there is nothing to encrypt with it."""
KNOWN_UNUSED = frozenset(
    {
        "noapperrorstring",
        "no_app_error_string",
        "compact_tag",
        "rows",
        "autoplay",
        "disabled",
        "sms_field",
        "sms_option",
        "sms_separator",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_response",
        "style",
        "instance_name",
        "name",
        "prefix",
        "delimiter",
        "namespaces",
        "submission_url",
        "auto_send",
        "auto_delete",
        "client_editable",
        "allow_choice_duplicates",
        "clean_text_values",
        "sms_keyword",
        "omit_instanceid",
        "instance_id",
        "add_none_option",
        "flat",
        "repeat_count",
        "count",
        "jr:count",
    }
)
"""Columns and settings of the format; never taken for a misspelling of another."""


def structure_issues(form: Form) -> list[Issue]:
    """Refused sheets and columns by name and row, near misses, columns carried without use."""
    found = [error("HEADER_DOUBLED", place, header=place.column) for place in form.doubled]
    found += _sheets(form)
    for name, columns, media in (
        ("survey", SURVEY_HEADERS, True),
        ("choices", CHOICE_HEADERS, True),
        ("settings", SETTINGS_HEADERS, False),
    ):
        table = form.table(name)
        headers = understand(table.headers, columns, media=media)
        found += _clashes(table, headers)
        found += _unknown(table, headers, columns)
    return found


def _sheets(form: Form) -> Iterator[Issue]:
    for name in REFUSED_SHEETS:
        for row in form.table(name).filled():
            yield error("SHEET_UNSUPPORTED", form.table(name).place(row), sheet=name)
    for name in form.sheet_names:
        lower = name.strip().lower()
        if lower in KNOWN_SHEETS or name.startswith("_") or len(form.sheet_names) == 1:
            continue
        meant = nearest(name, KNOWN_SHEETS)
        if meant and meant not in form.tables:
            yield warning("SHEET_MISSPELT", Place(name, 0), name=name, meant=meant)
        else:
            yield warning("SHEET_UNUSED", Place(name, 0), name=name)


def _clashes(table: Table, headers: tuple[Header, ...]) -> Iterator[Issue]:
    """Two headers for one column in one language: which of them counts would be a guess."""
    seen: dict[tuple[str, str], str] = {}
    for header in headers:
        name = header.column.name if header.column else header.medium
        if not name or name == "form_id":
            continue
        key = (name, language_of(header.language)[0] if header.language else "")
        if key in seen:
            place = Place(table.name, 1, header.written)
            yield error("HEADER_002", place, sheet_name=table.name, other=seen[key], header=header.written)
        seen.setdefault(key, header.written)


def _unknown(table: Table, headers: tuple[Header, ...], columns: tuple[Column, ...]) -> Iterator[Issue]:
    known = [name for column in columns for name in (column.name, *column.aliases) if "::" not in name]
    for header in headers:
        place = Place(table.name, 1, header.written)
        if header.medium:
            yield warning("MEDIA_UNUSED", place, header=header.written)
        if header.column or header.medium:
            continue
        first = "_".join(header.written.split("::")[0].lower().split())
        lower = header.written.lower().replace(" ", "")
        if table.name == "survey" and acts_elsewhere(header.written):
            continue  # said row by row by check_elsewhere
        if table.name == "settings" and lower in ENCRYPTION:
            yield warning("ENCRYPTION_UNUSED", Place("settings", 2, header.written), header=header.written)
        elif first not in KNOWN_UNUSED and ":" not in first and (meant := nearest(first, known, cutoff=0.8)):
            # A choices sheet may have any column of its own, for filters; elsewhere a near miss is a lost rule.
            make = warning if table.name == "choices" else error
            yield make("COLUMN_MISSPELT", place, header=header.written, meant=meant)
        elif table.name != "choices":
            code = "SETTING_UNUSED" if table.name == "settings" else "COLUMN_UNUSED"
            yield warning(code, place, header=header.written)
