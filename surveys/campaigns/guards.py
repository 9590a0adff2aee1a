"""What an outreach lacks before it may begin: everything at once, each with a reason to act on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from surveys.campaigns.audiences import staff
from surveys.campaigns.outreach import Kind, Outreach, Populations
from surveys.campaigns.sample_size import CannotCompute, sample_size
from surveys.campaigns.schedules import Hired, Recurring
from surveys.campaigns.singling_out import may_be_unseen
from surveys.screens import Phrase

NO_TIME = timedelta()
BY_ORDER = frozenset({Kind.ONE_OFF, Kind.EXTRA_QUARTERLY})
"""Of staff: extraordinary surveys are held by an order. The annual one, the day of hire and what staff say by
themselves are standing rules (R-H2 to R-H4)."""


class Lack(Enum):
    """In the order they are told."""

    NOT_PUBLISHED = "not_published"
    OTHER_AUDIENCE = "other_audience"
    """A questionnaire for citizens sent to staff, or the other way round."""
    NO_PROMISE = "no_promise"
    """The questionnaire is anonymous and no anonymous survey was launched for it."""
    PROMISE_OVER = "promise_over"
    """The anonymous survey is closed, or ends before the outreach does."""
    WRONG_PROMISE = "wrong_promise"
    """It carries a promise that belongs to another questionnaire."""
    CHOSEN_PEOPLE = "chosen_people"
    """Anonymous, but to a list or to citizens."""
    SINGLED_OUT = "singled_out"
    """Anonymous, and of some cell so few are asked that answers could be told."""
    NOBODY = "nobody"
    NO_ORDER = "no_order"
    NO_POPULATIONS = "no_populations"
    SAMPLE_SMALL = "sample_small"
    """Fewer answers are wanted than M-17 asks for, or fewer people are asked than answers are wanted."""
    NO_END = "no_end"
    ENDLESS = "endless"
    """It has an end, and its kind has none."""
    ENDS_FIRST = "ends_first"
    """It ends before it begins, or has ended."""
    NO_BEGINNING = "no_beginning"
    """Nothing to schedule: no moment, or one that has passed."""
    REMINDERS_LATE = "reminders_late"
    """A reminder would only come after the end."""
    NO_SCHEDULE = "no_schedule"
    """Triggered, but by nothing; or by the day of hire of people who are no staff."""

    @property
    def said(self) -> Phrase:
        return Phrase(f"campaigns.lack.{self.value}")


@dataclass(frozen=True, slots=True)
class Promised:
    """What has to be known of the anonymous survey it carries."""

    form_id: str
    version: str
    running: bool
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Readiness:
    """What storage knows about a draft."""

    published: bool
    strict: bool
    """The questionnaire promises anonymity."""
    for_staff: bool
    """The questionnaire's audience is internal."""
    asked: int
    """How many would be asked now."""
    narrowed: int = 0
    """Cells as `singling_out.narrowed` finds them."""
    promised: Promised | None = None


def lacks(outreach: Outreach, ready: Readiness, now: datetime) -> tuple[Lack, ...]:
    """In the order of Lack, each once; empty where it may be launched."""
    found = {*_content(outreach, ready), *_people(outreach, ready), *_papers(outreach, ready), *_window(outreach, now)}
    return tuple(lack for lack in Lack if lack in found)


def _content(outreach: Outreach, ready: Readiness) -> Iterator[Lack]:
    if not ready.published:
        yield Lack.NOT_PUBLISHED
        return
    if staff(outreach.audience) is (not ready.for_staff):
        yield Lack.OTHER_AUDIENCE
    if ready.strict and not outreach.promise:
        yield Lack.NO_PROMISE
    if not outreach.promise:
        return
    promised = ready.promised
    if not ready.strict or promised is None or (promised.form_id, promised.version) != _form(outreach):
        yield Lack.WRONG_PROMISE
        return
    if not promised.running or (outreach.closes_at is not None and promised.closes_at < outreach.closes_at):
        yield Lack.PROMISE_OVER
    if not may_be_unseen(outreach.audience):
        yield Lack.CHOSEN_PEOPLE


def _people(outreach: Outreach, ready: Readiness) -> Iterator[Lack]:
    # Whom a trigger asks is known on the day: at the launch there may be nobody yet.
    if ready.asked == 0 and not outreach.by_hire:
        yield Lack.NOBODY
    if outreach.promise and ready.narrowed:
        yield Lack.SINGLED_OUT


def _papers(outreach: Outreach, ready: Readiness) -> Iterator[Lack]:
    if ready.for_staff and outreach.kind in BY_ORDER and (outreach.order is None or not outreach.order.number.strip()):
        yield Lack.NO_ORDER
    if not outreach.needs_populations and outreach.populations is None:
        return
    if outreach.populations is None or not outreach.populations.method.strip():
        yield Lack.NO_POPULATIONS
        return
    needed = _needed(outreach.populations)
    if needed is None:
        yield Lack.NO_POPULATIONS
    elif outreach.populations.answers < needed or ready.asked < outreach.populations.answers:
        yield Lack.SAMPLE_SMALL


def _window(outreach: Outreach, now: datetime) -> Iterator[Lack]:
    by_hire = isinstance(outreach.schedule, Hired)
    if (outreach.kind is Kind.TRIGGERED) != by_hire or (by_hire and staff(outreach.audience) is not True):
        yield Lack.NO_SCHEDULE
    if outreach.kind.endless:
        if outreach.closes_at is not None:
            yield Lack.ENDLESS
        return
    length = _length(outreach, now)
    if length is None:
        yield Lack.NO_END
    elif length <= NO_TIME:
        yield Lack.ENDS_FIRST
    elif outreach.reminders.count and outreach.reminders.span >= length:
        yield Lack.REMINDERS_LATE


def _length(outreach: Outreach, now: datetime) -> timedelta | None:
    """Of the time in which people are asked."""
    if isinstance(outreach.schedule, Recurring):
        return outreach.schedule.lasting
    if outreach.closes_at is None:
        return None
    return outreach.closes_at - max(now, outreach.opens_at or now)


def _needed(populations: Populations) -> int | None:
    try:
        return sample_size(populations.people, populations.precision)
    except CannotCompute:
        return None


def _form(outreach: Outreach) -> tuple[str, str]:
    return outreach.form_id, outreach.version
