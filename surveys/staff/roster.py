"""The organisation as surveys count it: nobody who joined is left out, whatever was declared."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from surveys.anonymity.organisation import Organisation, Unit, organisation
from surveys.work import Work


def roster(work: Work) -> Organisation:
    """Raises BrokenTree, "roots" where no unit has been entered yet."""
    return organisation(counted(work.staff.units(), work.staff.members()))


def counted(units: Iterable[Unit], members: Mapping[str, int]) -> list[Unit]:
    """Head counts are the declared ones, or those who joined where they are more."""
    return [replace(unit, people=max(unit.people, members.get(unit.key, 0))) for unit in units]
