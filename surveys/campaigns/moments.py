"""A moment as somebody types it, «завтра в 10», "Dec 1 9am", read to one certain moment, to a few to choose from, or
refused with what is wrong.

Every way to cut the words into a day and an hour is tried. One moment that is still to come is certain; several are
offered; where the only ones are far-fetched (an hour of the evening that was not said, a date next year), they are
offered and not assumed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum

from surveys.campaigns.local_time import on_clock
from surveys.campaigns.moment_days import Day, NoSuchDay, days
from surveys.campaigns.moment_hours import USUAL, Hour, NoSuchHour, hours
from surveys.campaigns.moment_spans import after_span
from surveys.campaigns.moment_words import normal
from surveys.screens import Phrase

LONGEST_TEXT = 60
FARTHEST = timedelta(days=731)
MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Certain:
    at: datetime
    """In UTC, as everywhere here."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """To be chosen from, the earliest first. One alone is a question too: was this meant?"""

    candidates: tuple[datetime, ...]


class Why(Enum):
    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_HOUR = "no_such_hour"
    PAST = "past"
    TOO_FAR = "too_far"
    """More than two years ahead: a slip of the finger."""

    @property
    def said(self) -> Phrase:
        return Phrase(f"campaigns.moment.{self.value}")


@dataclass(frozen=True, slots=True)
class NotRead:
    why: Why


Reading = Certain | Doubtful | NotRead


@dataclass(frozen=True, slots=True)
class _Possible:
    at: datetime
    sure: bool
    """Somebody said it, and did not leave it to be guessed."""
    likely: bool = True


def read_moment(text: str, now: datetime, zone: tzinfo) -> Reading:
    """`now` is aware; days and hours are of `zone`."""
    words = tuple(normal(text).split()) if len(text) <= LONGEST_TEXT else ()
    wrong: list[Why] = []
    try:
        found = list(_possible(words, now, zone, wrong))
    except OverflowError:
        return NotRead(Why.TOO_FAR)
    if not found:
        return NotRead(wrong[0] if wrong else Why.UNREADABLE)
    ahead = [each for each in found if each.at > now]
    if not ahead:
        return NotRead(Why.PAST)
    near = [each for each in ahead if each.at - now <= FARTHEST]
    if not near:
        return NotRead(Why.TOO_FAR)
    return _decided(near)


def _decided(near: list[_Possible]) -> Reading:
    likely = [each for each in near if each.likely]
    moments = sorted({each.at for each in likely or near})
    if len(moments) == 1 and any(each.sure for each in likely):
        return Certain(moments[0])
    return Doubtful(tuple(moments[:MOST_CANDIDATES]))


def _possible(words: tuple[str, ...], now: datetime, zone: tzinfo, wrong: list[Why]) -> Iterator[_Possible]:
    span = after_span(words, now, zone)
    if span is not None:
        yield _Possible(span, sure=True)
        return
    today = now.astimezone(zone).date()
    for day_words, hour_words in _cuts(words):
        try:
            named, told = days(day_words, today), hours(hour_words)
        except NoSuchDay:
            wrong.append(Why.NO_SUCH_DAY)
            continue
        except NoSuchHour:
            wrong.append(Why.NO_SUCH_HOUR)
            continue
        if bool(named) is bool(day_words) and bool(told) is bool(hour_words):
            for day, hour in _pairs(named, told, today):
                yield from _on_wall(day, hour, zone)


def _cuts(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(of the day, of the hour), in both orders; one of them may be empty."""
    if not words:
        return
    for place in range(len(words) + 1):
        yield words[:place], words[place:]
        if 0 < place < len(words):
            yield words[place:], words[:place]


def _pairs(named: list[Day], told: list[Hour], today: date) -> Iterator[tuple[Day, Hour]]:
    """An hour alone is today's or, where that has passed, perhaps tomorrow's."""
    if not named:
        named = [Day(today), Day(today + timedelta(days=1), fallback=True)]
    for day in named:
        for hour in told or USUAL:
            if not (day.fallback and hour.fallback):
                yield day, hour


def _on_wall(day: Day, hour: Hour, zone: tzinfo) -> Iterator[_Possible]:
    found = on_clock(day.day, hour.hour, zone)
    for at in found.moments:
        yield _Possible(at.astimezone(UTC), not hour.offered and not found.skipped, not (day.fallback or hour.fallback))
