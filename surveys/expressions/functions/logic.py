"""Truth and choice between values."""

import math

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.values import Value, as_number, as_text, truth


def _if(given: Arguments) -> Value:
    return given.value(1) if given.truth(0) else given.value(2)


def _coalesce(given: Arguments) -> Value:
    first = given.value(0)
    return given.value(1) if as_text(first) in ("", "NaN") else first


def _once(given: Arguments) -> Value:
    own = given.own()
    return own if as_text(own) else given.value(0)


def _boolean_from_string(given: Arguments) -> Value:
    text = given.text(0)
    return text == "1" or text.lower() == "true"


def _counts(value: Value) -> bool:
    """Whether an answer of a checklist is a yes.

    Three sources, three rules: ODK's pages say exactly the text 'yes', the XForms specification a number
    above 0, JavaRosa any non-empty text. A text is judged by the first two, which agree with each other;
    'no' is no yes.
    """
    if isinstance(value, str | tuple):
        return as_text(value) == "yes" or as_number(value) > 0
    return truth(value)


def _within(total: float, given: Arguments) -> bool:
    """-1 as a bound means that there is none."""
    least, most = given.number(0), given.number(1)
    return (least == -1 or total >= least) and (most == -1 or total <= most)


def _checklist(given: Arguments) -> Value:
    return _within(sum(map(_counts, given.spread(2))), given)


def _weighted_checklist(given: Arguments) -> Value:
    weights = [given.number(at + 1) for at in range(2, len(given), 2) if _counts(given.value(at))]
    return _within(math.fsum(weights) if all(map(math.isfinite, weights)) else sum(weights), given)


FAMILY = (
    Function("if", _if, 3, 3),
    Function("coalesce", _coalesce, 2, 2),
    Function("once", _once, 1, 1, self_arity=1),
    Function("not", lambda given: not given.truth(0), 1, 1),
    Function("true", lambda _: True, 0, 0),
    Function("false", lambda _: False, 0, 0),
    Function("boolean", lambda given: given.truth(0), 1, 1),
    Function("boolean-from-string", _boolean_from_string, 1, 1),
    Function("checklist", _checklist, 3, None, nodes_from=2),
    Function("weighted-checklist", _weighted_checklist, 4, None, paired=True),
)
