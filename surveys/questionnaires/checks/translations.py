"""A text written in one language of the questionnaire should be there in all."""

from collections.abc import Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.expressions import texts_of
from surveys.questionnaires.checks.names import every_group
from surveys.questionnaires.definition import Localized, Questionnaire
from surveys.questionnaires.issue import Issue, warning
from surveys.questionnaires.place import Place


def check_translations(questionnaire: Questionnaire) -> Iterator[Issue]:
    codes = tuple(language.code for language in questionnaire.languages)
    if len(codes) < 2:
        return
    for place, text in _texts(questionnaire):
        known = dict(text.texts)
        missing = [code for code in codes if not known.get(code)]
        # A text without a language serves every language: numbers, names, emoji.
        if known and missing and "" not in known:
            yield warning("TRANSLATION_MISSING", place, languages=", ".join(missing))


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[Place, Localized]]:
    for placed in questionnaire.placed():
        for column, text in texts_of(placed.question):
            yield place_in(placed.question.place, column), text
    for group in every_group(questionnaire.items):
        yield place_in(group.place, "label"), group.label
        yield place_in(group.place, "hint"), group.hint
    for known in questionnaire.lists.values():
        for choice in known.choices:
            yield place_in(choice.place, "label"), choice.label
    settings = questionnaire.settings
    for column in ("title", "intro", "outro"):
        yield Place("settings", 2, column), getattr(settings, column)
