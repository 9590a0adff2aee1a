"""What the shipped questionnaires are made of. How they play is in test_library_paths."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO

import pytest

from bot.library import library
from storage.workbooks import write_workbook
from surveys.questionnaires.checks.expressions import texts_of
from surveys.questionnaires.definition import Choice, Localized, Question, Questionnaire
from surveys.questionnaires.reading import Reading, read
from surveys.questionnaires.xlsform.writing import write_xlsform
from surveys.questionnaires.yaml.reading import read_yaml
from surveys.questionnaires.yaml.writing import write_yaml
from tests.surveys.questionnaires.library_codes import CODES, GIVEN, PAIN_FAMILIES, SHARED_PAINS, codes

LONGEST_OPTION = 45
LONGEST_AT_A_COUNTER = 32


@cache
def reading(form: str) -> Reading:
    name = f"{form}.yaml"
    return read(name, (files("surveys.questionnaires") / "library" / name).read_bytes())


def definition(form: str) -> Questionnaire:
    found = reading(form).questionnaire
    assert found is not None
    return found


@pytest.mark.parametrize("form", CODES)
def test_each_is_accepted_without_a_single_remark(form: str) -> None:
    found = reading(form)
    assert found.accepted
    assert found.issues == ()


def test_the_program_ships_these_eight_and_no_other() -> None:
    assert {shipped.settings.form_id for shipped in library()} == set(CODES)


@pytest.mark.parametrize("form", CODES)
def test_each_is_called_like_its_file_and_speaks_russian_first(form: str) -> None:
    found = definition(form)
    assert found.settings.form_id == form
    assert found.settings.default_language == "ru"
    assert [(language.code, language.name) for language in found.languages] == [("ru", "Русский"), ("en", "English")]


@pytest.mark.parametrize("form", CODES)
def test_codes_of_questions_options_pains_and_metrics_never_change(form: str) -> None:
    assert [coded(definition(form), placed.question) for placed in definition(form).placed()] == codes(form)


@pytest.mark.parametrize("form", CODES)
def test_every_text_stands_in_russian_and_in_english(form: str) -> None:
    for what, text in texts(definition(form)):
        said = dict(text.texts)
        assert list(said) == ["ru", "en"], what
        assert not re.search("[А-Яа-яЁё]", said["en"]), what
        assert re.search("[А-Яа-яЁё]", said["ru"]) or not re.search("[A-Za-z]", said["en"]), what
        assert re.findall(r"\{\w+\}", said["ru"]) == re.findall(r"\{\w+\}", said["en"]), what


@pytest.mark.parametrize("form", CODES)
def test_the_opening_the_closing_and_every_question_have_words(form: str) -> None:
    found = definition(form)
    assert found.settings.title
    assert found.settings.outro
    assert bool(found.settings.intro) == (form != "counter"), "at a counter the question itself invites"
    for placed in found.placed():
        assert placed.question.label
        if placed.question.constraint:
            assert placed.question.constraint_message
    for known in found.lists.values():
        assert all(choice.label for choice in known.choices)


@pytest.mark.parametrize("form", CODES)
def test_options_fit_a_button(form: str) -> None:
    longest = LONGEST_AT_A_COUNTER if form == "counter" else LONGEST_OPTION
    for known in definition(form).lists.values():
        for choice in known.choices:
            assert max(len(text) for _, text in choice.label.texts) <= longest, choice.name


@pytest.mark.parametrize("form", CODES)
def test_whoever_writes_or_scores_is_told_how(form: str) -> None:
    """Free text asks to leave out names, phones and addresses; a scale says what its ends mean."""
    for placed in definition(form).placed():
        hint = placed.question.hint.said_in("ru")
        if placed.question.kind == "text":
            assert re.search("телефон", hint), placed.question.name
        elif placed.question.kind == "range" and form != "counter":
            assert re.search(r"^[01] — .+, (5|10) — ", hint), placed.question.name


@pytest.mark.parametrize("form", [form for form in CODES if form.startswith("int-")])
def test_staff_answer_anonymously_in_groups_of_five(form: str) -> None:
    settings = definition(form).settings
    assert (settings.audience, settings.anonymity, settings.min_cell) == ("internal", "strict", 5)


def test_what_could_be_held_against_a_member_of_staff_is_marked() -> None:
    """Loyalty, one's own boss and mentor, whether speaking up helps: shown in bands only."""
    marked = {
        form: {each.question.name for each in definition(form).placed() if each.question.sensitive} for form in CODES
    }
    assert {form: names for form, names in marked.items() if names} == {
        "int-annual": {"a5r", "q5", "q6"},
        "int-onboard": {"q4", "q5", "q10", "q12"},
    }


@pytest.mark.parametrize("form", [form for form in CODES if not form.startswith("int-")])
def test_citizens_are_asked_for_no_name(form: str) -> None:
    settings = definition(form).settings
    assert (settings.audience, settings.anonymity) == ("external", "no_identity")


def test_no_text_has_a_gap_that_nobody_fills() -> None:
    """The code of a letter stands beside the closing words, never in them."""
    for shipped in library():
        for what, text in texts(shipped):
            assert not re.search(r"(?<!\$)\{", "".join(said for _, said in text.texts)), (
                shipped.settings.form_id,
                what,
            )


def test_a_pain_code_means_one_thing_everywhere() -> None:
    asked: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for form in CODES:
        for question, choice in pains(definition(form)):
            asked[choice.pain].add((form, question.name))
            assert re.fullmatch(rf"{PAIN_FAMILIES[form]}(-[A-Z]+)+", choice.pain), (form, choice.pain)
    assert {code for code, places in asked.items() if len(places) > 1} == SHARED_PAINS
    for code in SHARED_PAINS:
        assert {form for form, _ in asked[code]} == {"ext-service", "counter"}


def test_the_six_given_questionnaires_know_81_pains() -> None:
    assert len({choice.pain for form in GIVEN for _, choice in pains(definition(form))}) == 81


@pytest.mark.parametrize("form", CODES)
def test_written_again_each_reads_the_same(form: str) -> None:
    found = definition(form)
    assert read_yaml(write_yaml(found).encode()).questionnaire == found


@pytest.mark.parametrize("form", CODES)
def test_as_a_workbook_each_reads_the_same(form: str) -> None:
    """A coordinator takes one as a start: nothing is lost on the way into Excel."""
    workbook = BytesIO()
    write_workbook(write_xlsform(definition(form)), workbook)
    again = read(f"{form}.xlsx", workbook.getvalue())
    assert again.accepted
    assert again.questionnaire == definition(form)


def coded(found: Questionnaire, question: Question) -> str:
    limits = question.parameters
    words = [question.name, question.kind]
    if question.kind == "range":
        words.append(f"{limits['start']}-{limits['end']}")
    words[-1] += "!" if question.required == "true()" else ""
    words += ["na"] if question.not_applicable else []
    words += [question.metric] if question.metric else []
    words += [f"max={question.max_choices}"] if question.max_choices else []
    words += [question.effect] if question.effect else []
    if not question.options_from:
        words += [choice.name + (f"={choice.pain}" if choice.pain else "") for choice in found.choice_list(question)]
    return " ".join(words)


def pains(found: Questionnaire) -> Iterator[tuple[Question, Choice]]:
    for placed in found.placed():
        for choice in found.choice_list(placed.question):
            if choice.pain:
                yield placed.question, choice


def texts(found: Questionnaire) -> Iterator[tuple[str, Localized]]:
    """Every text that is there, with what it is."""
    settings = found.settings
    every = [("title", settings.title), ("intro", settings.intro), ("outro", settings.outro)]
    for placed in found.placed():
        every += [(f"{placed.question.name} {column}", text) for column, text in texts_of(placed.question)]
    for known in found.lists.values():
        every += [(f"{known.name} {choice.name}", choice.label) for choice in known.choices]
    yield from ((what, text) for what, text in every if text)
