"""Reminders in waves: a wave is due so long after the launch, and goes through everybody invited, slice by slice.

The validity of one wave ends where the next is due, so after a pause or an outage nobody is reminded twice in a row.
Who is reached only after a wave has gone through is not reminded in it. Of an anonymous survey everybody who was
invited has the same row with the same times (`Delivery.untraced`); as nobody knows when one of those was sent, a wave
of them ends earlier.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from surveys.campaigns.delivering import Delivery
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.reminding import Reminder, next_reminder, to_be_reminded
from surveys.campaigns.states import asks_now
from surveys.campaigns.tallies import Count
from surveys.work import Work

UNTRACED_VALID = 0.75
"""Of the spacing: long enough for a night, and a quarter of it lies between two reminders at least."""
NUMBERS = 100
"""Reminders of one invitation are numbered within so many from the number of the invitation on."""


@dataclass(frozen=True, slots=True)
class Waves:
    """How far the waves of an outreach have come."""

    made: int = 0
    """Begun, or passed over because their time was over."""
    begun_at: datetime | None = None
    until: datetime | None = None
    """From when on the wave is not sent any more; None: it has no end."""
    after: int | None = None
    """The person up to whom the wave has come; None between waves."""


def reminder_number(invitation: int, reminder: int) -> int:
    return invitation * NUMBERS + reminder


def invitation_number(reminder: int) -> int:
    """The number of the invitation that a reminder is about."""
    return reminder // NUMBERS


def next_wave(outreach: Outreach, waves: Waves, now: datetime) -> Reminder | None:
    """The next one whose time is not over; it may be due or still to come."""
    made, last = waves.made, waves.begun_at
    if outreach.launched_at is None or outreach.schedule is not None:
        return None
    while True:
        found = next_reminder(outreach.reminders, outreach.launched_at, made, last, outreach.closes_at)
        if found is None or found.not_after is None or found.not_after > now:
            return found
        made += 1


def remind(work: Work, code: str, now: datetime, limit: int) -> int:
    """One slice of the wave that is due. How many people were looked at; 0 where none is due."""
    outreach = work.outreaches.find(code)
    if outreach is None or not outreach.reminders.count or not asks_now(outreach, now):
        return 0
    waves = _going(outreach, waves_of(work, code), now)
    if waves.after is None:
        return 0
    reached = work.deliveries.reached(code, waves.after, limit)
    work.deliveries.enqueue(_rows(work, outreach, waves, reached, now))
    more = len(reached) == limit
    _write(work, code, replace(waves, after=reached[-1].person if more else None))
    return max(1, len(reached))


def waves_of(work: Work, code: str) -> Waves:
    written = work.notes.get(_name(code))
    if written is None:
        return Waves()
    made, begun_at, until, after = json.loads(written)
    return Waves(made, _moment(begun_at), _moment(until), after)


def _going(outreach: Outreach, waves: Waves, now: datetime) -> Waves:
    """The wave that goes on, or the one that is due now; `after` is None where there is neither."""
    if waves.after is not None and (waves.until is None or now < waves.until):
        return waves
    due = next_wave(outreach, waves, now)
    if due is None or due.at > now:
        return replace(waves, after=None)
    return Waves(due.number, now, _until(outreach, due, now), 0)


def _until(outreach: Outreach, due: Reminder, now: datetime) -> datetime | None:
    if not outreach.unseen:
        return due.not_after
    early = now + UNTRACED_VALID * outreach.reminders.spacing
    return early if due.not_after is None else min(early, due.not_after)


def _rows(
    work: Work, outreach: Outreach, waves: Waves, reached: Sequence[Delivery], now: datetime
) -> Iterator[Delivery]:
    for invited in reached:
        started = not outreach.unseen and _has_started(work, outreach.code, invited.person)
        at = (waves.begun_at or now) if outreach.unseen else _own_time(work, outreach, waves, invited, now)
        late = waves.until is not None and at >= waves.until
        if late or not to_be_reminded(invited.status, started=started, unseen=outreach.unseen):
            continue
        number = reminder_number(invited.number, waves.made)
        yield Delivery(
            outreach.code, invited.person, Matter.REMINDER, number, at, waves.until, untraced=outreach.unseen
        )


def _own_time(work: Work, outreach: Outreach, waves: Waves, invited: Delivery, now: datetime) -> datetime:
    """Who was reached late, by the invitation or by the last reminder, is reminded as long after that as everybody."""
    spacing = outreach.reminders.spacing
    at = max(now, (invited.sent_at or invited.not_before) + waves.made * spacing)
    last = work.deliveries.last_of(outreach.code, invited.person, Matter.REMINDER)
    return at if last is None or last.sent_at is None else max(at, last.sent_at + spacing)


def _has_started(work: Work, code: str, person: int) -> bool:
    return work.stages.furthest(code, person) in (Count.STARTED, Count.FINISHED)


def _write(work: Work, code: str, waves: Waves) -> None:
    begun_at = waves.begun_at and waves.begun_at.isoformat()
    until = waves.until and waves.until.isoformat()
    work.notes.put(_name(code), json.dumps([waves.made, begun_at, until, waves.after]))


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


def _name(code: str) -> str:
    return f"outreach_reminding:{code}"
