"""A directory in memory: employees by unit, subscribers by service, lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from surveys.anonymity.organisation import Organisation, Unit, organisation
from surveys.campaigns.exclusions import Candidate
from surveys.errors import NotFound

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


@dataclass
class MemoryDirectory:
    staff: list[Candidate] = field(default_factory=list)
    subscribed: list[Candidate] = field(default_factory=list)
    lists: dict[str, list[Candidate]] = field(default_factory=dict)

    def employees(self, units: frozenset[str] | None) -> Iterable[Candidate]:
        return (each for each in self.staff if units is None or each.stratum in units)

    def subscribers(self, services: frozenset[str]) -> Iterable[Candidate]:
        return (each for each in self.subscribed if not services or each.stratum in services)

    def listed(self, key: str) -> Iterable[Candidate]:
        if key not in self.lists:
            raise NotFound("list", key)
        return iter(self.lists[key])


def office(sizes: dict[str, int]) -> tuple[Organisation, MemoryDirectory]:
    """Units below one top («a/b» hangs below «a»), each with so many employees numbered in a row."""
    units = [Unit("top", "Администрация")]
    units += (Unit(key, key, key.rpartition("/")[0] or "top", people) for key, people in sizes.items())
    people = [key for key, count in sizes.items() for _ in range(count)]
    staff = [Candidate(number, unit) for number, unit in enumerate(people, start=1)]
    return organisation(units), MemoryDirectory(staff)
