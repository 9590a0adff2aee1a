"""How the parts of a campaign are said: moments, people, reminders, populations. Phrases, in no language yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from surveys.campaigns.audiences import AllStaff, Audience, Listed, Sample, Subscribers, Units
from surveys.campaigns.outreach import Outreach, Populations
from surveys.campaigns.quiet import QuietHours
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.schedules import Every, Hired, Recurring, Schedule
from surveys.conversation.zones import CITIES, zone_words
from surveys.screens import Phrase, Words
from surveys.work import Work

NAMED = 3
"""Names of units or services that are said before «…»."""
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def zone_of(outreach: Outreach) -> tzinfo:
    return ZoneInfo(outreach.zone)


def named_zone(zone: tzinfo) -> str:
    """Its IANA name; of one that has none, e.g. a fixed difference, UTC."""
    return getattr(zone, "key", "UTC")


def zone_said(name: str) -> Words:
    return zone_words(name) if name in CITIES else name


def moment(at: datetime, zone: tzinfo) -> Phrase:
    """With the day of the week: most slips are a day off."""
    wall = at.astimezone(zone)
    args: dict[str, str | int | Phrase] = {
        "day": wall.strftime("%d.%m.%Y"),
        "hour": wall.strftime("%H:%M"),
        "weekday": Phrase(f"outreach.weekday_{wall.weekday()}"),
    }
    return Phrase("outreach.moment", args)


def opens(outreach: Outreach) -> Phrase:
    if outreach.opens_at is None:
        return Phrase("outreach.opens_at_once")
    return moment(outreach.opens_at, zone_of(outreach))


def closes(outreach: Outreach) -> Phrase:
    if outreach.closes_at is None:
        return Phrase("outreach.never_closes" if outreach.kind.endless else "outreach.no_end")
    return moment(outreach.closes_at, zone_of(outreach))


def people(work: Work, audience: Audience) -> Phrase:
    match audience:
        case AllStaff():
            return Phrase("outreach.who_staff")
        case Units(keys):
            known = {unit.key: unit.name for unit in work.staff.units()}
            return Phrase("outreach.who_units", {"names": several(known.get(key, key) for key in sorted(keys))})
        case Subscribers(services) if services:
            labels = service_labels(work)
            names = several(labels.get(key, key) for key in sorted(services))
            return Phrase("outreach.who_services", {"names": names})
        case Subscribers():
            return Phrase("outreach.who_subscribers")
        case Listed(key):
            return Phrase("outreach.who_list", {"count": work.lists.count(key) or 0})
        case Sample(of, size, seed):
            return Phrase("outreach.who_sample", {"count": size, "who": people(work, of), "seed": seed})


def service_labels(work: Work) -> dict[str, str]:
    """Of all points, by code."""
    return {service.code: service.label for point in work.points.all() for service in point.services}


def reminders(rules: Reminders) -> Phrase:
    if not rules.count:
        return Phrase("outreach.reminders_none")
    if rules.spacing < DAY:
        hours = rules.spacing // HOUR
        return Phrase("outreach.reminders_hours", {"times": rules.count, "count": hours})
    return Phrase("outreach.reminders_days", {"times": rules.count, "count": rules.spacing // DAY})


def quiet(hours: QuietHours) -> Phrase:
    if hours.start == hours.end:
        return Phrase("outreach.quiet_none")
    return Phrase("outreach.quiet", {"start": hours.start.strftime("%H:%M"), "end": hours.end.strftime("%H:%M")})


def pause(between: timedelta) -> Phrase:
    if not between:
        return Phrase("outreach.pause_none")
    return Phrase("outreach.pause", {"count": max(1, between // DAY)})


def schedule(rule: Schedule | None) -> Phrase:
    match rule:
        case None:
            return Phrase("outreach.once")
        case Hired(days=days):
            return Phrase("outreach.on_days_of_hire", {"days": ", ".join(map(str, days))})
        case Recurring(every=Every.YEAR, day=day, hour=hour):
            return Phrase("outreach.every_year", {"day": day, "hour": hour.strftime("%H:%M")})
        case Recurring(day=day, hour=hour):
            return Phrase("outreach.every_quarter", {"day": day, "hour": hour.strftime("%H:%M")})


def populations(found: Populations | None) -> Phrase:
    """In a line."""
    return Phrase("outreach.not_computed") if found is None else Phrase("outreach.populations", computed(found))


def computed(found: Populations) -> dict[str, str | int | Phrase]:
    precision = found.precision
    return {
        "whole": Phrase("outreach.unknown_population") if found.people is None else str(found.people),
        "answers": found.answers,
        "error": per_cent(precision.error * 100),
        "confidence": per_cent(precision.confidence),
        "method": method_said(found.method),
    }


def per_cent(number: Decimal) -> str:
    """Without needless zeros, with a comma as Russians and the documents of the field write it."""
    return f"{number.normalize():f}".replace(".", ",")


METHODS = ("stratified", "random", "census", "spontaneous")


def method_said(method: str) -> str | Phrase:
    return Phrase(f"outreach.method_{method}") if method in METHODS else method


def several(names: Iterable[str]) -> str:
    found = sorted(names)
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")
