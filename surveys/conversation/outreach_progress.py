"""The progress of a campaign as one page that is drawn again and again in the same place.

Every figure is one number that stands there already (`surveys.campaigns.tallies`), so a page of a million deliveries
costs what one of a hundred does. Of an anonymous survey only what the couriers do is shown: nothing moves when
somebody opens, begins or ends it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from surveys.address import Address
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.quiet import next_allowed
from surveys.campaigns.states import FROM, Step
from surveys.campaigns.tallies import Count, Tally
from surveys.conversation import outreach_words as words
from surveys.conversation.climate_pages import listed
from surveys.conversation.deeds import DESK, allowed
from surveys.conversation.outreach_watching import fingerprint, over, watches
from surveys.conversation.pages import option
from surveys.screens import Emphasis, Option, Phrase, Screen, Span, Tone, Words
from surveys.texts import spoken
from surveys.work import Work

TROUBLE = (Count.GONE, Count.REFUSED, Count.UNSURE, Count.EXPIRED)
BUTTONS = {
    Step.PAUSE: ("outreach.pause_it", "ostop"),
    Step.RESUME: ("outreach.resume", "oresu"),
    Step.UNSCHEDULE: ("outreach.unschedule", "ounpl"),
    Step.CLOSE: ("outreach.close", "oend"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    address: Address
    placement: str
    screen: Screen
    stands: bool
    """It shows the same figures as what was drawn there when the watching began."""


def watched(work: Work, now: datetime, a_second: float) -> list[Watched]:
    """What has to stand where, for everybody who looks on and still may. An outreach that is over is drawn as such."""
    pages = []
    for each in watches(work):
        person, outreach = work.people.find(each.address), work.outreaches.find(each.outreach)
        if outreach is None or person is None or over(each, now) or not allowed(work, person, DESK):
            continue
        screen = progress_page(work, outreach, each.language, now, a_second)
        pages.append(Watched(each.address, each.placement, screen, fingerprint(screen) == each.began))
    return pages


def progress_page(
    work: Work, outreach: Outreach, language: str, now: datetime, a_second: float, notice: Words | None = None
) -> Screen:
    tally = work.tallies.of(outreach.code)
    lines = [
        *_standing(outreach),
        *(_figures(tally) if outreach.launched_at else ()),
        *_rest(outreach, tally, now, a_second),
    ]
    return Screen(
        spoken(language),
        (
            (Span(outreach.title, Emphasis.STRONG),),
            listed(lines),
            *([(Span(Phrase("outreach.unseen_figures"), Emphasis.QUIET),)] if outreach.unseen else []),
        ),
        controls=(
            *_steps(outreach),
            option("outreach.clone", "oclone", outreach.code),
            option("outreach.to_list", "camps"),
        ),
        notice=notice,
    )


def _standing(outreach: Outreach) -> Iterator[Words]:
    zone = words.zone_of(outreach)
    match outreach.state:
        case State.SCHEDULED:
            yield Phrase("outreach.stands_scheduled", {"at": words.opens(outreach)})
        case State.CLOSED if outreach.closed_at is not None:
            yield Phrase("outreach.stands_closed", {"at": words.moment(outreach.closed_at, zone)})
        case State.PAUSED:
            yield Phrase("outreach.stands_paused")
        case _:
            yield Phrase("outreach.stands_running")
    if outreach.state is not State.CLOSED and outreach.closes_at is not None:
        yield Phrase("outreach.until", {"at": words.closes(outreach)})


def _figures(tally: Tally) -> Iterator[Words]:
    yield Phrase("outreach.sent", {"sent": _number(tally[Count.DELIVERED]), "of": _number(tally[Count.INVITED])})
    yield Phrase("outreach.queued", {"number": _number(tally[Count.QUEUED])})
    for count in TROUBLE:
        if count in (Count.GONE, Count.REFUSED) or tally[count]:
            yield Phrase(f"outreach.{count.value}", {"number": _number(tally[count])})
    yield Phrase("outreach.reminded", {"number": _number(tally[Count.REMINDED])})
    if tally.unseen:
        return
    yield Phrase("outreach.opened", {"number": _number(tally[Count.OPENED])})
    yield Phrase("outreach.started", _share(tally[Count.STARTED], tally.response))
    yield Phrase("outreach.finished", _share(tally[Count.FINISHED], tally.completion))


def _rest(outreach: Outreach, tally: Tally, now: datetime, a_second: float) -> Iterator[Words]:
    """How long the queue will take, where anything moves."""
    if outreach.state is not State.RUNNING or not tally[Count.QUEUED]:
        return
    zone = words.zone_of(outreach)
    if outreach.quiet.hold(now, zone):
        ends = next_allowed(now, outreach.quiet, zone).astimezone(zone)
        yield Phrase("outreach.quiet_now", {"hour": ends.strftime("%H:%M")})
        return
    left = tally.time_left(a_second) or timedelta()
    minutes = left // timedelta(minutes=1)
    yield Phrase("outreach.minutes_left", {"count": minutes}) if minutes else Phrase("outreach.seconds_left")


def _steps(outreach: Outreach) -> list[Option]:
    return [
        option(key, verb, outreach.code, tone=Tone.GRAVE if step is Step.CLOSE else Tone.NEUTRAL)
        for step, (key, verb) in BUTTONS.items()
        if outreach.state in FROM[step]
    ]


def _share(number: int, per_cent: float | None) -> dict[str, str | int | Phrase]:
    return {"number": _number(number), "share": "—" if per_cent is None else f"{per_cent:.0f} %"}


def _number(number: int) -> str:
    """In groups of three, with thin spaces that no phone breaks."""
    return f"{number:,}".replace(",", "\u202f")
