"""A day and an hour on somebody's wall, as moments: one, none where clocks skip it, two where they repeat it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class OnClock:
    """`moments` in UTC, the earlier first.

    Where clocks skip the hour they are what it would be by the time before the change and by the time after it,
    the earlier of the two standing before the skip and the later one after it.
    """

    moments: tuple[datetime, ...]
    skipped: bool = False

    @property
    def certain(self) -> bool:
        return len(self.moments) == 1


def on_clock(day: date, hour: time, zone: tzinfo) -> OnClock:
    """Raises OverflowError at the ends of the calendar."""
    wall = datetime.combine(day, hour.replace(tzinfo=None, fold=0))
    both = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    skipped = both[0].astimezone(zone).replace(tzinfo=None) != wall
    return OnClock(tuple(sorted(set(both))), skipped)


def first_from(day: date, hour: time, zone: tzinfo) -> datetime:
    """The first moment at which the wall shows `hour` of `day` or, where clocks skip it, the moment they skip to."""
    found = on_clock(day, hour, zone)
    return _jump(found.moments[0], found.moments[-1], zone) if found.skipped else found.moments[0]


def _jump(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second at which the zone's difference to UTC changes between the two moments."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
