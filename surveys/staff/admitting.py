"""Somebody shows a code: an employee comes in, moves, or takes a role (trust.md 4, row 4).

Who joined by which code and when is stored nowhere: a code counts its uses, a membership is a person and a unit. A
newcomer's code carries the day of hire, which is kept while surveys are counted from it (`surveys.staff.hiring`).
"""

from dataclasses import dataclass
from datetime import datetime

from surveys.points.guesses import LIMIT, WINDOW
from surveys.staff.invitation import Invitation, digest_of
from surveys.work import Work


@dataclass(frozen=True, slots=True)
class Joined:
    unit: str
    """Its key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The person belongs to a unit already: whether to move is theirs to say. Nothing was done."""

    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Granted:
    role: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Unknown, expired, used up, withdrawn or into a unit that is no more: told apart nowhere."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many wrong codes: nothing was looked up."""


Admission = Joined | Asked | Granted | Wrong | Wait


def admit(work: Work, person: int, code: str, now: datetime, *, moving: bool = False) -> Admission:
    """`moving`: the person has said so. A code for where one is already costs no use, however often it is shown."""
    subject = f"invite:{person}"
    if work.attempts.count_since(subject, now - WINDOW) >= LIMIT:
        return Wait()
    digest = digest_of(code)
    invitation = work.invitations.find(digest)
    standing = _stands(work, person, invitation, now)
    if standing is not None and not (moving and isinstance(standing, Asked)):
        return standing
    if not _good(work, invitation, now) or invitation is None or not work.invitations.use(digest):
        work.attempts.add(subject, now)
        return Wrong()
    if invitation.unit:
        work.staff.join(person, invitation.unit)
        if invitation.hired is not None:
            work.staff.hire(person, invitation.hired)
        return Joined(invitation.unit)
    work.roles.grant(person, invitation.role, now)
    work.trail.append("role.granted", person, {"role": invitation.role, "batch": invitation.batch}, now)
    return Granted(invitation.role)


def stands(work: Work, person: int, code: str, now: datetime) -> Joined | Granted | Asked | None:
    """Where the code has led this person, or what it asks of them. Changes nothing and counts no guess."""
    return _stands(work, person, work.invitations.find(digest_of(code)), now)


def _stands(work: Work, person: int, invitation: Invitation | None, now: datetime) -> Joined | Granted | Asked | None:
    here = work.staff.unit_of(person)
    roles = work.roles.roles_of(person)
    if invitation is None:
        return None
    if invitation.role in roles:
        return Granted(invitation.role)
    if not invitation.unit or here is None:
        return None
    if invitation.unit == here:
        return Joined(here)
    return Asked(here, invitation.unit) if _good(work, invitation, now) else None


def _good(work: Work, invitation: Invitation | None, now: datetime) -> bool:
    """Not expired, not used up, and its unit is one still."""
    units = {unit.key for unit in work.staff.units()}
    if invitation is None or invitation.used >= invitation.limit or now >= invitation.expires_at:
        return False
    return not invitation.unit or invitation.unit in units
