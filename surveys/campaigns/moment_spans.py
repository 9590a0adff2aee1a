"""«Через 2 часа», "in a week", «через 3 дня в 10»: so long from now."""

import calendar
from datetime import UTC, date, datetime, timedelta, tzinfo

from surveys.campaigns.local_time import first_from
from surveys.campaigns.moment_hours import NoSuchHour, hours
from surveys.campaigns.moment_words import HALF_HOURS, number, unit

_BEFORE = frozenset({"через", "in"})


def after_span(words: tuple[str, ...], now: datetime, zone: tzinfo) -> datetime | None:
    """None where the words are no span. Hours are hours that pass; days keep the hour that the wall shows, or the one
    that is said. To the minute. Raises OverflowError."""
    if len(words) < 2 or words[0] not in _BEFORE:
        return None
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    joined = " ".join(words[1:])
    if joined in HALF_HOURS:
        return minute + timedelta(minutes=HALF_HOURS[joined])
    count, rest = (1, words[1:]) if unit(words[1]) else (number(words[1]), words[2:])
    measure = unit(rest[0]) if rest else ""
    if count is None or not measure:
        return None
    if measure in ("minutes", "hours"):
        return minute + timedelta(**{measure: count}) if len(rest) == 1 else None
    return _on_day(_later(minute.astimezone(zone).date(), count, measure), rest[1:], minute, zone)


def _on_day(day: date, hour_words: tuple[str, ...], minute: datetime, zone: tzinfo) -> datetime | None:
    if not hour_words:
        return first_from(day, minute.astimezone(zone).time(), zone)
    try:
        told = hours(hour_words)
    except NoSuchHour:
        return None
    likely = [each for each in told if not each.fallback and not each.offered]
    return first_from(day, likely[0].hour, zone) if len(likely) == 1 else None


def _later(day: date, count: int, measure: str) -> date:
    """The last day of a month stands for one that it does not have."""
    if measure != "months":
        return day + timedelta(days=count * (7 if measure == "weeks" else 1))
    whole = day.year * 12 + day.month - 1 + count
    year, month = divmod(whole, 12)
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
