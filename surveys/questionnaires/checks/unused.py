"""What is carried and does nothing here is said."""

from collections.abc import Iterator
from itertools import filterfalse

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.elsewhere import acts_elsewhere
from surveys.questionnaires.checks.names import every_group
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, error, warning


def check_unused(questionnaire: Questionnaire) -> Iterator[Issue]:
    for row in questionnaire.metadata:
        yield warning("METADATA_UNUSED", place_in(row.place, "type"), kind=row.kind)
    for group in every_group(questionnaire.items):
        if not group.items:
            yield warning("GROUP_EMPTY", group.place, name=group.name)
        for header in filterfalse(acts_elsewhere, group.extra):
            yield warning("GROUP_COLUMN_UNUSED", place_in(group.place, header), header=header)
    for placed in questionnaire.placed():
        question = placed.question
        if question.trigger and question.kind == "note":
            yield warning("TRIGGER_UNUSED", place_in(question.place, "trigger"))
        elif question.trigger and not question.asked and not question.calculation:
            yield warning("TRIGGER_WITHOUT_VALUE", place_in(question.place, "trigger"), name=question.name)
        if question.kind == "calculate" and not question.calculation and not question.default:
            yield error("CALCULATION_MISSING", place_in(question.place, "calculation"))
        typed = question.kind not in ("calculate", "hidden", "note")
        if question.calculation and question.label and typed and not question.asked:
            yield warning("CALCULATION_ON_QUESTION", place_in(question.place, "calculation"))
        if question.read_only and question.asked:
            yield warning("READ_ONLY_NOT_ASKED", place_in(question.place, "read_only"))
