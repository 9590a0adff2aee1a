"""Limits and exceptions of choosing: max_choices, exclusive, or_other, na, sources of options, effects."""

from collections.abc import Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.kinds import CHOOSING
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest
from surveys.questionnaires.vocabulary import EFFECTS, OPTION_SOURCES

COUNTED = frozenset({"select_one", "select_multiple", "range"})
"""Kinds whose answers are counted by option, so that a sensitive one has options to hide."""


def check_choosing(questionnaire: Questionnaire) -> Iterator[Issue]:
    several: set[str] = set()
    for placed in questionnaire.placed():
        question = placed.question
        yield from _limits(question, len(questionnaire.choice_list(question)))
        yield from _words(question)
        if question.kind == "select_multiple":
            several.add(question.choices)
    for known in questionnaire.lists.values():
        for choice in known.choices:
            if choice.exclusive and known.name not in several:
                yield warning("EXCLUSIVE_UNUSED", place_in(choice.place, "exclusive"), list=known.name)


def _limits(question: Question, options: int) -> Iterator[Issue]:
    most = question.max_choices
    place = place_in(question.place, "max_choices")
    if most is not None and question.kind != "select_multiple":
        yield error("MAX_CHOICES_KIND", place, kind=question.kind)
    elif most == 0:
        yield error("MAX_CHOICES_ZERO", place)
    elif most is not None and options and most > options + question.or_other:
        yield warning("MAX_CHOICES_HIGH", place, most=most, options=options)
    if question.not_applicable and not question.asked:
        yield error("NA_NOT_ASKED", place_in(question.place, "na"), kind=question.kind)
    if question.sensitive and question.kind not in COUNTED:
        yield warning("SENSITIVE_UNUSED", place_in(question.place, "sensitive"), kind=question.kind)
    if question.or_other and question.choice_filter:
        yield error("OTHER_WITH_FILTER", place_in(question.place, "choice_filter"))


def _words(question: Question) -> Iterator[Issue]:
    if question.effect and question.effect not in EFFECTS:
        place = place_in(question.place, "effect")
        yield _unknown("EFFECT", question.effect, EFFECTS, place_in(place, "effect"))
    if question.options_from:
        place = place_in(question.place, "options_from")
        if question.kind not in CHOOSING:
            yield error("OPTIONS_FROM_KIND", place, kind=question.kind)
        elif question.options_from not in OPTION_SOURCES:
            yield _unknown("OPTIONS_FROM", question.options_from, OPTION_SOURCES, place)


def _unknown(what: str, written: str, known: tuple[str, ...], place: Place) -> Issue:
    meant = nearest(written, known)
    return error(f"{what}_UNKNOWN", place, value=written, known=", ".join(known), meant=meant or known[0])
