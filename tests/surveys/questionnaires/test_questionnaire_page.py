"""The page for coordinators: what it shows as an example is what the program takes."""

import re
from pathlib import Path

import pytest

from surveys.questionnaires.columns import CHOICE_COLUMNS, QUESTION_COLUMNS, SETTINGS_COLUMNS
from surveys.questionnaires.kinds import KINDS
from surveys.questionnaires.reading import read
from surveys.questionnaires.vocabulary import EFFECTS, NAMED_METRICS, OPTION_SOURCES, PLAIN_METRICS
from tests.surveys.answering.person import Person

PAGE = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text("utf-8")


def yaml_example() -> bytes:
    return PAGE.split("```yaml\n")[1].split("```")[0].encode()


def sheets_example() -> bytes:
    """The tables under «Sheet `…`», as pyxform writes sheets in Markdown."""
    found = re.findall(r"^Sheet `(\w+)`\n\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    lines = []
    for sheet, table in found:
        header, _, *rows = table.splitlines()
        lines += [f"| {sheet} |", *(f"| {row}" for row in (header, *rows))]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(("name", "content"), [("page.yaml", yaml_example()), ("page.md", sheets_example())])
def test_the_example_is_accepted_without_a_remark(name: str, content: bytes) -> None:
    reading = read(name, content)
    assert reading.accepted
    assert reading.issues == ()


def test_the_spreadsheet_and_the_yaml_say_the_same() -> None:
    assert read("page.md", sheets_example()).questionnaire == read("page.yaml", yaml_example()).questionnaire


def test_the_example_can_be_answered() -> None:
    definition = read("page.yaml", yaml_example()).questionnaire
    assert definition is not None
    person = Person(definition).taps("2").taps("Шумно").taps("Готово").types("Тише бы")
    assert person.submitted == {"rating": 2, "reasons": ("noise",), "comment": "Тише бы"}


def test_every_type_and_every_column_of_our_own_is_named() -> None:
    ours = [column.name for column in (*QUESTION_COLUMNS, *CHOICE_COLUMNS, *SETTINGS_COLUMNS) if column.ours]
    named = set(re.findall(r"`([\w:]+)[ `]", PAGE))
    metrics = (*PLAIN_METRICS, *NAMED_METRICS)
    assert {*KINDS, *ours, *EFFECTS, *OPTION_SOURCES} - named == set()
    assert {*metrics} - {name.split(":")[0] for name in named} == set()
