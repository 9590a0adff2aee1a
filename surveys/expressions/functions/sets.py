"""Sets of questions. Without repeats a set is one question, or several joined by `|`."""

import math
from collections.abc import Callable

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.values import Value, as_number, as_text


def _answered(given: Arguments) -> list[float]:
    """The numbers among the values: as in JavaRosa, an unanswered question is passed over."""
    numbers = [as_number(value, given.zone) for value in given.spread()]
    return [number for number in numbers if not math.isnan(number)]


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[Arguments], Value]:
    def apply(given: Arguments) -> Value:
        numbers = _answered(given)
        return choose(numbers) if numbers else math.nan

    return apply


FAMILY = (
    Function("min", _extreme(min), 1, None, nodes_from=0),
    Function("max", _extreme(max), 1, None, nodes_from=0),
    Function("sum", lambda given: float(sum(_answered(given))), 1, 1, nodes_from=0, only_nodes=True),
    Function("count", lambda given: float(len(given.spread())), 1, 1, nodes_from=0, only_nodes=True),
    Function(
        "count-non-empty",
        lambda given: float(sum(1 for value in given.spread() if as_text(value))),
        1,
        1,
        nodes_from=0,
        only_nodes=True,
    ),
)
