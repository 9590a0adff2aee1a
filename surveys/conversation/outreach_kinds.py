"""Of what kind a campaign is, and when it comes again by itself."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from surveys.campaigns.audiences import AllStaff, staff
from surveys.campaigns.outreach import Kind, Outreach
from surveys.campaigns.schedules import Every, Hired, Recurring
from surveys.conversation.outreach_dates import usual_end
from surveys.conversation.outreach_setting import Tapped, choice, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import schedule, zone_of
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Phrase, Screen

OFFERED = (Kind.ONE_OFF, Kind.EXTRA_QUARTERLY, Kind.ANNUAL, Kind.PERMANENT, Kind.TRIGGERED, Kind.INITIATIVE)
OF_STAFF = frozenset({Kind.TRIGGERED, Kind.INITIATIVE})
HIRED = {"30": (30,), "90": (90,), "both": (30, 90)}
EVERY = {"year": Every.YEAR, "quarter": Every.QUARTER}
USUAL_LENGTH = timedelta(days=14)


class Kinds(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        citizens = staff(outreach.audience) is False
        options = [
            choice(
                Phrase(f"outreach.kind_{kind.value}"), outreach.code, "kind", kind.value, selected=_is(outreach, kind)
            )
            for kind in OFFERED
            if not (citizens and kind in OF_STAFF)
        ]
        return page(
            sitting.language,
            Phrase("outreach.kind_how"),
            title=titled("kind"),
            options=options,
            controls=[to_draft(outreach.code)],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        try:
            kind = Kind(first(values))
        except ValueError as unknown:
            raise NotFound("button") from unknown
        return of_kind(outreach, kind, sitting.now)


def of_kind(outreach: Outreach, kind: Kind, now: datetime) -> Outreach:
    """What goes with the kind goes along: an end or none, the days of hire, staff for those."""
    changed = replace(outreach, kind=kind)
    if kind.endless:
        changed = replace(changed, closes_at=None, schedule=None)
    elif isinstance(outreach.schedule, Hired):
        changed = replace(changed, schedule=None)
    if not kind.endless and changed.closes_at is None and changed.schedule is None:
        changed = replace(changed, closes_at=usual_end(now, zone_of(outreach)))
    if kind is Kind.TRIGGERED:
        audience = changed.audience if staff(changed.audience) else AllStaff()
        changed = replace(changed, schedule=Hired(), audience=audience)
    return changed


class Repeats(Tapped):
    """Every year or quarter, or on days after the day of hire."""

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        code = outreach.code
        if outreach.kind is Kind.TRIGGERED:
            words = Phrase("outreach.hired_how")
            options = [choice(schedule(Hired(days)), code, "again", name) for name, days in HIRED.items()]
        else:
            words = Phrase("outreach.again_how")
            options = [choice(Phrase("outreach.once"), code, "again", "once")]
            options += [
                choice(schedule(_recurring(outreach, every, sitting.now)), code, "again", name)
                for name, every in EVERY.items()
            ]
        return page(sitting.language, words, title=titled("again"), options=options, controls=[to_draft(code)])

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        value = first(values)
        if outreach.kind is Kind.TRIGGERED and value in HIRED:
            return replace(outreach, schedule=Hired(HIRED[value]))
        if outreach.kind.endless:
            raise NotFound("button")
        if value == "once":
            closes_at = outreach.closes_at or usual_end(sitting.now, zone_of(outreach))
            return replace(outreach, schedule=None, closes_at=closes_at)
        if value not in EVERY:
            raise NotFound("button")
        # Each time has dates of its own.
        rule = _recurring(outreach, EVERY[value], sitting.now)
        return replace(outreach, schedule=rule, opens_at=None, closes_at=None)


def _is(outreach: Outreach, kind: Kind) -> bool:
    return outreach.kind is kind


def _recurring(outreach: Outreach, every: Every, now: datetime) -> Recurring:
    """The day and hour of its beginning, in every period; it lasts as long."""
    if isinstance(outreach.schedule, Recurring) and outreach.schedule.every is every:
        return outreach.schedule
    wall = (outreach.opens_at or now + timedelta(days=1)).astimezone(zone_of(outreach))
    hour = wall.time().replace(second=0, microsecond=0) if outreach.opens_at else time(10)
    lasting = USUAL_LENGTH
    if outreach.opens_at is not None and outreach.closes_at is not None:
        lasting = max(timedelta(days=1), outreach.closes_at - outreach.opens_at)
    return Recurring(every, (wall.date() - _first_day(every, wall.date())).days + 1, hour, lasting)


def _first_day(every: Every, day: date) -> date:
    return date(day.year, 1 if every is Every.YEAR else (day.month - 1) // 3 * 3 + 1, 1)
