"""What time alone brings about, in slices that are one short unit of work each.

A tick looks at what stands and does what is due of it; nothing is remembered between ticks, so a restart over a
minute, two processes, or a clock that is set back do a thing once: a step is refused the second time, an occasion is
let in once, a delivery has one row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from surveys.campaigns import hire_triggers, reminder_waves
from surveys.campaigns.held_launches import hold
from surveys.campaigns.launching import PROGRAM, step
from surveys.campaigns.outreach import Outreach, State, occasion
from surveys.campaigns.sampling import new_seed
from surveys.campaigns.schedules import Due, Recurring, recurring_due
from surveys.campaigns.states import Held, Step, asks_now, step_due
from surveys.chance import Chance, SystemChance
from surveys.work import Work

CODE_SIGNS = 8
"""Of an outreach: it stands in buttons."""
HELD, CAME_AGAIN = "outreach.held", "outreach.came_again"


@dataclass(frozen=True, slots=True)
class Ticked:
    more: bool
    """Something is left that is due already: tick again at once."""
    stepped: tuple[str, ...] = ()
    """Outreaches that were launched, closed or held."""
    queued: int = 0
    """Invitations by day of hire, and reminders."""
    drafted: tuple[str, ...] = ()
    """Drafts of what comes again."""


def tick(work: Work, now: datetime, limit: int, chance: Chance | None = None) -> Ticked:
    """At most one launch or close, or `limit` messages into the queue, or what else is due."""
    living = work.outreaches.living()
    for outreach in living:
        taken = _step_due(work, outreach, now)
        if taken is not None and _take(work, outreach.code, taken, now):
            return Ticked(True, stepped=(outreach.code,))
    for queue in (hire_triggers.invite, reminder_waves.remind):
        queued = _queued(work, queue, living, now, limit)
        if queued:
            return Ticked(True, queued=queued)
    drafted = [_come_again(work, outreach, now, chance or SystemChance()) for outreach in living]
    return Ticked(False, drafted=tuple(code for code in drafted if code))


Queueing = Callable[[Work, str, datetime, int], int]


def _queued(work: Work, queue: Queueing, living: list[Outreach], now: datetime, limit: int) -> int:
    """Until so many are queued; 0 where none was due."""
    queued = 0
    for outreach in living:
        if queued < limit and asks_now(outreach, now):
            queued += queue(work, outreach.code, now, limit - queued)
    return queued


def _step_due(work: Work, outreach: Outreach, now: datetime) -> Step | None:
    """Its own time, or the end of the anonymous survey it invites to: an outreach without an end ends with that."""
    if outreach.promise and outreach.state in (State.RUNNING, State.PAUSED):
        campaign = work.campaigns.find(outreach.promise)
        if campaign is None or not campaign.running or campaign.closes_at <= now:
            return Step.CLOSE
    return step_due(outreach, now)


def _take(work: Work, code: str, due: Step, now: datetime) -> bool:
    """A launch that is held goes back to the drafts and waits there for a coordinator."""
    found = step(work, code, due, now, PROGRAM)
    if isinstance(found, Outreach):
        return True
    if not found.lacks:
        return False  # another process was first
    step(work, code, Step.UNSCHEDULE, now, PROGRAM)
    hold(work, code, found.lacks, now)
    work.trail.append(HELD, PROGRAM, {"outreach": code, "lacks": _in_words(found)}, now)
    return True


def _in_words(held: Held) -> str:
    return " ".join(lack.value for lack in held.lacks)


def _come_again(work: Work, outreach: Outreach, now: datetime, chance: Chance) -> str:
    """The code of the draft that was made, or ""."""
    if not isinstance(outreach.schedule, Recurring) or not asks_now(outreach, now) or outreach.launched_at is None:
        return ""
    zone = ZoneInfo(outreach.zone)
    due = recurring_due(outreach.code, outreach.schedule, zone, since=outreach.launched_at, now=now)
    if due is None or not work.occasions.take(due, now):
        return ""
    return _drafted(work, outreach, due, now, chance)


def _drafted(work: Work, outreach: Outreach, due: Due, now: datetime, chance: Chance) -> str:
    code = chance.key(CODE_SIGNS)
    work.outreaches.add(occasion(outreach, due, code, new_seed(chance)))
    work.trail.append(CAME_AGAIN, PROGRAM, {"outreach": code, "of": outreach.code, "period": due.period}, now)
    return code
