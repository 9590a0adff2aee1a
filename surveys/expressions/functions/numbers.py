"""Arithmetic. What has no answer is NaN or Infinity, as in Java's Math: nothing here fails."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.values import Value

#: JavaRosa: rounding to more places than this is NaN.
MAX_PLACES = 30

#: Longer than any float written out: 309 digits before the point, 324 after it.
_PRECISION = 700


def _int(given: Arguments) -> Value:
    number = given.number(0)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _round(given: Arguments) -> Value:
    """To places after the point, or before it. A half goes up: -2.5 is -2 (XPath 1.0, 4.4)."""
    number = given.number(0)
    places = given.number(1) if len(given) == 2 else 0.0
    if not math.isfinite(number):
        return number
    if math.isnan(places) or abs(places) > MAX_PLACES:
        return math.nan
    with localcontext(prec=_PRECISION):
        method = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
        return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-int(places)), rounding=method))


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = exponent % 2 == 1
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:  # 0 to a negative power, a root of a negative number
        return math.inf if base == 0 else math.nan


def _logarithm(base: Callable[[float], float]) -> Callable[[Arguments], Value]:
    def apply(given: Arguments) -> Value:
        number = given.number(0)
        if number == 0:
            return -math.inf
        return math.nan if number < 0 else base(number)

    return apply


def _plain(compute: Callable[[float], float]) -> Callable[[Arguments], Value]:
    """A function of one number; outside its domain NaN, past the largest float Infinity."""

    def apply(given: Arguments) -> Value:
        try:
            return compute(given.number(0))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return apply


FAMILY = (
    Function("number", lambda given: given.number(0), 1, 1),
    Function("int", _int, 1, 1),
    Function("round", _round, 1, 2),
    Function("abs", _plain(abs), 1, 1),
    Function("pow", lambda given: _power(given.number(0), given.number(1)), 2, 2),
    Function("sqrt", _plain(math.sqrt), 1, 1),
    Function("exp", _plain(math.exp), 1, 1),
    Function("exp10", lambda given: _power(10.0, given.number(0)), 1, 1),
    Function("log", _logarithm(math.log), 1, 1),
    Function("log10", _logarithm(math.log10), 1, 1),
    Function("sin", _plain(math.sin), 1, 1),
    Function("cos", _plain(math.cos), 1, 1),
    Function("tan", _plain(math.tan), 1, 1),
    Function("asin", _plain(math.asin), 1, 1),
    Function("acos", _plain(math.acos), 1, 1),
    Function("atan", _plain(math.atan), 1, 1),
    Function("atan2", lambda given: math.atan2(given.number(0), given.number(1)), 2, 2),
    Function("pi", lambda _: math.pi, 0, 0),
)
