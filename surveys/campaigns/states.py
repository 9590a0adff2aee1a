"""The life of an outreach.

    draft <-> scheduled -> running <-> paused
    draft ---------------> running
                           running, paused, scheduled -> closed, for ever

Every step is a function of what stands, so a button pressed twice, by two coordinators at once, or over a restart
changes nothing the second time: the step is refused with the state it found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from surveys.campaigns.guards import Lack, Readiness, lacks
from surveys.campaigns.outreach import Outreach, State


class Step(Enum):
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    LAUNCH = "launch"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"


FROM: Mapping[Step, frozenset[State]] = MappingProxyType(
    {
        Step.SCHEDULE: frozenset({State.DRAFT}),
        Step.UNSCHEDULE: frozenset({State.SCHEDULED}),
        Step.LAUNCH: frozenset({State.DRAFT, State.SCHEDULED}),
        Step.PAUSE: frozenset({State.RUNNING}),
        Step.RESUME: frozenset({State.PAUSED}),
        Step.CLOSE: frozenset({State.SCHEDULED, State.RUNNING, State.PAUSED}),
    }
)
TO: Mapping[Step, State] = MappingProxyType(
    {
        Step.SCHEDULE: State.SCHEDULED,
        Step.UNSCHEDULE: State.DRAFT,
        Step.LAUNCH: State.RUNNING,
        Step.PAUSE: State.PAUSED,
        Step.RESUME: State.RUNNING,
        Step.CLOSE: State.CLOSED,
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing changed. `state` where the step is none of that state's, else what is lacking."""

    state: State | None
    lacks: tuple[Lack, ...] = ()


def stepped(outreach: Outreach, step: Step, ready: Readiness, now: datetime) -> Outreach | Held:
    """The outreach after the step. What storage knows (`ready`) is asked only before it begins: what was launched is
    paused, resumed and closed whatever has become of its questionnaire since."""
    if outreach.state not in FROM[step]:
        return Held(outreach.state)
    missing: tuple[Lack, ...] = ()
    if step in (Step.SCHEDULE, Step.LAUNCH):
        missing = lacks(outreach, ready, now)
    if step is Step.SCHEDULE and (outreach.opens_at is None or outreach.opens_at <= now):
        missing = (*missing, Lack.NO_BEGINNING)
    if step is Step.RESUME and _over(outreach, now):
        missing = (Lack.ENDS_FIRST,)
    if missing:
        return Held(None, missing)
    changed = replace(outreach, state=TO[step])
    if step is Step.LAUNCH:
        return replace(changed, launched_at=now)
    return replace(changed, closed_at=now) if step is Step.CLOSE else changed


def step_due(outreach: Outreach, now: datetime) -> Step | None:
    """What time alone brings about. A restart over the minute of a launch launches late; where nothing ran until the
    whole window had passed, it is closed without having asked anybody."""
    waiting = outreach.state is State.SCHEDULED
    if (waiting or outreach.state in (State.RUNNING, State.PAUSED)) and _over(outreach, now):
        return Step.CLOSE
    if waiting and outreach.opens_at is not None and outreach.opens_at <= now:
        return Step.LAUNCH
    return None


def asks_now(outreach: Outreach, now: datetime) -> bool:
    """Whether anything of it may be sent: asked at every claim, so that a pause holds from the next one on."""
    return outreach.state is State.RUNNING and not _over(outreach, now)


def _over(outreach: Outreach, now: datetime) -> bool:
    return outreach.closes_at is not None and outreach.closes_at <= now
