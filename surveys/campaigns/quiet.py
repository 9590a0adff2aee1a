"""When nobody is written to of our own accord: quiet hours on the recipient's wall, and until when a message is worth
sending at all."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from surveys.campaigns.local_time import first_from, on_clock

DAYS_AHEAD = 3
"""Quiet hours end within a day; another one is for a clock that skips a whole day, as Samoa's did."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` up to `end`, which is not quiet any more; over midnight where `end` is earlier. Equal: none."""

    start: time
    end: time

    def hold(self, at: datetime, zone: tzinfo) -> bool:
        wall = at.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


USUAL = QuietHours(time(21), time(9))
NEVER = QuietHours(time(0), time(0))


def next_allowed(at: datetime, quiet: QuietHours, zone: tzinfo) -> datetime:
    """The first moment from `at` on that is not quiet, in the zone of `at`."""
    if not quiet.hold(at, zone):
        return at
    today = at.astimezone(zone).date()
    for days in range(DAYS_AHEAD):
        day = today + timedelta(days=days)
        # An hour that clocks repeat ends the quiet twice: the second time counts for who was quiet in between.
        ends = (first_from(day, quiet.end, zone), *on_clock(day, quiet.end, zone).moments)
        for end in sorted(ends):
            if end >= at and not quiet.hold(end, zone):
                return end.astimezone(at.tzinfo)
    raise ValueError("quiet hours that never end")


def opportunity(at: datetime, quiet: QuietHours, zone: tzinfo, not_after: datetime | None) -> datetime | None:
    """When a message that is ready at `at` may be sent; None where it would be too late: it is never sent then.

    `not_after` itself is too late: a survey that ends at that moment takes no answer any more.
    """
    allowed = next_allowed(at, quiet, zone)
    return allowed if not_after is None or allowed < not_after else None
