"""Columns and rows by which other programs of the field act on answers: kept for them, without effect here."""

from collections.abc import Iterator, Mapping

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.checks.names import every_group
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, warning
from surveys.questionnaires.place import Place

SAVING = frozenset({"save_to", "bind::entities:saveto"})
"""Headers of the column that copies an answer into a record (ODK's entities)."""
OPENING = frozenset({"intent", "control::intent", "body::intent"})
"""Headers of the column that opens another program on the device, which fills the questions in."""


def check_elsewhere(questionnaire: Questionnaire) -> Iterator[Issue]:
    for row in questionnaire.entities:
        yield warning("ENTITY_UNUSED", row.place)
    for placed in questionnaire.placed():
        yield from _columns(placed.question.extra, placed.question.place)
    for group in every_group(questionnaire.items):
        yield from _columns(group.extra, group.place)


def acts_elsewhere(header: str) -> bool:
    return _plain(header) in SAVING | OPENING


def _columns(extra: Mapping[str, str], place: Place) -> Iterator[Issue]:
    for header in extra:
        if _plain(header) in SAVING:
            yield warning("SAVE_TO_UNUSED", place_in(place, header), header=header)
        elif _plain(header) in OPENING:
            yield warning("INTENT_UNUSED", place_in(place, header), header=header)


def _plain(header: str) -> str:
    return header.lower().replace(" ", "")
