"""Ballot stuffing by many accounts: more raters at a point within minutes than its usual pace can explain.

A burst is a flag for a person to look at, never a deletion: a ceremony or a queue let in at once is no fraud.

The limit comes from the point's own four weeks: ratings per ten minutes of opening time, times PEAK for the busiest
hour, plus five standard deviations of a Poisson count of that mean (chance exceeds it about once in three million
windows), and never under FLOOR. A burst does not excuse itself: a rating raises the limit by less than a hundredth.
"""

from datetime import date, datetime, timedelta
from math import ceil, sqrt

from surveys.work import Funnel

WINDOW = timedelta(minutes=10)
HISTORY = timedelta(days=28)
"""Four whole weeks, so that no weekday weighs more than another."""
OPEN_WINDOWS = 20 * 8 * 6
"""Ten-minute windows of opening time in HISTORY: 20 working days of 8 hours. A lower count errs to fewer flags."""
PEAK = 3.0
"""How much the busiest hour exceeds the mean one; counters see most people before and after work."""
DEVIATIONS = 5.0
FLOOR = 10
"""More than ten raters in ten minutes is one a minute: a counter takes 5-15 minutes a visitor, and a part rates."""


def limit(started: int) -> int:
    """The most raters within WINDOW that need no look, for a point where `started` ratings began during HISTORY."""
    peak = PEAK * max(0, started) / OPEN_WINDOWS
    return max(FLOOR, ceil(peak + DEVIATIONS * sqrt(peak)))


def watch(funnel: Funnel, point: str, now: datetime, today: date) -> int:
    """Flag a burst if there is one; the raters that made it, or 0. Ask after each rating that starts.

    `today` is the date in the city's time zone, by which the funnel counts.
    """
    raters = funnel.raters_since(point, now - WINDOW)
    if raters <= FLOOR:
        return 0
    started = funnel.totals(point, today - HISTORY).get("started", 0)
    if raters <= limit(started):
        return 0
    funnel.flag_burst(point, now, raters)
    return raters
