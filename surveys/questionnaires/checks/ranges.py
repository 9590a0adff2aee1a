"""Parameters: which a type takes, and the scale of a range."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from surveys.questionnaires.cells import place_in
from surveys.questionnaires.definition import Question, Questionnaire
from surveys.questionnaires.issue import Issue, error, warning

MOST_STEPS = 11
"""0..10 is the longest scale that fits a phone as buttons."""

# pyxform 4.5, constants.py; a type that is not here is not looked at there either.
PARAMETERS = {
    "range": ("start", "end", "step", "tick_interval", "placeholder", "tick_labelset"),
    "select_one": ("randomize", "seed"),
    "select_multiple": ("randomize", "seed"),
    "rank": ("randomize", "seed"),
    "text": ("rows",),
    "image": ("app", "max-pixels"),
}


def check_ranges(questionnaire: Questionnaire) -> Iterator[Issue]:
    for placed in questionnaire.placed():
        question = placed.question
        accepted = PARAMETERS.get(question.kind)
        rejected = [key for key in question.parameters if accepted is not None and key not in accepted]
        if rejected and accepted is not None:
            place = place_in(question.place, "parameters")
            yield error("SURVEY_005", place, accepted=", ".join(accepted), rejected=", ".join(rejected))
        if question.kind == "range":
            yield from _scale(question)


def scale_of(question: Question) -> tuple[Decimal, Decimal, Decimal] | None:
    """Start, end and step (by default 1, 10 and 1, as ODK has it); None where one of them is no number."""
    try:
        numbers = [Decimal(question.parameters.get(key, usual)) for key, usual in _USUAL]
    except InvalidOperation:
        return None
    start, end, step = numbers
    return (start, end, step) if all(number.is_finite() for number in numbers) else None


_USUAL = (("start", "1"), ("end", "10"), ("step", "1"))


def _scale(question: Question) -> Iterator[Issue]:
    place = place_in(question.place, "parameters")
    scale = scale_of(question)
    if scale is None:
        yield error("RANGE_001", place, name="start, end, step")
        return
    start, end, step = scale
    span = abs(end - start)
    if step == 0:
        yield error("RANGE_002", place, name="step")
    elif abs(step) > span:
        yield error("RANGE_003", place, name="step")
    elif span / abs(step) >= MOST_STEPS:
        yield warning("RANGE_MANY_STEPS", place, steps=int(span / abs(step)) + 1, limit=MOST_STEPS)
