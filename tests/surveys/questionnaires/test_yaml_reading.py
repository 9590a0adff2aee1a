"""Reading YAML: hostile files are refused in a moment, honest mistakes are all named with their lines."""

import time

import pytest

from surveys.questionnaires.definition import Localized
from surveys.questionnaires.reading import read

MINIMAL = b"settings: {form_id: f}\nsurvey:\n- {type: text, name: a, label: A}\n"


def codes(content: bytes) -> list[str]:
    return [issue.code for issue in read("q.yaml", content).issues]


def bomb() -> bytes:
    """Nine lists of ten, each naming the one before: 10^9 leaves for whoever follows the aliases."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "YAML_ALIAS"),
        (b"a: !!python/object/apply:os.system ['true']", "YAML_TAG"),
        (b"a: !!binary aGk=", "YAML_TAG"),
        (b"[" * 3000, "YAML_TOO_DEEP"),
        (b"a:\n" + b"".join(b" " * n + b"- \n" for n in range(1, 30)), "YAML_TOO_DEEP"),
        (b"settings: {}\nsettings: {}", "YAML_DUPLICATE_KEY"),
        (b'a: "' + b"x" * 10_000_000 + b'"', "YAML_TOO_BIG"),
        (b"a: \x00", "YAML_SYNTAX"),
        (b"\xff\xfe", "YAML_NOT_UTF8"),
        (b"a: [", "YAML_SYNTAX"),
        (b"", "YAML_NOT_A_MAPPING"),
        (b"- 1", "YAML_NOT_A_MAPPING"),
        (b"? [a]\n: 1", "YAML_KEY_NOT_TEXT"),
        (b"a: 1\n---\nb: 1", "YAML_MANY_DOCUMENTS"),
    ],
)
def test_a_hostile_file_is_refused_in_a_moment(content: bytes, code: str) -> None:
    before = time.perf_counter()

    found = codes(content)

    assert code in found
    assert not read("q.yaml", content).accepted
    assert time.perf_counter() - before < 1


def test_every_problem_of_shape_is_named_at_once_with_its_line() -> None:
    content = b"""settings:
  form_id: f
  titel: T
survey:
- {typ: text, name: a, label: A}
- {type: text, name: [b], label: B}
- group: g
  lable: G
"""
    issues = read("q.yaml", content).issues
    found = {(issue.code, issue.place.row, issue.place.column) for issue in issues}

    assert found == {
        ("YAML_KEY_MISSPELT", 3, "titel"),
        ("YAML_KEY_MISSPELT", 5, "typ"),
        ("YAML_KEY_MISSING", 5, "type"),
        ("YAML_NOT_TEXT", 6, "name"),
        ("YAML_KEY_MISSING", 7, "items"),
        ("YAML_KEY_MISSPELT", 8, "lable"),
    }
    assert {issue.args["meant"] for issue in issues if "meant" in issue.args} == {"title", "type", "label"}


def test_bare_words_stay_what_their_author_wrote() -> None:
    content = b"""settings: {form_id: f, version: 1.10}
languages: {no: Norsk, ru: X}
lists:
  l: [{name: 1, label: {no: Ja, ru: y}}, {name: no, label: {no: Nei, ru: n}}]
survey: [{type: select_one l, name: a, label: {no: A, ru: B}, required: yes}]
"""
    reading = read("q.yaml", content)

    assert reading.accepted
    assert reading.questionnaire is not None
    assert reading.questionnaire.settings.version == "1.10"
    assert [choice.name for choice in reading.questionnaire.lists["l"].choices] == ["1", "no"]
    question = next(reading.questionnaire.placed()).question
    assert question.label == Localized((("no", "A"), ("ru", "B")))
    assert question.required == "true()"


def test_a_questionnaire_without_a_code_takes_the_name_of_its_file() -> None:
    reading = read("counter.yaml", MINIMAL.replace(b"form_id: f", b"version: 2"))

    assert reading.questionnaire is not None
    assert reading.questionnaire.settings.form_id == "counter"


def test_an_unknown_suffix_is_refused() -> None:
    assert [issue.code for issue in read("q.docx", b"").issues] == ["SUFFIX_UNKNOWN"]


def test_a_known_column_does_not_hide_in_extra() -> None:
    content = MINIMAL.replace(b"label: A}", b"label: A, extra: {relevance: x}}")

    assert codes(content) == ["EXTRA_IS_COLUMN"]


@pytest.mark.parametrize("language", ["{'r u': x}", "{'a(b)': x}", "{'a::b': 'a::b'}", "{русский: Russian}"])
def test_a_language_that_no_header_can_carry_is_refused(language: str) -> None:
    assert "LANGUAGE_CODE" in codes(b"languages: " + language.encode() + b"\n" + MINIMAL)
