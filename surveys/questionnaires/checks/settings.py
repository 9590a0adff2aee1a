"""Settings: known words, and what a promise of anonymity rules out."""

import re
from collections.abc import Iterator

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.definition import Questionnaire
from surveys.questionnaires.issue import Issue, error, warning
from surveys.questionnaires.kinds import ATTACHING
from surveys.questionnaires.place import Place
from surveys.questionnaires.similar import nearest
from surveys.questionnaires.vocabulary import ANONYMITIES, AUDIENCES

USUAL_CELL = 5
"""Nothing about a smaller group leaves the program by default (`product.md` 2.4)."""
SMALLEST_CELL = 3
_FORM_ID = re.compile(r"[^\s/\\:\"'<>|?*\x00-\x1f]{1,100}")


def check_settings(questionnaire: Questionnaire) -> Iterator[Issue]:
    settings = questionnaire.settings
    for column, written, known in (
        ("anonymity", settings.anonymity, ANONYMITIES),
        ("audience", settings.audience, AUDIENCES),
    ):
        if written not in known:
            meant = nearest(written, known) or known[0]
            place = _place(column)
            yield error("SETTING_UNKNOWN", place, setting=column, value=written, known=", ".join(known), meant=meant)
    if settings.min_cell < SMALLEST_CELL:
        yield error("MIN_CELL", _place("min_cell"), value=settings.min_cell, least=SMALLEST_CELL)
    elif settings.min_cell < USUAL_CELL:
        yield warning("MIN_CELL_SMALL", _place("min_cell"), value=settings.min_cell, usual=USUAL_CELL)
    if settings.form_id and not _FORM_ID.fullmatch(settings.form_id):
        yield warning("FORM_ID", _place("form_id"), value=settings.form_id)
    codes = [language.code for language in questionnaire.languages]
    if settings.default_language and codes and settings.default_language not in codes:
        place = _place("default_language")
        yield warning("DEFAULT_LANGUAGE", place, value=settings.default_language, known=", ".join(codes))
    if settings.anonymity == "strict":
        yield from _strict(questionnaire)


def _strict(questionnaire: Questionnaire) -> Iterator[Issue]:
    """A photo, a document or a position can name its author, whatever is done with the rest (`trust.md` 4, row 11)."""
    for placed in questionnaire.placed():
        if placed.question.kind in ATTACHING or placed.question.kind == "geopoint":
            place = place_in(placed.question.place, "type")
            yield error("ATTACHMENT_STRICT", place, kind=placed.question.kind)


def _place(column: str) -> Place:
    return Place("settings", 2, column)
