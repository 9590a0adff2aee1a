"""Values of the language and how one kind reads as another.

The rules are those of XPath 1.0 with the additions of the ODK XForms specification
(https://getodk.github.io/xforms-spec/#xpath-functions): the answer to a question never given is the empty
text, a text of the form of a date reads as days since 1970-01-01. Where ODK's two engines differ, the
comment says which is followed.
"""

import math
import re
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

#: A tuple holds the codes chosen in a select_multiple, in order.
Value = str | float | bool | date | datetime | time | tuple[str, ...]

#: Numbers nearer than this are equal (JavaRosa, XPathEqExpr): 0.1 + 0.2 = 0.3 is true for the author.
TOLERANCE = 1e-12

_EPOCH = date(1970, 1, 1)
_DAY = timedelta(days=1)

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?")


def truth(value: Value) -> bool:
    """boolean(): the text 'false' is true, as any text that is not empty; NaN is false."""
    match value:
        case bool():
            return value
        case int() | float():
            return not math.isnan(value) and abs(value) > TOLERANCE
        case str() | tuple():
            return len(value) > 0
        case _:
            return True


def as_text(value: Value) -> str:
    """string(): 3.0 is '3', codes are joined by spaces, dates are ISO 8601."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number_text(value)
        case tuple():
            return " ".join(value)
        case datetime():
            return value.isoformat(timespec="milliseconds")
        case time():
            return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
        case date():
            return value.isoformat()
        case _:
            return value


def _number_text(number: float) -> str:
    if isinstance(number, int):
        number = as_float(number)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")  # XPath knows no exponents: 1e-7 is 0.0000001


def as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number)


def as_number(value: Value, zone: tzinfo | None = None) -> float:
    """number(): NaN where nothing else is possible, as for an unanswered question.

    Dates are days since 1970-01-01, moments the same with a fraction, both by the clock of `zone` (where
    the moment has an offset of its own and no zone is given, by that), times a fraction of the day.
    """
    match value:
        case bool():
            return 1.0 if value else 0.0
        case int():
            return as_float(value)
        case float():
            return value
        case tuple():
            return _text_number(" ".join(value), zone)
        case str():
            return _text_number(value, zone)
        case _:
            return _days(value, zone)


def _text_number(text: str, zone: tzinfo | None) -> float:
    """Digits with a point or a comma (both engines trim; JavaRosa takes the comma), or a date."""
    trimmed = text.strip(" \t\r\n\u00a0")
    if len(trimmed) <= 400 and _NUMBER.fullmatch(trimmed.replace(",", ".")):
        return float(trimmed.replace(",", "."))
    moment = read_moment(trimmed)
    return math.nan if moment is None else _days(moment, zone)


def _days(value: date | datetime | time, zone: tzinfo | None) -> float:
    if isinstance(value, time):
        return _fraction(value)
    if not isinstance(value, datetime):
        return float((value - _EPOCH).days)
    local = in_zone(value, zone)
    return float((local.date() - _EPOCH).days) + _fraction(local.time())


def _fraction(value: time) -> float:
    since = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return since / _DAY


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment by the clock of `zone`; one without an offset is taken to be there already."""
    if zone is None:
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(zone)
    except OverflowError:  # the first or last day of the calendar
        return moment


def read_moment(text: str) -> date | datetime | None:
    """A date `2026-11-22` or a moment `2026-11-22T10:30[:15[.250]][+03:00]`; None for any other text."""
    day, separator, clock = text.partition("T")
    match = _DATE.fullmatch(day)
    try:
        whole = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    if whole is None or not separator:
        return whole
    at = read_time(clock)
    return None if at is None else datetime.combine(whole, at)


def read_time(text: str) -> time | None:
    """`10:30`, `10:30:15.250`, each with an offset or `Z` after it; None for any other text."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, offset = match.groups()
    clock = f"{int(hour):02}:{minute}:{second or '00'}.{(fraction or '0').ljust(6, '0')}"
    try:
        return time.fromisoformat(clock + (offset or ""))
    except ValueError:
        return None
