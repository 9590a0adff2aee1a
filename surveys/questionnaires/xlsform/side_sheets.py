"""The choices, the settings and the entities sheets."""

from surveys.questionnaires.cells import clean
from surveys.questionnaires.columns import CHOICE_COLUMNS, LIST_NAME, NAME, SETTINGS_COLUMNS
from surveys.questionnaires.definition import Choice, ChoiceList, EntityRow, Settings
from surveys.questionnaires.issue import Issue, warning
from surveys.questionnaires.languages import language_of
from surveys.questionnaires.xlsform.form import Table
from surveys.questionnaires.xlsform.headers import Header
from surveys.questionnaires.xlsform.reading_row import Cells

CHOICE_HEADERS = (LIST_NAME, NAME, *CHOICE_COLUMNS)
SETTINGS_HEADERS = SETTINGS_COLUMNS


def read_lists(
    table: Table, headers: tuple[Header, ...], languages: dict[str, str], issues: list[Issue]
) -> dict[str, ChoiceList]:
    found: dict[str, list[Choice]] = {}
    for row in table.filled():
        cells = Cells(table, row, headers, languages, issues)
        name = clean(cells.text(LIST_NAME))
        if not name:
            issues.append(warning("CHOICE_WITHOUT_LIST", cells.place("list_name")))
            continue
        found.setdefault(name, []).append(
            Choice(
                name=clean(cells.text(NAME)),
                **cells.fields(CHOICE_COLUMNS),
                media=cells.media(),
                attributes=cells.unknown(),
                place=cells.place(),
            )
        )
    return {name: ChoiceList(name, tuple(choices)) for name, choices in found.items()}


def read_settings(
    table: Table, headers: tuple[Header, ...], languages: dict[str, str], issues: list[Issue]
) -> Settings:
    """The first filled row; further ones are reported, because pyxform passes over them in silence."""
    rows = list(table.filled())
    if not rows:
        return Settings(form_id="")
    for row in rows[1:]:
        issues.append(warning("SETTINGS_ROW_SKIPPED", table.place(row)))
    cells = Cells(table, rows[0], _without_old_id(headers), languages, issues)
    fields = cells.fields(SETTINGS_COLUMNS)
    fields.setdefault("form_id", "")
    if "default_language" in fields:
        fields["default_language"] = language_of(fields["default_language"])[0]
    return Settings(**fields, extra=cells.unknown())


def read_entities(table: Table) -> tuple[EntityRow, ...]:
    return tuple(
        EntityRow({header: clean(text) for header, text in row.cells.items()}, table.place(row))
        for row in table.filled()
    )


def _without_old_id(headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """Where both form_id and its old name id_string stand, the old one is carried unused (pyxform drops it)."""
    ids = [header for header in headers if header.column is not None and header.column.name == "form_id"]
    if len(ids) < 2:
        return headers
    return tuple(
        Header(header.written) if header in ids and header.written.lower() == "id_string" else header
        for header in headers
    )
