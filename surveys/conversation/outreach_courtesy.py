"""How people are treated: how often reminded, when left in peace, by whose clock, how long spared after a survey."""

from dataclasses import replace
from datetime import time, timedelta
from typing import TypeVar

from surveys.campaigns.outreach import Outreach
from surveys.campaigns.quiet import NEVER, USUAL, QuietHours
from surveys.campaigns.reminding import NONE, Reminders
from surveys.conversation.climate_pages import number_in
from surveys.conversation.outreach_setting import Tapped, choice, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import named_zone, pause, quiet, reminders, zone_said
from surveys.conversation.pages import first, page
from surveys.conversation.zones import CITIES
from surveys.errors import NotFound
from surveys.screens import Option, Phrase, Screen

T = TypeVar("T")

DAY = timedelta(days=1)
REMINDERS = (NONE, Reminders(1, DAY), Reminders(1, 3 * DAY), Reminders(2, 3 * DAY), Reminders(2, 7 * DAY))
QUIET = (USUAL, QuietHours(time(20), time(10)), QuietHours(time(22), time(8)), NEVER)
PAUSES = tuple(timedelta(days=days) for days in (0, 3, 7, 14, 30))


class Reminding(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        options = [
            choice(reminders(rules), outreach.code, "remind", str(at), selected=rules == outreach.reminders)
            for at, rules in enumerate(REMINDERS)
        ]
        return _page(sitting, outreach, "remind", options)

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        return replace(outreach, reminders=_of(REMINDERS, first(values)))


class Quiet(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        options = [
            choice(quiet(hours), outreach.code, "quiet", str(at), selected=hours == outreach.quiet)
            for at, hours in enumerate(QUIET)
        ]
        return _page(sitting, outreach, "quiet", options)

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        return replace(outreach, quiet=_of(QUIET, first(values)))


class Pausing(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        options = [
            choice(pause(each), outreach.code, "pause", str(at), selected=each == outreach.pause)
            for at, each in enumerate(PAUSES)
        ]
        return _page(sitting, outreach, "pause", options)

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        return replace(outreach, pause=_of(PAUSES, first(values)))


class Zone(Tapped):
    """Of the campaign's dates, and of people whose own zone nobody knows."""

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        here = named_zone(sitting.policy.zone)
        zones = [*CITIES] if here in CITIES else [here, *CITIES]
        options = [
            choice(zone_said(name), outreach.code, "zone", name, selected=name == outreach.zone) for name in zones
        ]
        return _page(sitting, outreach, "zone", options)

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        zone = first(values)
        if zone not in CITIES and zone != named_zone(sitting.policy.zone):
            raise NotFound("button")
        return replace(outreach, zone=zone)


def _page(sitting: Sitting, outreach: Outreach, name: str, options: list[Option]) -> Screen:
    return page(
        sitting.language,
        Phrase(f"outreach.{name}_how"),
        title=titled(name),
        options=options,
        controls=[to_draft(outreach.code)],
    )


def _of(offered: tuple[T, ...], value: str) -> T:
    at = number_in(value)
    if at >= len(offered):
        raise NotFound("button")
    return offered[at]
