"""Days and hours as people type them, in Russian and English."""

import re
from datetime import date, time, timedelta

_RELATIVE = {
    "позавчера": -2,
    "вчера": -1,
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})", re.ASCII)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[-./ ](?P<month>\d{1,2})(?:[-./ ](?P<year>\d{4}|\d{2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:-?(?:го|е|st|nd|rd|th))? (?P<month>[a-zа-я]{3,9})(?: (?P<year>\d{4}))?")
_MONTH_FIRST = re.compile(r"(?P<month>[a-z]{3,9}) (?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?")
_CLOCK = re.compile(r"(?:(?:в|at) )?(?P<hour>\d{1,2})(?:[:.\- ]?(?P<minute>\d{2}))?", re.ASCII)


def day_said(text: str, today: date) -> date | None:
    """The day that `text` names: «05.03.2026», «5 марта», «вчера», "March 5, 2026", "2026-03-05".

    Without a year it is the year of `today`; two digits of a year are the hundred years that end 20 years ahead.
    """
    words = _words(text)
    if words in _RELATIVE:
        return _shifted(today, _RELATIVE[words])
    for pattern in (_ISO, _NUMBERS, _DAY_FIRST, _MONTH_FIRST):
        match = pattern.fullmatch(words)
        if match:
            year, month = _year(match["year"], today), _month(match["month"])
            return _day(year, month, int(match["day"])) if month else None
    return None


def time_said(text: str) -> time | None:
    """The hour that `text` names: «9:30», «9.30», «0930», «в 9»."""
    match = _CLOCK.fullmatch(_words(text))
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _words(text: str) -> str:
    spoken = " ".join(text.lower().replace("ё", "е").replace(",", " ").split())
    return re.sub(r"\s*(?:года|год|г\.?|year)$", "", spoken).rstrip(". ")


def _year(written: str | None, today: date) -> int:
    if written is None:
        return today.year
    year = int(written)
    if len(written) == 4:
        return year
    year += today.year // 100 * 100
    return year - 100 if year > today.year + 20 else year


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    for names in (_MONTHS, _ENGLISH_MONTHS):
        for number, start in enumerate(names, start=1):
            if written.startswith(start):
                return number
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shifted(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None
