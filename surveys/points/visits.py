"""One rating for a person, point and visit: the anti-stuffing window.

The window slides: it is counted from the person's latest rating at the point. So whatever a person does, two ratings
of theirs that count stand at least a window apart; counted from the first one, a rating just before its end and one
just after would both count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from surveys.answering.response import Response
from surveys.points.point import Point
from surveys.work import Responses

WINDOW = timedelta(hours=4)
"""Longer than a visit to an office, shorter than the pause between a morning's and an evening's one."""


class Rule(Enum):
    """What becomes of a second rating within the window."""

    REPLACE = "replace"
    """It counts, and the earlier one does not: people do change their mind at the second window."""
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Fresh:
    """Nothing stands in the way."""


@dataclass(frozen=True, slots=True)
class Replaces:
    """The new response takes the place of the one with this key, given at `earlier`."""

    key: str
    earlier: datetime


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Refused: one may rate again at `again` (aware, UTC)."""

    again: datetime


Visit = Fresh | Replaces | TooSoon


def judge(latest: Response | None, rule: Rule, now: datetime, window: timedelta = WINDOW) -> Visit:
    """`latest` is the person's newest response at the point that holds an answer, or None.

    A clock set back does not open the window: a response of the future counts as one of now.
    """
    if latest is None or now - latest.session.started_at >= window:
        return Fresh()
    if rule is Rule.REFUSE:
        return TooSoon(min(latest.session.started_at, now) + window)
    return Replaces(latest.session.key, latest.session.started_at)


def visit(
    responses: Responses, point: Point, person: int, rule: Rule, now: datetime, window: timedelta = WINDOW
) -> Visit:
    """The judgement over what is stored. Ask it when the response starts, in the work that adds it.

    Only the point's own questionnaire is a visit's rating; the longer one after it is no second rating.
    """
    latest = responses.latest_at(point.key, person, point.questionnaire, now - window)
    return judge(latest, rule, now, window)
