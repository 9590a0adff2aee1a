"""The register of points as a workbook: what the chat and the command line do with it."""

import io
from collections.abc import Iterable, Sequence

from storage.workbooks import read_workbook, write_workbook
from surveys.chance import Chance
from surveys.points.changes import Preview, import_register
from surveys.points.columns import COLUMNS
from surveys.points.point import Point
from surveys.points.register import SHEET, Issue, write_register
from surveys.screens import Phrase
from surveys.spreadsheets.sheet import Sheet, as_text
from surveys.texts import Texts
from surveys.work import Work

SHOWN = 40
"""Lines of a preview; what does not fit is counted in its last line."""


def register_workbook(points: Iterable[Point], language: str) -> bytes:
    rows = tuple(tuple(row) for row in write_register(points, language))
    target = io.BytesIO()
    write_workbook((Sheet(SHEET[language], rows),), target)
    return target.getvalue()


def register_rows(content: bytes) -> list[list[str]]:
    """The rows of a register. Raises UnsafeWorkbook."""
    return rows_of(read_workbook(content))


def rows_of(sheets: Sequence[Sheet]) -> list[list[str]]:
    """The first sheet that has any rows is the register."""
    sheet = next((sheet for sheet in sheets if sheet.rows), None)
    return [[as_text(cell) for cell in row] for row in sheet.rows] if sheet else []


def read_register_into(work: Work, rows: Sequence[Sequence[str]], chance: Chance, *, apply: bool) -> Preview:
    """`import_register` with the questionnaires published for citizens: a staff survey never hangs on a wall."""
    forms = {form.settings.form_id for form in work.questionnaires.offered("external")}
    return import_register(work, rows, forms, chance, apply=apply)


def issue_line(issue: Issue, texts: Texts, language: str) -> str:
    """`Row 3, “Title”: what is wrong. What to do.`"""
    place = issue.place
    where = ""
    if place.row:
        key = "points.cli.place" if place.column else "points.cli.place_row"
        where = texts.say(Phrase(key, {"row": place.row, "column": place.column}), language)
    return f"{where}{texts.say(issue.message, language)} {texts.say(issue.hint, language)}"


def preview_lines(preview: Preview, texts: Texts, language: str) -> list[str]:
    """What is wrong, or what will be done, for a person to read; the last line sums up."""
    if preview.issues:
        lines = [issue_line(issue, texts, language) for issue in preview.issues]
        return [*_cut(lines), texts.say(Phrase("points.register.found", {"count": len(lines)}), language)]
    lines = [
        texts.say(Phrase("points.cli.new", {"title": point.title, "unit": point.unit}), language)
        for point in preview.new
    ]
    headers = {column.field: column.header(language) for column in COLUMNS}
    for change in preview.changed:
        fields = ", ".join(headers[field] for field in change.fields)
        lines.append(
            texts.say(Phrase("points.cli.changed", {"title": change.before.title, "fields": fields}), language)
        )
    numbers = {
        "new": len(preview.new),
        "changed": len(preview.changed),
        "untouched": len(preview.untouched),
        "absent": len(preview.absent),
    }
    return [*_cut(lines), texts.say(Phrase("points.cli.summary", numbers), language)]


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= SHOWN else [*lines[: SHOWN - 1], f"… +{len(lines) - SHOWN + 1}"]
