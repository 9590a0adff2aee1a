"""Reading spreadsheets: pyxform's verdict first, and everything else that is wrong beside it."""

import struct
from io import BytesIO

import pytest

from storage.workbooks import write_workbook
from surveys.questionnaires.definition import Group, Localized
from surveys.questionnaires.reading import read
from surveys.questionnaires.xlsform.writing import write_xlsform
from tests.surveys.questionnaires.forms import errors, form, survey, warnings
from tests.surveys.questionnaires.test_round_trips import through_a_workbook, through_yaml

FULL = """
| survey   |
| | type                | name  | label::Русский (ru) | label::English (en) | required | relevant    | na  | metric |
| | start               | start |                     |                     |          |             |     |        |
| | select_multiple why | q1    | Почему?             | Why?                | yes      |             |     |        |
| | begin_group         | g     | Ещё                 | More                |          | ${q1} != '' |     |        |
| | range               | q2    | Оцените             | Rate                |          |             | yes | csat   |
| | end_group           |       |                     |                     |          |             |     |        |
| choices  |
| | list_name | name | label::Русский (ru) | label::English (en) | pain | exclusive |
| | why       | a    | Долго               | Long                | Q-1  |           |
| | why       | z    | Ничего              | Nothing             |      | yes       |
| settings |
| | form_title | form_id | anonymity | intro::Русский (ru) | intro::English (en) | style |
| | Опрос      | F-1     | strict    | Привет              | Hello               | pages |
"""


def test_a_form_becomes_a_definition() -> None:
    reading = form(FULL)
    questionnaire = reading.questionnaire

    assert reading.accepted, reading.issues
    assert questionnaire is not None
    assert questionnaire.settings.intro == Localized((("ru", "Привет"), ("en", "Hello")))
    assert questionnaire.settings.extra == {"style": "pages"}
    assert [row.kind for row in questionnaire.metadata] == ["start"]
    group = questionnaire.items[1]
    assert isinstance(group, Group)
    assert group.relevant == "${q1} != ''"
    [_, placed] = questionnaire.placed()
    assert (placed.question.metric, placed.question.not_applicable) == ("csat", True)
    assert questionnaire.lists["why"].choices[1].exclusive
    assert questionnaire.lists["why"].choices[0].pain == "Q-1"


def test_the_default_language_is_written_as_pyxform_compares_it() -> None:
    table = survey(
        "text | a | А | A",
        header="type | name | label::Русский (ru) | label::English (en)",
        settings="default_language\nEnglish (en)",
    )
    questionnaire = form(table).questionnaire

    assert questionnaire is not None
    assert questionnaire.settings.default_language == "en"
    header, row = write_xlsform(questionnaire)[-1].rows
    assert row[header.index("default_language")] == "English (en)"


def test_faults_are_named_all_at_once_though_pyxform_stops_at_the_first() -> None:
    table = survey(
        "select_on yn | q1 | A | |",
        "audio | q2 | B | |",
        "text | q 3 | C | |",
        "text | q4 | D ${zzz} | ${q1} = | ",
        header="type | name | label | relevant | relevent",
        choices="yn | y | Yes",
    )

    assert errors(table) == [
        ("survey", 1, "relevent", "COLUMN_MISSPELT"),
        ("survey", 2, "type", "TYPE_MISSPELT"),
        ("survey", 3, "type", "TYPE_UNSUPPORTED"),
        ("survey", 4, "name", "NAMES_008"),
        ("survey", 5, "label", "PYREF_003"),
        ("survey", 5, "relevant", "EXPRESSION_WRONG"),
    ]


def test_a_fault_that_pyxform_and_we_both_see_is_said_once_with_a_suggestion() -> None:
    table = survey("select_one colors | q1 | A", choices="colours | r | Red")
    issues = [issue for issue in form(table).issues if issue.severity == "error"]

    assert [(issue.code, issue.place.row, issue.args["meant"]) for issue in issues] == [("LIST_MISSPELT", 2, "colours")]


@pytest.mark.parametrize(
    "type_",
    ["audio", "video", "barcode", "geotrace", "geoshape", "dateTime", "csv-external", "background-audio"],
)
def test_a_type_we_do_not_carry_is_refused_by_name_and_row(type_: str) -> None:
    issue = next(
        issue for issue in form(survey("text | a | A", f"{type_} | b | B")).issues if issue.severity == "error"
    )

    assert (issue.code, issue.place.row, issue.args["type"]) == ("TYPE_UNSUPPORTED", 3, type_)


def test_a_repeat_is_refused_once_and_its_questions_are_still_checked() -> None:
    table = survey("begin_repeat | r | R", "text | a | ${b}", "end_repeat | | ")

    assert errors(table)[0] == ("survey", 2, "type", "REPEAT_UNSUPPORTED")
    assert ("survey", 3, "label", "PYREF_003") in errors(table)


def test_a_reference_to_a_refused_row_is_no_second_fault() -> None:
    assert errors(survey("audio | a | A", "text | b | ${a}")) == [("survey", 2, "type", "TYPE_UNSUPPORTED")]


def test_entities_are_kept_and_the_author_told_that_no_record_is_made() -> None:
    table = (
        survey("text | a | A | p", header="type | name | label | save_to")
        + "\n| entities |\n| | list_name | label |\n| | e | ${a} |"
    )

    assert errors(table) == []
    assert warnings(table) == [("survey", 2, "save_to", "SAVE_TO_UNUSED"), ("entities", 2, "", "ENTITY_UNUSED")]


def test_a_misspelt_sheet_is_named_and_a_note_sheet_is_not_read() -> None:
    table = survey("text | a | A") + "\n| settngs |\n| | form_id |\n| | x |\n| hams |\n| | a |\n| | x |"

    assert [row[3] for row in warnings(table)] == ["SHEET_UNUSED", "SHEET_MISSPELT"]


def test_unknown_columns_and_settings_are_carried_with_a_warning() -> None:
    reading = form(survey("text | a | A | 7", header="type | name | label | body::rows", settings="style\npages"))

    assert reading.accepted
    assert reading.questionnaire is not None
    assert next(reading.questionnaire.placed()).question.extra == {"body::rows": "7"}
    assert [issue.code for issue in reading.issues] == ["SETTING_UNUSED", "COLUMN_UNUSED"]


def test_two_headers_for_one_language_are_refused() -> None:
    table = survey("text | a | A | B", header="type | name | label::Русский (ru) | label::Russian (ru)")

    assert errors(table) == [("survey", 1, "label::Russian (ru)", "HEADER_002")]


def test_a_csv_from_a_russian_excel_is_read() -> None:
    content = "survey\r\n;type;name;label\r\n;text;a;Вопрос\r\n".encode("utf-8-sig")

    assert read("f.csv", content).accepted


def test_a_csv_with_commas_is_read() -> None:
    assert read("f.csv", b'"survey"\n,"type","name","label"\n,"text","a","A, b"\n').accepted


def test_unbreakable_spaces_survive_a_workbook() -> None:
    questionnaire = form(survey("text | a | A")).questionnaire
    assert questionnaire is not None
    buffer = BytesIO()
    sheets = write_xlsform(questionnaire)
    rows = tuple(tuple("5 минут" if cell == "A" else cell for cell in row) for row in sheets[0].rows)
    write_workbook((type(sheets[0])("survey", rows), *sheets[1:]), buffer)

    reading = read("f.xlsx", buffer.getvalue())

    assert reading.questionnaire is not None
    assert next(reading.questionnaire.placed()).question.label.said_in("") == "5 минут"


def biff(*rows: tuple[str, ...]) -> bytes:
    """The oldest kind of .xls, one sheet of labels: begin, label records (row, column, format, text), end."""

    def record(code: int, data: bytes) -> bytes:
        return struct.pack("<HH", code, len(data)) + data

    labels = b"".join(
        record(4, struct.pack("<HH3sB", row, column, b"\0\0\0", len(text)) + text.encode("latin-1"))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return record(9, struct.pack("<HH", 2, 16)) + labels + record(10, b"")


def test_an_old_workbook_is_read_without_a_word_on_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    reading = read("f.xls", biff(("type", "name", "label"), ("text", "a", "A"), ("audio", "b", "B")))

    assert [(issue.code, issue.place.row) for issue in reading.issues] == [("TYPE_UNSUPPORTED", 3)]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "csv", "md"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00" * 100, b"|" * 99, b"\xff"]
)
def test_damaged_bytes_are_refused_and_nothing_falls_over(suffix: str, content: bytes) -> None:
    reading = read(f"f.{suffix}", content)

    assert not reading.accepted
    assert reading.issues


def test_a_thousand_groups_within_groups_are_refused_in_words() -> None:
    rows = [f"begin_group | g{n} | G" for n in range(1000)] + ["text | a | A"] + ["end_group | |"] * 1000

    assert ("survey", 10, "type", "GROUPS_TOO_DEEP") in errors(survey(*rows))


def test_the_deepest_groups_allowed_survive_both_containers() -> None:
    rows = [f"begin_group | g{n} | G" for n in range(8)] + ["text | a | A"] + ["end_group | |"] * 8
    questionnaire = form(survey(*rows)).questionnaire

    assert questionnaire is not None
    assert through_yaml(questionnaire) == questionnaire
    assert through_a_workbook(questionnaire) == questionnaire
