"""Everybody of a unit goes to another one, when the administration closes or joins units."""

from datetime import datetime

from surveys.errors import NotFound
from surveys.work import Work


def transfer(work: Work, unit: str, target: str, *, actor: int, now: datetime) -> int:
    """How many were moved. Raises NotFound where there is no such target.

    All or none: who moves single people could empty a group around somebody.
    """
    if all(each.key != target for each in work.staff.units()):
        raise NotFound("unit", target)
    people = work.staff.of_units([unit]) if unit != target else []
    for person in people:
        work.staff.join(person.number, target)
    if people:
        work.trail.append("staff.moved", actor, {"unit": unit, "target": target, "people": len(people)}, now)
    return len(people)
