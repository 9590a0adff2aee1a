"""The day somebody was hired, which surveys of newcomers are counted from. Kept no longer than they need it."""

from datetime import date, timedelta
from enum import Enum

from surveys.answering.kinds.typed_dates import day_said
from surveys.campaigns.schedules import Hired
from surveys.screens import Phrase
from surveys.work import Work

AHEAD = timedelta(days=90)
"""Codes are made for who is yet to come, but they last no longer than that."""
YEAR = timedelta(days=365)
LONG_AGO = date(1970, 1, 1)
NEVER = (Hired(),)
"""What is asked where nobody has said otherwise: days 30 and 90."""


class Unfit(Enum):
    """Why a day cannot be the day of hire."""

    UNREADABLE = "unreadable"
    TOO_OLD = "too_old"
    """No survey of newcomers would come any more."""
    TOO_FAR = "too_far"

    @property
    def said(self) -> Phrase:
        return Phrase(f"hiring.{self.value}", {"ahead": AHEAD.days, "back": memory().days})


def memory(rules: tuple[Hired, ...] = NEVER) -> timedelta:
    """How long after it the day of hire is of use: until the last survey is due and no longer fresh."""
    return max(timedelta(days=max(rule.days, default=0)) + rule.fresh for rule in (*rules, *NEVER))


def read_day(text: str, today: date) -> date | Unfit:
    """The day of hire as it is typed. Without a year it is the one nearest to today that can be meant."""
    found = [day for years in (0, -1, 1) if (day := day_said(text, today + years * YEAR)) is not None]
    if not found:
        return Unfit.UNREADABLE
    return next((day for day in found if judged(day, today) is None), None) or judged(found[0], today) or found[0]


def judged(day: date, today: date) -> Unfit | None:
    if day > today + AHEAD:
        return Unfit.TOO_FAR
    return Unfit.TOO_OLD if day < today - memory() else None


def packed(day: date | None) -> str:
    """Six digits that fit a button, "" for none."""
    return f"{day:%y%m%d}" if day is not None else ""


def written(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def unpacked(digits: str) -> date | None:
    """None for "" and for anything that is no day."""
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def forget_past(work: Work, today: date) -> int:
    """How many days of hire went, because no survey that is counted from them can be due any more."""
    rules = tuple(each.schedule for each in work.outreaches.living() if isinstance(each.schedule, Hired))
    last = today - memory(rules) - timedelta(days=1)
    past = [person for person, _ in work.occasions.hired(LONG_AGO, last)]
    for person in past:
        work.staff.hire(person, None)
    return len(past)
