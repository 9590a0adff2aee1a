"""Answers to select questions: codes with spaces between them."""

import math

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.values import Value


def _selected(given: Arguments) -> Value:
    codes, wanted = given.text(0).split(), given.text(1).strip()
    return wanted in codes if wanted else not codes


def _selected_at(given: Arguments) -> Value:
    """The first is number 0; outside the list, the empty text."""
    codes, index = given.text(0).split(), given.number(1)
    if math.isnan(index) or not 0 <= index < len(codes):
        return ""
    return codes[int(index)]


FAMILY = (
    Function("selected", _selected, 2, 2),
    Function("selected-at", _selected_at, 2, 2),
    Function("count-selected", lambda given: float(len(given.text(0).split())), 1, 1),
)
