"""What is carried and does nothing here is said; what would change the answers by doing nothing is refused."""

import re
from collections.abc import Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.expressions import REFERENCE
from surveys.questionnaires.checks.names import every_group
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.questionnaires.issue import Issue, error, warning

_MOMENTARY = re.compile(r"\b(now|today|random|uuid|once)\s*\(")
"""Functions whose value depends on when they are computed."""


def check_unused(questionnaire: Questionnaire) -> Iterator[Issue]:
    for row in questionnaire.metadata:
        yield warning("METADATA_UNUSED", place_in(row.place, "type"), kind=row.kind)
    for group in every_group(questionnaire.items):
        if not group.items:
            yield warning("GROUP_EMPTY", group.place, name=group.name)
        for header in group.extra:
            yield warning("GROUP_COLUMN_UNUSED", place_in(group.place, header), header=header)
    for placed in questionnaire.placed():
        question = placed.question
        if question.trigger:
            make = warning if _recomputed_anyway(question) else error
            code = "TRIGGER_UNUSED" if make is warning else "TRIGGER_UNSUPPORTED"
            yield make(code, place_in(question.place, "trigger"))
        if question.kind == "calculate" and not question.calculation and not question.default:
            yield error("CALCULATION_MISSING", place_in(question.place, "calculation"))
        if question.calculation and question.label and question.kind not in ("calculate", "hidden", "note"):
            yield warning("CALCULATION_ON_QUESTION", place_in(question.place, "calculation"))
        if question.read_only and question.asked:
            yield warning("READ_ONLY_UNUSED", place_in(question.place, "read_only"))


def _recomputed_anyway(question: Question) -> bool:
    """Whether computing always gives what computing on the trigger alone would."""
    calculation = question.calculation
    if not calculation or _MOMENTARY.search(calculation):
        return False
    return set(REFERENCE.findall(calculation)) <= set(REFERENCE.findall(question.trigger))
