"""When a thing is due that comes again, or that comes to each person on a day of their own.

What is due has a key (job, period, person), and storage lets a key in once: two processes, a restart over the minute,
or a clock that is set back do a thing once. What was missed is made up for while it is fresh, and only the newest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from surveys.campaigns.local_time import first_from

NOBODY = 0


class Every(Enum):
    YEAR = "year"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Recurring:
    """In every period at `hour` of its `day`-th day, counted from 1; a day the period has not is its last."""

    every: Every
    day: int
    hour: time
    lasting: timedelta = timedelta(days=14)
    """How long people are asked each time."""
    fresh: timedelta = timedelta(days=7)
    """How late it may begin."""


@dataclass(frozen=True, slots=True)
class Hired:
    """At `hour` of each of these days after the day of hire, which is day 0."""

    days: tuple[int, ...] = (30, 90)
    hour: time = time(10)
    fresh: timedelta = timedelta(days=7)


Schedule = Recurring | Hired


@dataclass(frozen=True, slots=True)
class Due:
    """The unique key, and since when it is due."""

    job: str
    period: str
    person: int
    at: datetime

    @property
    def key(self) -> tuple[str, str, int]:
        return self.job, self.period, self.person


def recurring_due(job: str, rule: Recurring, zone: tzinfo, *, since: datetime, now: datetime) -> Due | None:
    """The newest occasion up to `now` that is still fresh; none from before `since`, when the rule was made."""
    day = now.astimezone(zone).date()
    for first in (_begin(rule.every, day), _begin(rule.every, _begin(rule.every, day) - timedelta(days=1))):
        at = _occasion(rule, first, zone)
        if at <= now:
            timely = since <= at and now - at < rule.fresh
            return Due(job, _named(rule.every, first), NOBODY, at) if timely else None
    return None


def next_recurring(rule: Recurring, zone: tzinfo, after: datetime) -> datetime:
    """For «what will happen next»."""
    first = _begin(rule.every, after.astimezone(zone).date())
    while True:
        at = _occasion(rule, first, zone)
        if at > after:
            return at
        first = _end(rule.every, first)


def hire_due(
    job: str, rule: Hired, zone: tzinfo, person: int, hired: date, *, since: datetime, now: datetime
) -> Iterator[Due]:
    """What is due for somebody hired on that day. The day is part of the period: who is hired again begins anew."""
    for days in rule.days:
        at = first_from(hired + timedelta(days=days), rule.hour, zone)
        if since <= at <= now and now - at < rule.fresh:
            yield Due(job, f"{hired.isoformat()}+{days}", person, at)


def hired_between(rule: Hired, zone: tzinfo, now: datetime) -> tuple[date, date]:
    """Only who was hired within these days, both included, can have something due: the question for storage."""
    today = now.astimezone(zone).date()
    return today - rule.fresh - timedelta(days=max(rule.days) + 1), today - timedelta(days=min(rule.days))


def _occasion(rule: Recurring, first: date, zone: tzinfo) -> datetime:
    last = _end(rule.every, first) - timedelta(days=1)
    return first_from(min(first + timedelta(days=rule.day - 1), last), rule.hour, zone).astimezone(UTC)


def _begin(every: Every, day: date) -> date:
    return date(day.year, 1 if every is Every.YEAR else (day.month - 1) // 3 * 3 + 1, 1)


def _end(every: Every, first: date) -> date:
    """The day after the period."""
    if every is Every.YEAR or first.month == 10:
        return date(first.year + 1, 1, 1)
    return date(first.year, first.month + 3, 1)


def _named(every: Every, first: date) -> str:
    return f"{first.year}" if every is Every.YEAR else f"{first.year}-Q{(first.month + 2) // 3}"
