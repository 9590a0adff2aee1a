"""What a verb or a command does, who may do it, and what becomes of it when it is asked for a second time.

Each part of the conversation declares its own; there is no deed without declared roles, so nothing is open to everybody
by having been forgotten (trust.md 4, row 2). Rights are read from storage at every call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from surveys.conversation.incoming import Incoming, Outcome
from surveys.people import Person
from surveys.work import Work

Doing = Callable[[Work, Incoming, Person, tuple[str, ...], datetime], Outcome]

ANYBODY = "anybody"
EMPLOYEE = "employee"
"""Whoever belongs to a unit: no role that is granted, but a place that is taken."""
ADMIN = "admin"
COORDINATOR = "coordinator"
HR_ANALYST = "hr_analyst"
OFFICER = "officer"
VIEWER = "viewer"
GRANTED = frozenset({ADMIN, COORDINATOR, HR_ANALYST, OFFICER, VIEWER})
"""product.md 1: the roles somebody has to be given."""
DESK = frozenset({ADMIN, COORDINATOR})
ANALYSTS = frozenset({HR_ANALYST})
EVERYBODY = frozenset({ANYBODY})


@dataclass(frozen=True, slots=True)
class Deed:
    doing: Doing
    roles: frozenset[str]
    shows: bool = False
    """It only shows something, or leaves things as once would: it may be done again for an input that is repeated."""
    instead: str = ""
    """The verb whose screen is shown for a repeated input, where this one must not be done twice."""


def allowed(work: Work, person: Person, roles: frozenset[str]) -> bool:
    if ANYBODY in roles:
        return True
    if EMPLOYEE in roles and work.staff.unit_of(person.number) is not None:
        return True
    return bool(work.roles.roles_of(person.number) & roles)
