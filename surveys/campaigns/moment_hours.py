"""Which hours a few words can mean."""

import re
from dataclasses import dataclass
from datetime import time

from surveys.campaigns.moment_words import HALVES, NUMBERS, PARTS, USUAL_HOURS, number, unit


@dataclass(frozen=True, slots=True)
class Hour:
    """One reading. `fallback` as of a day; `offered`: nobody named it, it is one to choose from."""

    hour: time
    fallback: bool = False
    offered: bool = False


class NoSuchHour(Exception):
    """Written as an hour, such as 25:00, and none."""


USUAL = tuple(Hour(time(hour), offered=True) for hour in USUAL_HOURS)
_EXACT = re.compile(r"(\d{1,2})[:.\-](\d{2})", re.ASCII)
_BEFORE_HOUR = frozenset({"в", "во", "к", "at", "by"})
_HOURS_WORDS = frozenset({"час", "часа", "часов", "ч", "oclock", "o'clock", "hours"})
_FIXED = {"полдень": time(12), "noon": time(12), "полночь": time(0), "midnight": time(0)}
_DOUBTFUL = range(1, 8)
"""«В 3» is three in the afternoon to most who send a survey, and three at night to the letter."""


def hours(words: tuple[str, ...]) -> list[Hour]:
    """All readings; empty where the words are no hour. Raises NoSuchHour."""
    while words and words[0] in _BEFORE_HOUR:
        words = words[1:]
    if words and words[0] == "in":
        words = tuple(word for word in words[1:] if word != "the")
    if not words:
        return []
    if words == ("час", "дня"):
        return [Hour(time(13))]
    if len(words) == 1 and words[0] in PARTS:
        return [Hour(time(hour), offered=True) for hour in PARTS[words[0]]]
    if len(words) == 1 and words[0] in _FIXED:
        return [Hour(_FIXED[words[0]])]
    return _clock(words)


def _clock(words: tuple[str, ...]) -> list[Hour]:
    if len(words) > 1 and unit(words[-1]) == "minutes":
        words = words[:-1]
    half = HALVES.get(words[-1])
    if half is not None:
        words = words[:-1]
    if len(words) > 1 and words[-1] in _HOURS_WORDS:
        words = words[:-1]
    if len(words) == 3 and words[1] in _HOURS_WORDS and number(words[2]) is not None:
        words = (f"{words[0]}:{int(number(words[2]) or 0):02}",)
    if len(words) != 1:
        return []
    exact = _EXACT.fullmatch(words[0])
    if exact:
        return _told(int(exact[1]), int(exact[2]), half, bare=False)
    said = int(words[0]) if re.fullmatch(r"\d{1,2}", words[0], re.ASCII) else NUMBERS.get(words[0], -1)
    if said < 0 or (words[0] in ("a", "an")):
        return []
    return _told(said, 0, half, bare=half is None and not words[0].startswith("0"))


def _told(hour: int, minute: int, half: range | None, *, bare: bool) -> list[Hour]:
    if hour > 23 or minute > 59:
        raise NoSuchHour
    if half is not None:
        fitting = [each for each in (hour % 12, hour % 12 + 12) if each in half and hour in (each, each % 12 or 12)]
        if not fitting:
            raise NoSuchHour
        return [Hour(time(fitting[0], minute))]
    if bare and hour in _DOUBTFUL:
        return [Hour(time(hour, minute)), Hour(time(hour + 12, minute))]
    if bare and hour < 12 and hour:
        return [Hour(time(hour, minute)), Hour(time(hour + 12, minute), fallback=True)]
    return [Hour(time(hour, minute))]
