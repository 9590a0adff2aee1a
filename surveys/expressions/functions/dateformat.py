"""Dates written as format-date() asks (https://docs.getodk.org/form-operators-functions)."""

from collections.abc import Callable
from datetime import datetime

_MONTHS = {
    "ru": ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}

#: From Monday.
_DAYS = {
    "ru": ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}

_SIGNS: dict[str, Callable[[datetime, str], str]] = {
    "%": lambda _, __: "%",
    "Y": lambda moment, _: f"{moment.year:04}",
    "y": lambda moment, _: f"{moment.year % 100:02}",
    "m": lambda moment, _: f"{moment.month:02}",
    "n": lambda moment, _: str(moment.month),
    "b": lambda moment, language: _MONTHS[language][moment.month - 1],
    "d": lambda moment, _: f"{moment.day:02}",
    "e": lambda moment, _: str(moment.day),
    "a": lambda moment, language: _DAYS[language][moment.weekday()],
    "W": lambda moment, _: str(moment.isocalendar().week),
    "H": lambda moment, _: f"{moment.hour:02}",
    "h": lambda moment, _: str(moment.hour),
    "M": lambda moment, _: f"{moment.minute:02}",
    "S": lambda moment, _: f"{moment.second:02}",
    "3": lambda moment, _: f"{moment.microsecond // 1000:03}",
}


class BadFormat(Exception):
    """`sign` is not one of the identifiers; it is a bare `%` when the format ends there."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.sign = sign


def formatted(moment: datetime, pattern: str, language: str) -> str:
    """Raises BadFormat. A language without names of its own gets the English ones."""
    names = language if language in _MONTHS else "en"
    parts: list[str] = []
    signs = iter(pattern)
    for sign in signs:
        if sign == "%":
            letter = next(signs, "")
            if letter not in _SIGNS:
                raise BadFormat("%" + letter)
            sign = _SIGNS[letter](moment, names)
        parts.append(sign)
    return "".join(parts)
