"""Rules on a definition: each finds its fault at its place, and nothing else."""

import time

import pytest

from surveys.questionnaires.reading import read
from tests.surveys.questionnaires.forms import errors, form, survey, warnings

YN = "yn | y | Yes\nyn | n | No"
LONG = "x" * 46


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (survey("text | a | A", "text | a | B"), ("survey", 3, "name", "NAMES_001")),
        (survey("text | 1a | A"), ("survey", 2, "name", "NAMES_008")),
        (survey("text | meta | A"), ("survey", 2, "name", "NAMES_005")),
        (survey("text | | A"), ("survey", 2, "name", "NAME_MISSING")),
        (
            survey(
                "text | a | A | notice_opt_in",
                "begin_group | g | G |",
                "text | a | B |",
                "end_group | | |",
                header="type | name | label | effect",
            ),
            ("survey", 4, "name", "NAME_REPEATED"),
        ),
        (
            survey("text | a | A", "begin_group | g | G", "text | a | B", "end_group | |", "note | n | ${a}"),
            ("survey", 6, "label", "REFERENCE_AMBIGUOUS"),
        ),
        (survey("text | today | A", "today | today | "), ("survey", 2, "name", "NAME_OF_METADATA")),
        (
            survey("text | a | ${instanceID}", settings="anonymity\nstrict"),
            ("survey", 2, "label", "INSTANCE_ID_STRICT"),
        ),
        (
            survey(
                "select_one yn or_other | a | A",
                "begin_group | g | G",
                "text | a_other | B",
                "end_group | |",
                choices=YN,
            ),
            ("survey", 4, "name", "NAME_OTHER_TAKEN"),
        ),
        (survey("text | a | "), ("survey", 2, "label", "LABEL_MISSING")),
        (survey("text | a | " + "x" * 3501), ("survey", 2, "label", "LABEL_LONG")),
        (survey("select_one no | a | A", choices=YN), ("survey", 2, "type", "LIST_UNKNOWN")),
        (survey("select_one yn | a | A", choices="yn | y | Y\nyn | y | Z"), ("choices", 3, "name", "NAMES_007")),
        (survey("select_multiple yn | a | A", choices="yn | y n | Y"), ("choices", 2, "name", "CHOICE_NAME_SPACE")),
        (
            survey("text | a | A | 2", header="type | name | label | max_choices"),
            ("survey", 2, "max_choices", "MAX_CHOICES_KIND"),
        ),
        (
            survey("select_multiple yn | a | A | 0", header="type | name | label | max_choices", choices=YN),
            ("survey", 2, "max_choices", "MAX_CHOICES_ZERO"),
        ),
        (
            survey("text | a | A | many", header="type | name | label | max_choices"),
            ("survey", 2, "max_choices", "NOT_A_COUNT"),
        ),
        (survey("text | a | A | maybe", header="type | name | label | na"), ("survey", 2, "na", "NOT_YES_OR_NO")),
        (survey("note | a | A | yes", header="type | name | label | na"), ("survey", 2, "na", "NA_NOT_ASKED")),
        (
            survey("range | a | A | start=1 end=x", header="type | name | label | parameters"),
            ("survey", 2, "parameters", "RANGE_001"),
        ),
        (
            survey("range | a | A | step=0", header="type | name | label | parameters"),
            ("survey", 2, "parameters", "RANGE_002"),
        ),
        (
            survey("range | a | A | step=20", header="type | name | label | parameters"),
            ("survey", 2, "parameters", "RANGE_003"),
        ),
        (
            survey("range | a | A | stop=20", header="type | name | label | parameters"),
            ("survey", 2, "parameters", "SURVEY_005"),
        ),
        (
            survey("text | a | A | 1 +", header="type | name | label | relevant"),
            ("survey", 2, "relevant", "EXPRESSION_WRONG"),
        ),
        (
            survey("text | a | A | pulldata('a', 'b', 'c', 'd')", header="type | name | label | relevant"),
            ("survey", 2, "relevant", "EXPRESSION_UNSUPPORTED"),
        ),
        (survey("text | question | A", "text | b | ${qestion}"), ("survey", 3, "label", "REFERENCE_MISSPELT")),
        (survey("text | a | A", "text | b | ${zzzz}"), ("survey", 3, "label", "PYREF_003")),
        (survey("begin_group | g | G", "text | a | ${g}", "end_group | |"), ("survey", 3, "label", "GROUP_REFERENCED")),
        (survey("today | today | ", "text | a | ${today}"), ("survey", 3, "label", "METADATA_REFERENCED")),
        (survey("text | a | ${last-saved#a}"), ("survey", 2, "label", "LAST_SAVED")),
        (
            survey("select_one yn | b | B", "note | a | pulldata('f', 'x', 'y', ${b})", choices=YN),
            ("survey", 3, "label", "TEXT_LOOKS_UP"),
        ),
        (
            survey("text | a | A | ${b} = 1", "text | b | B | ${a} = 1", header="type | name | label | relevant"),
            ("survey", 2, "relevant", "CIRCLE"),
        ),
        (
            survey("range | a | A | csta", header="type | name | label | metric"),
            ("survey", 2, "metric", "METRIC_UNKNOWN"),
        ),
        (survey("text | a | A | csat", header="type | name | label | metric"), ("survey", 2, "metric", "METRIC_KIND")),
        (survey("range | a | A | nps", header="type | name | label | metric"), ("survey", 2, "metric", "METRIC_SCALE")),
        (
            survey("text | a | A | notce", header="type | name | label | effect"),
            ("survey", 2, "effect", "EFFECT_UNKNOWN"),
        ),
        (
            survey("text | a | A | x", header="type | name | label | options_from"),
            ("survey", 2, "options_from", "OPTIONS_FROM_KIND"),
        ),
        (survey("text | a | A", settings="anonymity\nstrickt"), ("settings", 2, "anonymity", "SETTING_UNKNOWN")),
        (survey("text | a | A", settings="min_cell\n2"), ("settings", 2, "min_cell", "MIN_CELL")),
        (survey("image | a | A", settings="anonymity\nstrict"), ("survey", 2, "type", "ATTACHMENT_STRICT")),
        (survey("file | a | A", settings="anonymity\nstrict"), ("survey", 2, "type", "ATTACHMENT_STRICT")),
        (
            survey("calculate | a | |", header="type | name | label | calculation"),
            ("survey", 2, "calculation", "CALCULATION_MISSING"),
        ),
        (survey("start | start |"), ("survey", 2, "", "SURVEY_EMPTY")),
    ],
)
def test_a_fault_is_found_at_its_place(table: str, expected: tuple[str, int, str, str]) -> None:
    assert errors(table)[0] == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (survey("text | a | A", "text | A | B"), ("survey", 3, "name", "NAMES_002")),
        (survey("text | a | A", choices=YN), ("choices", 2, "list_name", "LIST_UNUSED")),
        (survey("select_one yn | a | A", choices=f"yn | y | {LONG}"), ("choices", 2, "label", "OPTION_LONG")),
        (survey("select_one yn | a | A", choices="yn | y | "), ("choices", 2, "label", "LABEL_001")),
        (
            survey("text | a | A | ", header="type | name | label::Русский (ru) | label::English (en)"),
            ("survey", 2, "label", "TRANSLATION_MISSING"),
        ),
        (
            survey("range | a | A | end=100", header="type | name | label | parameters"),
            ("survey", 2, "parameters", "RANGE_MANY_STEPS"),
        ),
        (
            survey("text | a | A | yes", header="type | name | label | sensitive"),
            ("survey", 2, "sensitive", "SENSITIVE_UNUSED"),
        ),
        (
            survey("select_multiple yn | a | A | 3", header="type | name | label | max_choices", choices=YN),
            ("survey", 2, "max_choices", "MAX_CHOICES_HIGH"),
        ),
        (
            survey("text | a | A | yes", header="type | name | label | read_only"),
            ("survey", 2, "read_only", "READ_ONLY_NOT_ASKED"),
        ),
        (survey("start | start | ", "text | a | A"), ("survey", 2, "type", "METADATA_UNUSED")),
        (survey("text | a | A", settings="min_cell\n4"), ("settings", 2, "min_cell", "MIN_CELL_SMALL")),
        (survey("text | a | A", settings="public_key\nMIIB"), ("settings", 2, "public_key", "ENCRYPTION_UNUSED")),
    ],
)
def test_a_doubt_is_said_and_the_form_is_still_accepted(table: str, expected: tuple[str, int, str, str]) -> None:
    assert errors(table) == []
    assert warnings(table)[0] == expected


def test_the_same_rules_hold_for_yaml() -> None:
    content = b"""settings: {form_id: f, anonymity: strict}
survey:
- {type: image, name: a, label: A}
- {type: select_on yn, name: b, label: B}
- {type: range, name: c, label: C, parameters: {step: 0}}
"""
    found = [(issue.code, issue.place.row) for issue in read("q.yaml", content).issues if issue.severity == "error"]

    assert found == [("ATTACHMENT_STRICT", 3), ("TYPE_MISSPELT", 4), ("LIST_UNKNOWN", 4), ("RANGE_002", 5)]


def test_a_scale_of_eleven_steps_fits_a_phone() -> None:
    assert warnings(survey("range | a | A | start=0 end=10", header="type | name | label | parameters")) == []


def test_a_long_chain_of_conditions_is_no_circle_and_takes_a_moment() -> None:
    rows = [f"- {{type: text, name: q{n}, label: L, relevant: \"${{q{n - 1}}} = 'x'\"}}" for n in range(1, 2500)]
    content = "\n".join(["settings: {form_id: f}", "survey:", "- {type: text, name: q0, label: L}", *rows])
    before = time.perf_counter()

    assert read("q.yaml", content.encode()).accepted
    assert time.perf_counter() - before < 5


def test_a_circle_is_shown_with_its_way_and_once() -> None:
    rows = (f"text | {name} | L | ${{{other}}} = 1" for name, other in ("ab", "bc", "ca", "da"))
    issues = form(survey(*rows, header="type | name | label | relevant")).issues

    assert [(issue.code, issue.place.row, issue.args["path"]) for issue in issues] == [("CIRCLE", 2, "a → b → c → a")]
