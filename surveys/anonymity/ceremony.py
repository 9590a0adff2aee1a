"""Closing before its time takes two people: one asks, another confirms within an hour (trust.md 1.2 b and 4, row 19).

The request is a note of the installation. Rights are looked at again at the confirmation, those of who asked too.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from surveys.work import Work

HOLDS_FOR = timedelta(hours=1)
TYPES_WITHIN = timedelta(minutes=5)
"""From the tap that shows the code to the code typed."""


@dataclass(frozen=True, slots=True)
class Request:
    by: int
    """The number of the person."""
    at: datetime


class Standing(Enum):
    NONE = "none"
    OWN = "own"
    """Asked by this person: somebody else has to confirm."""
    OTHERS = "others"


def ask(work: Work, code: str, person: int, now: datetime) -> None:
    """Asked anew, the hour begins anew."""
    work.notes.put(_note(code), json.dumps([person, now.isoformat()]))
    work.trail.append("campaign.close_asked", person, {"campaign": code}, now)


def withdraw(work: Work, code: str, person: int, now: datetime) -> None:
    if work.notes.get(_note(code)) is not None:
        work.notes.put(_note(code), None)
        work.trail.append("campaign.close_withdrawn", person, {"campaign": code}, now)


def request(work: Work, code: str, roles: frozenset[str], now: datetime) -> Request | None:
    """What stands: asked within the hour, by somebody who still holds one of `roles`."""
    written = work.notes.get(_note(code))
    if written is None:
        return None
    by, at = json.loads(written)
    asked = Request(by, datetime.fromisoformat(at))
    holds = now - asked.at < HOLDS_FOR and bool(work.roles.roles_of(asked.by) & roles)
    return asked if holds else None


def standing(work: Work, code: str, person: int, roles: frozenset[str], now: datetime) -> Standing:
    asked = request(work, code, roles, now)
    if asked is None:
        return Standing.NONE
    return Standing.OWN if asked.by == person else Standing.OTHERS


def done(work: Work, code: str) -> None:
    work.notes.put(_note(code), None)


def others(work: Work, person: int, roles: frozenset[str]) -> int:
    """How many other people could confirm."""
    return len({each.number for role in roles for each in work.roles.persons_with(role)} - {person})


def _note(code: str) -> str:
    return f"closing:{code}"
