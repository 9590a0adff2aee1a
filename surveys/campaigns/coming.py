"""What will happen next by time alone, for whoever runs the installation: read, never kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from surveys.campaigns.local_time import first_from
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.reminder_waves import next_wave, waves_of
from surveys.campaigns.schedules import Hired, Recurring, next_recurring
from surveys.screens import Phrase
from surveys.work import Work


class What(Enum):
    LAUNCH = "launch"
    CLOSE = "close"
    REMIND = "remind"
    DRAFT = "draft"
    """A draft of what comes again."""
    HIRE = "hire"
    """The next day of work on which somebody is invited."""

    @property
    def said(self) -> Phrase:
        return Phrase(f"asked.coming.{self.value}")


@dataclass(frozen=True, slots=True)
class Coming:
    at: datetime
    """In the past where it is due and not done yet."""
    what: What
    outreach: str
    title: str


def coming(work: Work, now: datetime) -> list[Coming]:
    """Of each outreach the next of every sort, the soonest first."""
    found = [
        Coming(at, what, outreach.code, outreach.title)
        for outreach in work.outreaches.living()
        for what, at in _of(work, outreach, now)
    ]
    return sorted(found, key=lambda each: (each.at, each.outreach, each.what.value))


def _of(work: Work, outreach: Outreach, now: datetime) -> Iterator[tuple[What, datetime]]:
    if outreach.state is State.SCHEDULED and outreach.opens_at is not None:
        yield What.LAUNCH, outreach.opens_at
    if (closes_at := _end(work, outreach)) is not None:
        yield What.CLOSE, closes_at
    if outreach.state is not State.RUNNING:
        return
    wave = next_wave(outreach, waves_of(work, outreach.code), now)
    if wave is not None:
        yield What.REMIND, wave.at
    if isinstance(outreach.schedule, Recurring):
        yield What.DRAFT, next_recurring(outreach.schedule, ZoneInfo(outreach.zone), now)
    if isinstance(outreach.schedule, Hired):
        days = _days_of_work(work, outreach, outreach.schedule, now)
        if days:
            yield What.HIRE, min(days)


def _end(work: Work, outreach: Outreach) -> datetime | None:
    """Its own, or that of the anonymous survey it ends with."""
    promised = work.campaigns.find(outreach.promise) if outreach.promise else None
    ends = [outreach.closes_at, promised.closes_at if promised is not None else None]
    return min((end for end in ends if end is not None), default=None)


def _days_of_work(work: Work, outreach: Outreach, rule: Hired, now: datetime) -> list[datetime]:
    zone = ZoneInfo(outreach.zone)
    today = now.astimezone(zone).date()
    hired = work.occasions.hired(today - timedelta(days=max(rule.days)), today)
    days = [first_from(day + timedelta(days=after), rule.hour, zone) for _, day in hired for after in rule.days]
    return [day for day in days if day > now]
