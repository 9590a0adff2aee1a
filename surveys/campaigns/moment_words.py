"""The words in which people say days and hours, in Russian and English, and the words that only hold them together."""

import re
from types import MappingProxyType

RELATIVE_DAYS = MappingProxyType(
    {"сегодня": 0, "завтра": 1, "послезавтра": 2, "today": 0, "tomorrow": 1, "вчера": -1, "yesterday": -1}
)
WEEKDAYS = (
    ("понедельник", "пн", "monday", "mon"),
    ("вторник", "вт", "tuesday", "tue", "tues"),
    ("среда", "среду", "ср", "wednesday", "wed"),
    ("четверг", "чт", "thursday", "thu", "thurs"),
    ("пятница", "пятницу", "пт", "friday", "fri"),
    ("суббота", "субботу", "сб", "saturday", "sat"),
    ("воскресенье", "вс", "sunday", "sun"),
)
"""Monday is 0."""
MONTHS = (
    ("января", "январь", "янв", "january", "jan"),
    ("февраля", "февраль", "фев", "february", "feb"),
    ("марта", "март", "мар", "march", "mar"),
    ("апреля", "апрель", "апр", "april", "apr"),
    ("мая", "май", "may"),
    ("июня", "июнь", "июн", "june", "jun"),
    ("июля", "июль", "июл", "july", "jul"),
    ("августа", "август", "авг", "august", "aug"),
    ("сентября", "сентябрь", "сен", "сент", "september", "sep", "sept"),
    ("октября", "октябрь", "окт", "october", "oct"),
    ("ноября", "ноябрь", "ноя", "нояб", "november", "nov"),
    ("декабря", "декабрь", "дек", "december", "dec"),
)
THIS = frozenset({"этот", "эту", "это", "this"})
NEXT = frozenset({"следующий", "следующую", "следующее", "next"})

HALVES = MappingProxyType(
    {
        "утра": range(4, 12),
        "дня": range(12, 18),
        "вечера": range(16, 24),
        "ночи": range(0, 5),
        "am": range(0, 12),
        "pm": range(12, 24),
    }
)
"""After an hour: which hours of the day it can mean."""
PARTS = MappingProxyType(
    {
        "утром": (8, 9, 10),
        "днем": (12, 14, 16),
        "вечером": (17, 18, 19),
        "morning": (8, 9, 10),
        "afternoon": (13, 14, 16),
        "evening": (17, 18, 19),
    }
)
"""Instead of an hour: the hours to offer."""
USUAL_HOURS = (9, 10, 12, 14, 16)
"""Offered where a day is named and no hour."""

UNITS = MappingProxyType(
    {
        "minutes": ("минуту", "минуты", "минут", "мин", "minute", "minutes", "min", "mins"),
        "hours": ("час", "часа", "часов", "ч", "hour", "hours", "h"),
        "days": ("день", "дня", "дней", "сутки", "суток", "day", "days"),
        "weeks": ("неделю", "недели", "недель", "week", "weeks"),
        "months": ("месяц", "месяца", "месяцев", "month", "months"),
    }
)
NUMBERS = MappingProxyType(
    {
        "один": 1, "одну": 1, "одни": 1, "два": 2, "две": 2, "двое": 2, "три": 3, "трое": 3, "четыре": 4, "пять": 5,
        "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "пятнадцать": 15, "двадцать": 20,
        "тридцать": 30, "сорок": 40,
        "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    }
)  # fmt: skip
HALF_HOURS = MappingProxyType(
    {"полчаса": 30, "half an hour": 30, "half hour": 30, "полтора часа": 90, "1.5 часа": 90, "1.5 hours": 90}
)
"""In minutes."""

_JOINED = re.compile(r"(?<=\d)(am|pm)\b")
_SPOKEN_YEAR = re.compile(r"(?<=\d{4})\s*(?:года|год|г\.?)(?=\s|$)")
_ISO_T = re.compile(r"(?<=\d\d)t(?=\d\d:)")


def normal(text: str) -> str:
    """Small letters, single spaces, no commas, no «ё», no typographic dashes."""
    plain = text.strip().lower().replace("ё", "е").replace(",", " ").replace("–", "-").replace("—", "-")
    plain = plain.replace("a.m.", "am").replace("p.m.", "pm")
    plain = _ISO_T.sub(" ", _JOINED.sub(r" \1", _SPOKEN_YEAR.sub("", plain)))
    return " ".join(plain.split()).rstrip(".!")


def weekday(word: str) -> int | None:
    return next((number for number, names in enumerate(WEEKDAYS) if word in names), None)


def month(word: str) -> int | None:
    return next((number for number, names in enumerate(MONTHS, start=1) if word.rstrip(".") in names), None)


def unit(word: str) -> str:
    """ "" for no unit of time."""
    return next((name for name, words in UNITS.items() if word in words), "")


def number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 4 else NUMBERS.get(word)
