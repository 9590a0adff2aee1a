"""When a campaign begins and ends: buttons for the usual, and moments as people type them.

What was typed is never taken silently: the reading is shown with its day of the week and asked for, or the readings
there are to choose from.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from surveys.campaigns.local_time import first_from
from surveys.campaigns.moments import FARTHEST, Certain, Doubtful, NotRead, read_moment
from surveys.campaigns.outreach import Outreach
from surveys.conversation.outreach_setting import choice, opening, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import moment, zone_of, zone_said
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Option, Phrase, Screen

MORNING = time(10)
EVENING = time(18)
WEEKS = (1, 2, 4)
AT_ONCE = "now"


class _Moment:
    """A moment that is chosen from the usual ones or typed."""

    listens = True
    name = ""

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        return page(
            sitting.language,
            Phrase(f"outreach.{self.name}_how"),
            title=titled(self.name),
            options=self._usual(sitting, outreach),
            controls=[to_draft(outreach.code)],
            footnote=Phrase("outreach.in_zone", {"zone": _said(outreach)}),
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        return self._set(outreach, moment_in(first(values), sitting.now))

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        reading = read_moment(text, sitting.now, zone_of(outreach))
        match reading:
            case Certain(at):
                return self._asking(sitting, outreach, (at,), Phrase("outreach.is_this_meant"))
            case Doubtful(candidates):
                return self._asking(sitting, outreach, candidates, Phrase("outreach.which_is_meant"))
            case NotRead(why):
                return replace(self.page(sitting, outreach, ()), notice=why.said)

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return None

    def _usual(self, sitting: Sitting, outreach: Outreach) -> list[Option]:
        raise NotImplementedError

    def _set(self, outreach: Outreach, at: datetime) -> Outreach:
        raise NotImplementedError

    def _asking(self, sitting: Sitting, outreach: Outreach, found: tuple[datetime, ...], words: Phrase) -> Screen:
        zone = zone_of(outreach)
        return page(
            sitting.language,
            words,
            title=titled(self.name),
            options=[choice(moment(at, zone), outreach.code, self.name, stamped(at)) for at in found],
            controls=[opening("outreach.other_time", outreach.code, self.name), to_draft(outreach.code)],
            footnote=Phrase("outreach.in_zone", {"zone": _said(outreach)}),
        )


class Opening(_Moment):
    name = "opens"

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        if first(values) == AT_ONCE:
            return replace(outreach, opens_at=None)
        return super().chosen(sitting, outreach, values)

    def _usual(self, sitting: Sitting, outreach: Outreach) -> list[Option]:
        zone, code = zone_of(outreach), outreach.code
        tomorrow = sitting.now.astimezone(zone).date() + timedelta(days=1)
        monday = tomorrow + timedelta(days=(7 - tomorrow.weekday()) % 7)
        moments = sorted({first_from(day, MORNING, zone) for day in (tomorrow, monday)})
        options = [choice(Phrase("outreach.opens_at_once"), code, self.name, AT_ONCE)]
        return [*options, *(choice(moment(at, zone), code, self.name, stamped(at)) for at in moments)]

    def _set(self, outreach: Outreach, at: datetime) -> Outreach:
        return replace(outreach, opens_at=at)


class Closing(_Moment):
    name = "closes"

    def _usual(self, sitting: Sitting, outreach: Outreach) -> list[Option]:
        zone, code = zone_of(outreach), outreach.code
        begins = max(sitting.now, outreach.opens_at or sitting.now).astimezone(zone).date()
        options = []
        for weeks in WEEKS:
            at = first_from(begins + timedelta(weeks=weeks), EVENING, zone)
            words = Phrase("outreach.closes_in_weeks", {"count": weeks, "day": at.astimezone(zone).strftime("%d.%m")})
            options.append(choice(words, code, self.name, stamped(at)))
        promised = sitting.work.campaigns.find(outreach.promise) if outreach.promise else None
        if promised is not None and promised.closes_at > sitting.now:
            day = promised.closes_at.astimezone(zone).strftime("%d.%m %H:%M")
            words = Phrase("outreach.closes_with_promise", {"day": day})
            options.insert(0, choice(words, code, self.name, stamped(promised.closes_at)))
        return options

    def _set(self, outreach: Outreach, at: datetime) -> Outreach:
        if outreach.kind.endless:
            raise NotFound("button")
        return replace(outreach, closes_at=at)


def usual_end(now: datetime, zone: tzinfo) -> datetime:
    """Two weeks, and not at night."""
    return first_from(now.astimezone(zone).date() + timedelta(weeks=2), EVENING, zone).astimezone(UTC)


def stamped(at: datetime) -> str:
    """To the minute, short enough for a button."""
    return f"{int(at.timestamp()) // 60:x}"


def moment_in(stamp: str, now: datetime) -> datetime:
    """Raises NotFound for what no button of ours has: no number, or nothing near today."""
    try:
        at = datetime.fromtimestamp(int(stamp, 16) * 60, UTC)
    except (ValueError, OverflowError, OSError) as broken:
        raise NotFound("button") from broken
    if abs(at - now) > FARTHEST + timedelta(days=1):
        raise NotFound("button")
    return at


def _said(outreach: Outreach) -> Phrase | str:
    return zone_said(outreach.zone)
