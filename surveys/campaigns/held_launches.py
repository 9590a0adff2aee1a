"""Scheduled launches that did not take place: back among the drafts, with what was lacking, until somebody acts.

A launch that time brings about is seen by nobody, so what holds it must stay to be told: the desk shows `held`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from surveys.campaigns.guards import Lack
from surveys.campaigns.outreach import Outreach, State
from surveys.work import Work


@dataclass(frozen=True, slots=True)
class HeldLaunch:
    outreach: Outreach
    lacks: tuple[Lack, ...]
    at: datetime
    """When it was to be launched and was not."""


def hold(work: Work, code: str, lacks: Sequence[Lack], now: datetime) -> None:
    written = {"lacks": [lack.value for lack in lacks], "at": now.isoformat()}
    work.notes.put(_name(code), json.dumps(written))


def release(work: Work, code: str) -> None:
    """Somebody has taken a step with it since."""
    if work.notes.get(_name(code)) is not None:
        work.notes.put(_name(code), None)


def held(work: Work) -> list[HeldLaunch]:
    """For coordinators, the newest outreach first."""
    found = []
    for outreach in work.outreaches.all():
        written = work.notes.get(_name(outreach.code)) if outreach.state is State.DRAFT else None
        if written is not None:
            read = json.loads(written)
            lacks = tuple(map(Lack, read["lacks"]))
            found.append(HeldLaunch(outreach, lacks, datetime.fromisoformat(read["at"])))
    return found


def _name(code: str) -> str:
    return f"outreach_held:{code}"
