"""Invitations made together: one-time codes for a sheet, one shared code, or one code into a role.

The codes themselves exist only in what is printed or shown at once; here only their hashes are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from surveys.errors import Conflict, NotFound
from surveys.staff.invitation import Invitation, digest_of
from surveys.work import Work

KEY_LENGTH = 6
MOST_CODES = 200
"""On one sheet: twenty pages."""
MOST_USES = 1000
"""Of a shared code."""
MOST_DAYS = 365
ROLE_TIME = timedelta(days=7)
KEPT = timedelta(days=30)
"""How long the hashes of expired codes stay, so that a list still shows what has been used."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`unit` or `role`; `limit` is how many may use each code."""

    batch: str
    unit: str
    role: str
    limit: int
    expires_at: datetime
    hired: date | None = None
    """When those were hired who come in by them; None where it does not matter."""


@dataclass(frozen=True, slots=True)
class Batch:
    key: str
    unit: str
    role: str
    codes: int
    limit: int
    """How many people all its codes together let in."""
    used: int
    expires_at: datetime
    hired: date | None = None

    @property
    def shared(self) -> bool:
        """One code for many."""
        return self.codes == 1 and self.limit > 1

    def open(self, now: datetime) -> bool:
        return self.used < self.limit and now < self.expires_at


def make(work: Work, terms: Terms, codes: Sequence[str], *, actor: int, now: datetime) -> Batch:
    """Raises Conflict("batch") where it was made already, NotFound for a unit that is none."""
    if any(batch.key == terms.batch for batch in batches(work)):
        raise Conflict("batch")
    if terms.unit and all(unit.key != terms.unit for unit in work.staff.units()):
        raise NotFound("unit", terms.unit)
    made = [
        Invitation(digest_of(code), terms.batch, terms.unit, terms.role, terms.limit, 0, terms.expires_at, terms.hired)
        for code in codes
    ]
    work.invitations.add(made)
    batch = _summed(made)
    if terms.role:
        work.trail.append("role.invited", actor, {"role": terms.role, "batch": terms.batch}, now)
    else:
        facts: dict[str, str | int] = {
            "unit": terms.unit,
            "batch": terms.batch,
            "codes": batch.codes,
            "limit": batch.limit,
        }
        work.trail.append("staff.invited", actor, facts, now)
    return batch


def batches(work: Work) -> list[Batch]:
    """Those that end last first."""
    by_key: dict[str, list[Invitation]] = {}
    for invitation in work.invitations.all():
        by_key.setdefault(invitation.batch, []).append(invitation)
    return sorted(map(_summed, by_key.values()), key=lambda batch: (batch.expires_at, batch.key), reverse=True)


def found(work: Work, key: str) -> Batch:
    """Raises NotFound."""
    batch = next((each for each in batches(work) if each.key == key), None)
    if batch is None:
        raise NotFound("batch", key)
    return batch


def withdraw(work: Work, key: str, *, actor: int, now: datetime) -> int:
    """How many codes are void now. Raises NotFound."""
    batch = found(work, key)
    codes = work.invitations.withdraw(batch.key)
    work.trail.append("codes.withdrawn", actor, {"batch": batch.key, "codes": codes}, now)
    return codes


def withdraw_of_units(work: Work, units: Iterable[str], *, actor: int, now: datetime) -> None:
    """Codes into units that are no more, so that none revives with a unit that takes the same key later."""
    gone = frozenset(units)
    for batch in batches(work):
        if batch.unit in gone and batch.open(now):
            withdraw(work, batch.key, actor=actor, now=now)


def _summed(invitations: Sequence[Invitation]) -> Batch:
    one = invitations[0]
    return Batch(
        one.batch,
        one.unit,
        one.role,
        len(invitations),
        sum(each.limit for each in invitations),
        sum(each.used for each in invitations),
        one.expires_at,
        one.hired,
    )


def lasting(now: datetime, days: int) -> datetime:
    """The moment a batch ends that is to last so many days."""
    return now + timedelta(days=max(1, min(days, MOST_DAYS)))


def into_role(key: str, role: str, now: datetime) -> Terms:
    """One code, once, for a week: a role is not to lie around."""
    return Terms(key, "", role, 1, now + ROLE_TIME)


def one_time(key: str, unit: str, expires_at: datetime, hired: date | None = None) -> Terms:
    return Terms(key, unit, "", 1, expires_at, hired)


def shared(key: str, unit: str, limit: int, expires_at: datetime) -> Terms:
    return replace(one_time(key, unit, expires_at), limit=max(2, min(limit, MOST_USES)))
