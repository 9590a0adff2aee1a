"""Invitations on the 30th and the 90th day of work, or on whatever days an outreach names.

Who is left out today, because another survey asked them yesterday, is looked at again while the day is fresh: an
occasion is taken only by an invitation that is queued.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from surveys.anonymity.organisation import BrokenTree, Organisation
from surveys.campaigns.audiences import Sample, candidates
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.exclusions import Rules, excluded
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.reminder_waves import reminder_number
from surveys.campaigns.reminding import next_reminder
from surveys.campaigns.schedules import Due, Hired, hire_due, hired_between
from surveys.campaigns.states import asks_now
from surveys.campaigns.tallies import of_queueing
from surveys.errors import NotFound
from surveys.staff.roster import roster
from surveys.work import Work

LOOKED_EVERY = timedelta(minutes=10)
"""Going through an audience costs something, and a day of work is no matter of minutes."""


def invite(work: Work, code: str, now: datetime, limit: int) -> int:
    """Whoever's day has come, `limit` people at most. How many were invited."""
    outreach = work.outreaches.find(code)
    if outreach is None or not isinstance(outreach.schedule, Hired) or not asks_now(outreach, now):
        return 0
    if not _to_look(work, code, now):
        return 0
    waiting = _waiting(work, outreach, outreach.schedule, now)
    found = 0
    for due in _askable(work, outreach, waiting, now):
        if found == limit:
            return found
        if work.occasions.take(due, now):
            work.deliveries.enqueue(_rows(outreach, outreach.schedule, due, now))
            work.tallies.count(code, of_queueing(Matter.INVITATION, 1))
            found += 1
    work.notes.put(_name(code), now.isoformat())
    return found


def invitation_of(due: Due, zone: ZoneInfo) -> int:
    """The number of an invitation by day of hire: one for each day, of one person whenever they were hired."""
    return due.at.astimezone(zone).date().toordinal()


def _waiting(work: Work, outreach: Outreach, rule: Hired, now: datetime) -> dict[int, Due]:
    """By person what is due and was not sent: the newest, as two at once are one too many."""
    zone = ZoneInfo(outreach.zone)
    waiting = {}
    for person, hired in work.occasions.hired(*hired_between(rule, zone, now)):
        since = outreach.launched_at or now
        for due in hire_due(outreach.code, rule, zone, person, hired, since=since, now=now):
            last = work.deliveries.last_of(outreach.code, person, Matter.INVITATION)
            if last is None or last.number < invitation_of(due, zone):
                waiting[person] = due
    return waiting


def _askable(work: Work, outreach: Outreach, waiting: dict[int, Due], now: datetime) -> list[Due]:
    """Those of them who are in the audience and whom nothing keeps from being asked."""
    if not waiting:
        return []
    whole = outreach.audience.of if isinstance(outreach.audience, Sample) else outreach.audience
    rules = Rules(now, outreach.pause, outreach.unseen)
    try:
        named = candidates(whole, work.directory, _organisation(work))
        return [waiting[each.person] for each in named if each.person in waiting and excluded(each, rules) is None]
    except (NotFound, ValueError):
        return []


def _rows(outreach: Outreach, rule: Hired, due: Due, now: datetime) -> Iterator[Delivery]:
    """The invitation and its reminders, which are few: whether one is still wanted is seen when it is sent."""
    number = invitation_of(due, ZoneInfo(outreach.zone))
    yield Delivery(outreach.code, due.person, Matter.INVITATION, number, now, due.at + rule.fresh)
    for sent in range(outreach.reminders.count):
        reminder = next_reminder(outreach.reminders, now, sent, None, outreach.closes_at)
        if reminder is not None:
            of_invitation = reminder_number(number, reminder.number)
            yield Delivery(
                outreach.code,
                due.person,
                Matter.REMINDER,
                of_invitation,
                reminder.at,
                reminder.not_after,
                untraced=outreach.unseen,
            )


def _to_look(work: Work, code: str, now: datetime) -> bool:
    """A clock that was set back looks again at once."""
    written = work.notes.get(_name(code))
    return written is None or not timedelta() <= now - datetime.fromisoformat(written) < LOOKED_EVERY


def _organisation(work: Work) -> Organisation | None:
    try:
        return roster(work)
    except BrokenTree:
        return None


def _name(code: str) -> str:
    return f"outreach_hires_looked:{code}"
