"""Forms that other people wrote: pyxform's verdict is kept, and every refusal of ours names its construct and row."""

import pytest

from surveys.questionnaires.issue import Severity
from surveys.texts import LANGUAGES, Texts
from tests.surveys.questionnaires.corpus import (
    accepted_definitions,
    cases,
    corpus_file,
    uses_only_our_types,
)
from tests.surveys.questionnaires.playing import play
from tests.surveys.questionnaires.test_round_trips import through_a_workbook, through_yaml

pytestmark = pytest.mark.skipif(
    corpus_file() is None, reason="the corpus of XLSForms is not here; OTKLIK_XLSFORM_CORPUS may name it"
)


def test_what_pyxform_rejects_is_rejected() -> None:
    assert [case.id for case in cases() if not case.accepted_by_pyxform and case.reading.accepted] == []


def test_what_pyxform_accepts_is_accepted_or_refused_with_a_row() -> None:
    unplaced = [
        (case.id, issue.code)
        for case in cases()
        if case.accepted_by_pyxform
        for issue in case.reading.issues
        if issue.severity is Severity.ERROR and (not issue.place.row or issue.from_pyxform)
    ]

    assert unplaced == []


def test_forms_of_our_types_are_nearly_all_accepted() -> None:
    """Judged by the type column alone: whatever else such a form asks for counts against us."""
    ours = [case for case in cases() if case.accepted_by_pyxform and uses_only_our_types(case)]
    accepted = sum(case.reading.accepted for case in ours)

    assert len(ours) >= 200
    assert accepted / len(ours) >= 0.95


def test_every_accepted_form_is_answered_to_its_end() -> None:
    """With a screen that shows something at every step, and no formula left to read on any."""
    runs = {id_: play(definition) for id_, definition in accepted_definitions()}

    assert len(runs) >= 200
    assert {id_: run.stuck for id_, run in runs.items() if run.stuck} == {}
    assert [id_ for id_, run in runs.items() if any("instance(" in text or "${" in text for text in run.shown)] == []


def test_every_accepted_form_survives_both_containers() -> None:
    lost = [
        id_
        for id_, definition in accepted_definitions()
        if through_yaml(definition) != definition or through_a_workbook(definition) != definition
    ]

    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_issue_is_said_with_its_remedy(language: str) -> None:
    texts = Texts()
    issues = [issue for case in cases() for issue in case.reading.issues]
    said = [texts.say(words, language) for issue in issues for words in (issue.message, issue.hint)]

    assert [text for text in said if not text or text.startswith("questionnaires.")] == []
