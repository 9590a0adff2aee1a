"""An outreach as JSON that a later release reads: what a database keeps beside the columns it looks things up by.

Every reader raises KeyError, ValueError or TypeError for what its writer did not write.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from surveys.campaigns.audiences import AllStaff, Audience, Listed, Sample, Subscribers, Units, Whole
from surveys.campaigns.outreach import Kind, Order, Outreach, Populations, State
from surveys.campaigns.quiet import QuietHours
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.sample_size import Precision
from surveys.campaigns.schedules import Every, Hired, Recurring, Schedule

VERSION = 1
Stored = Mapping[str, Any]


def outreach_to_json(outreach: Outreach) -> dict[str, Any]:
    order, populations, schedule = outreach.order, outreach.populations, outreach.schedule
    return {
        "v": VERSION,
        "code": outreach.code,
        "kind": outreach.kind.value,
        "title": outreach.title,
        "form": [outreach.form_id, outreach.version],
        "audience": audience_to_json(outreach.audience),
        "zone": outreach.zone,
        "opens_at": _moment(outreach.opens_at),
        "closes_at": _moment(outreach.closes_at),
        "reminders": [outreach.reminders.count, outreach.reminders.spacing.total_seconds()],
        "quiet": [outreach.quiet.start.isoformat(), outreach.quiet.end.isoformat()],
        "pause": outreach.pause.total_seconds(),
        "order": order and [order.number, order.day.isoformat()],
        "populations": populations and _populations_to_json(populations),
        "schedule": schedule and _schedule_to_json(schedule),
        "promise": outreach.promise,
        "state": outreach.state.value,
        "launched_at": _moment(outreach.launched_at),
        "closed_at": _moment(outreach.closed_at),
    }


def outreach_from_json(stored: Stored) -> Outreach:
    if stored["v"] != VERSION:
        raise ValueError("a version not known here")
    form_id, version = stored["form"]
    count, spacing = stored["reminders"]
    start, end = stored["quiet"]
    order, populations, schedule = stored["order"], stored["populations"], stored["schedule"]
    return Outreach(
        code=stored["code"],
        kind=Kind(stored["kind"]),
        title=stored["title"],
        form_id=form_id,
        version=version,
        audience=audience_from_json(stored["audience"]),
        zone=stored["zone"],
        opens_at=_read_moment(stored["opens_at"]),
        closes_at=_read_moment(stored["closes_at"]),
        reminders=Reminders(count, timedelta(seconds=spacing)),
        quiet=QuietHours(time.fromisoformat(start), time.fromisoformat(end)),
        pause=timedelta(seconds=stored["pause"]),
        order=None if order is None else Order(order[0], date.fromisoformat(order[1])),
        populations=None if populations is None else _populations_from_json(populations),
        schedule=None if schedule is None else _schedule_from_json(schedule),
        promise=stored["promise"],
        state=State(stored["state"]),
        launched_at=_read_moment(stored["launched_at"]),
        closed_at=_read_moment(stored["closed_at"]),
    )


def audience_to_json(audience: Audience) -> dict[str, Any]:
    match audience:
        case AllStaff():
            return {"of": "staff"}
        case Units(keys):
            return {"of": "units", "keys": sorted(keys)}
        case Subscribers(services):
            return {"of": "subscribers", "keys": sorted(services)}
        case Listed(key):
            return {"of": "list", "key": key}
        case Sample(of, size, seed):
            return {"of": "sample", "whole": audience_to_json(of), "size": size, "seed": seed}


def audience_from_json(stored: Stored) -> Audience:
    if stored["of"] == "sample":
        return Sample(_whole(stored["whole"]), stored["size"], stored["seed"])
    return _whole(stored)


def _whole(stored: Stored) -> Whole:
    match stored["of"]:
        case "staff":
            return AllStaff()
        case "units":
            return Units(frozenset(stored["keys"]))
        case "subscribers":
            return Subscribers(frozenset(stored["keys"]))
        case "list":
            return Listed(stored["key"])
    raise ValueError("an audience not known here")


def _populations_to_json(populations: Populations) -> dict[str, Any]:
    precision = populations.precision
    return {
        "people": populations.people,
        "answers": populations.answers,
        "precision": [str(precision.error), str(precision.confidence), str(precision.share)],
        "method": populations.method,
    }


def _populations_from_json(stored: Stored) -> Populations:
    error, confidence, share = map(Decimal, stored["precision"])
    return Populations(stored["people"], stored["answers"], Precision(error, confidence, share), stored["method"])


def _schedule_to_json(schedule: Schedule) -> dict[str, Any]:
    common = {"hour": schedule.hour.isoformat(), "fresh": schedule.fresh.total_seconds()}
    if isinstance(schedule, Hired):
        return {"days": list(schedule.days), **common}
    lasting = schedule.lasting.total_seconds()
    return {"every": schedule.every.value, "day": schedule.day, "lasting": lasting, **common}


def _schedule_from_json(stored: Stored) -> Schedule:
    hour, fresh = time.fromisoformat(stored["hour"]), timedelta(seconds=stored["fresh"])
    if "days" in stored:
        return Hired(tuple(stored["days"]), hour, fresh)
    return Recurring(Every(stored["every"]), stored["day"], hour, timedelta(seconds=stored["lasting"]), fresh)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _read_moment(stored: str | None) -> datetime | None:
    """Raises ValueError for one without a zone."""
    if stored is None:
        return None
    moment = datetime.fromisoformat(stored)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment
