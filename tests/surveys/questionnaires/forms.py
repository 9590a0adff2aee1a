"""Forms written inline as tables, the way pyxform's own tests are."""

from surveys.questionnaires.issue import Issue
from surveys.questionnaires.reading import Reading, read

Row = tuple[str, int, str, str]
"""Sheet, row, column, code."""


def form(table: str) -> Reading:
    return read("form.md", table.encode())


def errors(table: str) -> list[Row]:
    return [_row(issue) for issue in form(table).issues if issue.severity == "error"]


def warnings(table: str) -> list[Row]:
    return [_row(issue) for issue in form(table).issues if issue.severity == "warning"]


def survey(*rows: str, header: str = "type | name | label", choices: str = "", settings: str = "") -> str:
    """A form of survey rows, with choices rows "list | name | label" and a settings header and row, if given."""
    lines = ["| survey |", f"| | {header} |", *(f"| | {row} |" for row in rows)]
    if choices:
        lines += ["| choices |", "| | list_name | name | label |", *(f"| | {row} |" for row in choices.split("\n"))]
    if settings:
        lines += ["| settings |", *(f"| | {row} |" for row in settings.split("\n"))]
    return "\n".join(lines)


def _row(issue: Issue) -> Row:
    return (issue.place.sheet, issue.place.row, issue.place.column, issue.code)
