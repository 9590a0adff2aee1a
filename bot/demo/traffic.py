"""Who came where and when in the last weeks: the rhythm of days and hours, and one crowd."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.demo.chance import SeededChance
from bot.demo.city import BURST_AT, PLACES, Place

DAYS = 37
"""Five weeks and a bit, so that the last four whole weeks and the one before can be compared."""
SHARE = 0.75
"""Of the rates of the places: as many answers as a start of a few seconds can make."""
WEEK_PACE = (1.25, 1.05, 1.0, 1.0, 0.9, 0.55, 0.6)
"""Monday to Sunday, in shares of a usual day."""
HOUR_PACE = {7: 0.6, 8: 0.9, 9: 1.5, 10: 1.7, 11: 1.4, 12: 0.8, 13: 0.6, 14: 0.9, 15: 1.0, 16: 1.2, 17: 1.6, 18: 1.3}
"""More before noon and after work, fewer at lunch."""
BURST_DAYS_AGO = 7
BURST_SIZE = 16
BURST_MINUTES = 8.0


@dataclass(frozen=True, slots=True)
class Visit:
    """`progress` is 0 at the beginning of the made-up weeks and 1 at their end. `staged`: one of the crowd."""

    moment: datetime
    place: Place
    progress: float
    staged: bool = False


def visits(now: datetime, zone: tzinfo, chance: SeededChance) -> list[Visit]:
    """Everybody's visits until `now`, in the order of time."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=ago) for ago in range(DAYS, -1, -1)]
    usual = [visit for index, day in enumerate(days) for visit in _day(day, zone, index / DAYS, chance)]
    crowd = list(_crowd(today - timedelta(days=BURST_DAYS_AGO), zone, chance))
    return sorted((visit for visit in (*usual, *crowd) if visit.moment < now), key=lambda visit: visit.moment)


def _day(day: date, zone: tzinfo, progress: float, chance: SeededChance) -> Iterator[Visit]:
    for place in PLACES:
        if day.weekday() in place.days:
            expected = SHARE * place.rates * WEEK_PACE[day.weekday()]
            for _ in range(max(0, round(chance.around(expected, expected**0.5)))):
                yield Visit(_moment(day, place, zone, chance), place, progress)


def _moment(day: date, place: Place, zone: tzinfo, chance: SeededChance) -> datetime:
    hours = range(int(place.opens), int(place.closes))
    hour = chance.one_of(hours, [HOUR_PACE.get(hour, 0.7) for hour in hours])
    start = max(hour * 3600.0, place.opens * 3600)
    return _at(day, start + chance.fraction() * 3500, zone)


def _crowd(day: date, zone: tzinfo, chance: SeededChance) -> Iterator[Visit]:
    place = next(place for place in PLACES if place.title == BURST_AT)
    for _ in range(BURST_SIZE):
        seconds = 15.4 * 3600 + chance.fraction() * BURST_MINUTES * 60
        yield Visit(_at(day, seconds, zone), place, 1 - BURST_DAYS_AGO / DAYS, staged=True)


def _at(day: date, seconds: float, zone: tzinfo) -> datetime:
    return (datetime.combine(day, time(), zone) + timedelta(seconds=seconds)).astimezone(UTC)
