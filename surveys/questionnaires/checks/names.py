"""Names are identities: answers, exports and expressions know a question by its name for ever."""

import re
from collections.abc import Iterable, Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.definition import Group, Item, Metadata, Question, Questionnaire
from surveys.questionnaires.issue import Issue, error, warning

_NAME = re.compile(r"[^\W\d][\w.\-]*")
"""A letter or underscore, then letters, digits, `_`, `-`, `.`; Cyrillic letters are letters."""


def check_names(questionnaire: Questionnaire) -> Iterator[Issue]:
    yield from _siblings(questionnaire.items)
    yield from _across(questionnaire)


def every_group(items: Iterable[Item]) -> Iterator[Group]:
    """All groups, outer before inner."""
    for item in items:
        if isinstance(item, Group):
            yield item
            yield from every_group(item.items)


def _siblings(items: tuple[Item, ...]) -> Iterator[Issue]:
    seen: dict[str, str] = {}
    for item in items:
        place = place_in(item.place, "name")
        lower = item.name.lower()
        if not item.name:
            yield error("NAME_MISSING", place)
        elif not _NAME.fullmatch(item.name):
            yield error("NAMES_008", place, sheet=place.sheet, column="name", value=item.name)
        elif lower == "meta":
            yield error("NAMES_005", place)
        elif seen.get(lower) == item.name:
            yield error("NAMES_001", place, value=item.name)
        elif lower in seen:
            yield warning("NAMES_002", place, value=item.name)
        seen.setdefault(lower, item.name)
        if isinstance(item, Group):
            yield from _siblings(item.items)


def _across(questionnaire: Questionnaire) -> Iterator[Issue]:
    """Two groups may hold questions of one name: their answers are kept as `group/name`, and nothing may refer to them.

    What acts on an answer by its question's name alone still wants a name of its own.
    """
    first: dict[str, Question] = {}
    for placed in questionnaire.placed():
        question = placed.question
        known = first.setdefault(question.name, question)
        if known is not question:
            make = error if question.effect or known.effect or question.kind == known.kind == "hidden" else warning
            yield make(
                "NAME_REPEATED", place_in(question.place, "name"), value=question.name, other_row=known.place.row
            )
    for placed in questionnaire.placed():
        other = f"{placed.question.name}_other"
        if placed.question.or_other and other in first:
            place = place_in(first[other].place, "name")
            yield error("NAME_OTHER_TAKEN", place, value=other, name=placed.question.name)
    yield from _metadata(questionnaire.metadata, first)


def _metadata(rows: tuple[Metadata, ...], questions: dict[str, Question]) -> Iterator[Issue]:
    for row in rows:
        if row.name in questions:
            place = place_in(questions[row.name].place, "name")
            yield error("NAME_OF_METADATA", place, value=row.name, other_row=row.place.row)
