"""What a respondent reads must be there, and fit a phone."""

from collections.abc import Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.place import Place

LONGEST_OPTION = 45
"""Characters of an option that a button on a 390-pixel-wide phone shows without cutting."""
LONGEST_TEXT = 3500
"""Characters of a label and its hint together; a message of a messenger holds about 4000 with what we add."""


def check_labels(questionnaire: Questionnaire) -> Iterator[Issue]:
    if not any(True for _ in questionnaire.placed()):
        row = questionnaire.metadata[0].place if questionnaire.metadata else Place("survey", 1)
        yield error("SURVEY_EMPTY", row)
    for placed in questionnaire.placed():
        question = placed.question
        shown = question.asked or question.kind == "note"
        if shown and not question.label and not question.hint:
            # Media alone are carried unused, so such a question is shown by its name.
            make, code = (warning, "LABEL_ONLY_MEDIA") if question.media else (error, "LABEL_MISSING")
            yield make(code, place_in(question.place, "label"), name=question.name)
        longest = sum(max((len(text) for _, text in said.texts), default=0) for said in (question.label, question.hint))
        if longest > LONGEST_TEXT:
            place = place_in(question.place, "label")
            yield error("LABEL_LONG", place, length=longest, limit=LONGEST_TEXT)
    yield from _options(questionnaire)


def _options(questionnaire: Questionnaire) -> Iterator[Issue]:
    asked = {placed.question.choices for placed in questionnaire.placed()}
    for known in questionnaire.lists.values():
        if known.name not in asked:
            continue
        for choice in known.choices:
            place = place_in(choice.place, "label")
            longest = max((len(text) for _, text in choice.label.texts), default=0)
            if not longest and not choice.media:
                yield warning("LABEL_001", place, name=choice.name)
            if longest > LONGEST_OPTION:
                yield warning("OPTION_LONG", place, name=choice.name, length=longest, limit=LONGEST_OPTION)
