"""Dates and times, by the clock of the scope's zone."""

import math
from datetime import UTC, date, datetime, time, timedelta

from surveys.expressions.functions.calling import Arguments, Function
from surveys.expressions.functions.dateformat import BadFormat, formatted
from surveys.expressions.values import Value, as_number, as_text, in_zone, read_moment, read_time

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(given: Arguments) -> datetime | None:
    """The first argument as a moment; None for what has no value (the empty text, NaN). Raises
    EvaluationFailed.

    A number is days since 1970-01-01T00:00Z, a date is its midnight here.
    """
    value = given.value(0)
    if isinstance(value, str | tuple):
        text = as_text(value).strip()
        if text == "":
            return None
        value = _read(text, given)
    if isinstance(value, bool | time):
        raise given.fails("not_a_date")
    if isinstance(value, float):
        return _counted(value, given)
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return in_zone(value, given.zone)


def _read(text: str, given: Arguments) -> date | datetime | float:
    moment = read_moment(text)
    if moment is not None:
        return moment
    number = as_number(text)
    if math.isnan(number):
        raise given.fails("not_a_date")
    return number


def _counted(days: float, given: Arguments) -> datetime | None:
    if math.isnan(days):
        return None
    try:
        return in_zone(_EPOCH + timedelta(days=days), given.zone)
    except OverflowError:
        raise given.fails("date_range") from None


def _date(given: Arguments) -> Value:
    """A number of days is a day of the calendar wherever one stands: date(0) is 1970-01-01 east and west."""
    value = given.value(0)
    number = value if isinstance(value, float) else math.nan
    if isinstance(value, str) and read_moment(value.strip()) is None:
        number = as_number(value)
    if not math.isnan(number):
        return _day(number, given)
    moment = _moment(given)
    return "" if moment is None else moment.date()


def _day(days: float, given: Arguments) -> date:
    try:
        return _EPOCH.date() + timedelta(days=math.trunc(days))
    except (OverflowError, ValueError):
        raise given.fails("date_range") from None


def _date_time(given: Arguments) -> Value:
    moment = _moment(given)
    return "" if moment is None else moment


def _decimal_date_time(given: Arguments) -> Value:
    """Days since 1970-01-01T00:00Z with a fraction: midnight here is not midnight there."""
    moment = _moment(given)
    return math.nan if moment is None else (moment - _EPOCH) / timedelta(days=1)


def _decimal_time(given: Arguments) -> Value:
    """The fraction of the day: noon is 0.5. Takes a time as well as a moment."""
    value = given.value(0)
    clock = read_time(as_text(value).strip()) if isinstance(value, str) else value
    if isinstance(clock, time):
        return as_number(_here(clock, given))
    moment = _moment(given)
    return math.nan if moment is None else as_number(moment.time())


def _here(clock: time, given: Arguments) -> time:
    """A time with an offset of its own, by our clock today."""
    if clock.tzinfo is None:
        return clock
    return in_zone(datetime.combine(given.scope.now.date(), clock), given.zone).time()


def _format(given: Arguments) -> Value:
    moment = _moment(given)
    if moment is None:
        return ""
    try:
        return formatted(moment, given.text(1), given.scope.language)
    except BadFormat as bad:
        raise given.fails("date_format", sign=bad.sign) from None


FAMILY = (
    Function("today", lambda given: given.scope.now.date(), 0, 0),
    Function("now", lambda given: given.scope.now, 0, 0),
    Function("date", _date, 1, 1),
    Function("date-time", _date_time, 1, 1),
    Function("decimal-date-time", _decimal_date_time, 1, 1),
    Function("decimal-time", _decimal_time, 1, 1),
    Function("format-date", _format, 2, 2),
    Function("format-date-time", _format, 2, 2),
)
