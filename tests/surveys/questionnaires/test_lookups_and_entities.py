"""What an author is told about lookups, entities, intents and triggers, and that none of it is lost."""

from surveys.questionnaires.reading import read
from tests.surveys.questionnaires.forms import errors, form, survey, warnings
from tests.surveys.questionnaires.test_round_trips import through_a_workbook, through_yaml

YN = "yn | y | Yes\nyn | n | No"
LABEL = "instance('yn')/root/item[name = ${q}]/label"


def note(text: str, *rows: str) -> str:
    return survey("select_one yn | q | Q", f"note | n | {text}", *rows, choices=YN)


def test_a_lookup_in_a_list_of_the_form_is_accepted() -> None:
    assert errors(note(f"You said {LABEL}, thanks")) == []


def test_a_list_is_used_when_a_lookup_reads_it() -> None:
    table = survey("note | n | instance('yn')/root/item[name = 'y']/label", choices=YN)

    assert (errors(table), warnings(table)) == ([], [])


def test_a_list_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    [issue] = form(note(LABEL.replace("'yn'", "'yns'"))).issues

    assert (issue.code, issue.args["meant"], issue.place.row) == ("LIST_MISSPELT", "yn", 3)
    assert errors(note(LABEL.replace("'yn'", "'people'"))) == [("survey", 3, "label", "LIST_UNKNOWN")]


def test_a_list_from_another_file_is_refused_once_by_its_row() -> None:
    table = note(LABEL.replace("'yn'", "'towns'"), "csv-external | towns | ")

    assert errors(table) == [("survey", 4, "type", "TYPE_UNSUPPORTED")]


def test_a_column_that_no_row_has_is_refused() -> None:
    assert errors(note("instance('yn')/root/item[colour = 'x']/label")) == [
        ("survey", 3, "label", "LOOKUP_COLUMN_UNKNOWN")
    ]


def test_a_lookup_that_cannot_be_read_is_refused_at_its_place() -> None:
    assert errors(note("instance('yn')/root/item[position() = 1]/label")) == [
        ("survey", 3, "label", "EXPRESSION_UNSUPPORTED")
    ]
    assert errors(note("instance('yn')/root/item")) == [("survey", 3, "label", "EXPRESSION_WRONG")]
    unknown = note("instance('yn')/root/item[name = ${nobody}]/label")
    assert ("survey", 3, "label") in [row[:3] for row in errors(unknown)]


def test_a_label_of_a_choice_reads_no_lists() -> None:
    table = survey("select_one yn | q | Q", choices="yn | y | instance('yn')/root/item[name = 'y']/label")

    assert errors(table) == [("choices", 2, "label", "TEXT_LOOKS_UP")]


def test_the_sign_of_spreadsheets_is_read_with_a_warning() -> None:
    table = survey("integer | a | A |", "text | b | B | ${a} <> 1", header="type | name | label | relevant")

    assert errors(table) == []
    assert warnings(table) == [("survey", 3, "relevant", "NOT_EQUAL_SIGN")]


def test_entities_and_their_columns_survive_both_containers() -> None:
    table = (
        survey("text | a | A | e#p", header="type | name | label | save_to")
        + "\n| entities |\n| | list_name | label | create_if |\n| | e | ${a} | true() |"
    )
    definition = form(table).questionnaire

    assert definition is not None
    assert [dict(row.cells) for row in definition.entities] == [
        {"list_name": "e", "label": "${a}", "create_if": "true()"}
    ]
    assert next(definition.placed()).question.extra == {"save_to": "e#p"}
    assert through_yaml(definition) == definition
    assert through_a_workbook(definition) == definition


def test_entities_are_said_in_yaml_too() -> None:
    yaml = "settings: {form_id: f}\nsurvey:\n- {type: text, name: a, label: A}\nentities:\n- {list_name: e, label: E}\n"
    reading = read("f.yaml", yaml.encode())

    assert reading.accepted
    assert [(issue.code, issue.place.row) for issue in reading.issues] == [("ENTITY_UNUSED", 5)]


def test_an_intent_is_kept_and_the_author_told() -> None:
    table = survey(
        "begin_group | g | G | ex:x.Y()", "text | a | A |", "end_group | | |", header="type|name|label|intent"
    )

    assert errors(table) == []
    assert warnings(table) == [("survey", 2, "intent", "INTENT_UNUSED")]


def test_a_trigger_without_anything_to_set_is_said() -> None:
    table = survey("text | a | A |", "decimal | b | | ${a}", header="type | name | label | trigger")

    assert errors(table) == []
    assert warnings(table) == [("survey", 3, "trigger", "TRIGGER_WITHOUT_VALUE")]


def test_one_name_in_two_groups_is_carried_with_a_warning() -> None:
    table = survey("text | a | A", "begin_group | g | G", "text | a | B", "end_group | | ")

    assert errors(table) == []
    assert warnings(table) == [("survey", 4, "name", "NAME_REPEATED")]
