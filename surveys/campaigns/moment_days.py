"""Which days a few words can mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from surveys.campaigns.moment_words import NEXT, RELATIVE_DAYS, THIS, month, weekday


@dataclass(frozen=True, slots=True)
class Day:
    """One reading. `fallback`: meant only where nothing better is still to come."""

    day: date
    fallback: bool = False


NEARLY_A_YEAR = timedelta(days=300)


class NoSuchDay(Exception):
    """Written as a day, such as 31.02, and none."""


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\.?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?", re.ASCII)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:-?(?:го|е|st|nd|rd|th))?", re.ASCII)
_YEAR = re.compile(r"20\d\d", re.ASCII)
_BEFORE_DAY = frozenset({"в", "во", "на", "on", "с", "the"})


def days(words: tuple[str, ...], today: date) -> list[Day]:
    """All readings; empty where the words are no day. Raises NoSuchDay."""
    while words and words[0] in _BEFORE_DAY:
        words = words[1:]
    if not words:
        return []
    joined = " ".join(words)
    if joined in RELATIVE_DAYS:
        return [Day(today + timedelta(days=RELATIVE_DAYS[joined]))]
    return [*_numbered(joined, today), *_named(words, today), *_weekdays(words, today)]


def _numbered(joined: str, today: date) -> list[Day]:
    iso, dotted, slashed = _ISO.fullmatch(joined), _DOTTED.fullmatch(joined), _SLASHED.fullmatch(joined)
    if iso:
        return _written(int(iso[1]), int(iso[2]), int(iso[3]), today)
    if dotted:
        return _written(_full(dotted[3]), int(dotted[2]), int(dotted[1]), today)
    if not slashed:
        return []
    # 03/04 is the third of April to some and the fourth of March to others.
    found: list[Day] = []
    for day, of_month in {(int(slashed[1]), int(slashed[2])), (int(slashed[2]), int(slashed[1]))}:
        try:
            found += _written(_full(slashed[3]), of_month, day, today)
        except NoSuchDay:
            continue
    if not found:
        raise NoSuchDay
    return sorted(found, key=lambda each: each.day)


def _named(words: tuple[str, ...], today: date) -> list[Day]:
    """«1 декабря», «december 1st 2026», «1st of december»."""
    year: int | None = None
    rest = tuple(word for word in words if word != "of")
    if len(rest) == 3 and _YEAR.fullmatch(rest[2]):
        year, rest = int(rest[2]), rest[:2]
    if len(rest) != 2:
        return []
    for written, name in (rest, rest[::-1]):
        matched, of_month = _DAY_OF_MONTH.fullmatch(written), month(name)
        if matched and of_month:
            return _written(year, of_month, int(matched[1]), today)
    return []


def _weekdays(words: tuple[str, ...], today: date) -> list[Day]:
    """The coming one; today's too where it is today. «Следующий» said of a day that this week still has may mean this
    week's or the next one's."""
    wanted = weekday(words[-1])
    if wanted is None or len(words) > 2 or (len(words) == 2 and words[0] not in THIS | NEXT):
        return []
    ahead = (wanted - today.weekday()) % 7
    coming = today + timedelta(days=ahead)
    week = timedelta(days=7)
    if len(words) == 2 and words[0] in THIS:
        return [Day(today + timedelta(days=wanted - today.weekday()))]
    if len(words) == 2:
        if ahead == 0:
            return [Day(today + week)]
        return [Day(coming), Day(coming + week)] if wanted > today.weekday() else [Day(coming)]
    return [Day(today), Day(today + week)] if ahead == 0 else [Day(coming)]


def _written(year: int | None, of_month: int, day: int, today: date) -> list[Day]:
    """Without a year: the next such date. Raises NoSuchDay."""
    if year is not None:
        return [Day(_date(year, of_month, day))]
    found = list(_coming(of_month, day, today))
    if not found:
        raise NoSuchDay
    return found


def _coming(of_month: int, day: int, today: date) -> Iterator[Day]:
    """The next two, as the hour of today's date may have passed; 29.02 waits for a leap year. One nearly a year away is
    of a date that has just passed, and perhaps a slip."""
    for year in range(today.year, today.year + 9):
        try:
            found = _date(year, of_month, day)
        except NoSuchDay:
            continue
        if found >= today:
            yield Day(found, fallback=found - today > NEARLY_A_YEAR)
            if found > today:
                return


def _date(year: int, of_month: int, day: int) -> date:
    try:
        return date(year, of_month, day)
    except ValueError as broken:
        raise NoSuchDay from broken


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) if len(year) == 4 else 2000 + int(year)
