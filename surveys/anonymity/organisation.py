"""An organisation as a tree of units with head counts, checked once.

BrokenTree (OtklikError)
    `kind` is "repeated", "orphan", "circle", "roots" or "negative"; `unit` is the key it concerns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.errors import OtklikError


class BrokenTree(OtklikError):
    def __init__(self, kind: str, unit: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.unit = unit


@dataclass(frozen=True, slots=True)
class Unit:
    """`people` are those who belong to the unit itself, not to a unit below it. A declared attribute such as a role
    is a level of units below the unit it divides."""

    key: str
    name: str
    above: str = ""
    """The key of the unit it belongs to; "" for the one at the top."""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Organisation:
    top: Unit
    units: Mapping[str, Unit]
    below: Mapping[str, tuple[Unit, ...]]
    """The units directly below each, by name and then key."""

    @property
    def people(self) -> int:
        return sum(unit.people for unit in self.units.values())

    def chain(self, key: str) -> tuple[str, ...]:
        """The keys of the unit and of all above it, the top last."""
        found = []
        while key:
            found.append(key)
            key = self.units[key].above
        return tuple(found)


def organisation(units: Iterable[Unit]) -> Organisation:
    """Raises BrokenTree unless it is one tree with one top."""
    known: dict[str, Unit] = {}
    for unit in units:
        if unit.key in known or not unit.key:
            raise BrokenTree("repeated", unit.key)
        if unit.people < 0:
            raise BrokenTree("negative", unit.key)
        known[unit.key] = unit
    tops = [unit for unit in known.values() if not unit.above]
    if len(tops) != 1:
        raise BrokenTree("roots", tops[1].key if tops else "")
    below: dict[str, list[Unit]] = {key: [] for key in known}
    for unit in known.values():
        if unit.above and unit.above not in known:
            raise BrokenTree("orphan", unit.key)
        if unit.above:
            below[unit.above].append(unit)
    ordered = {key: tuple(sorted(found, key=lambda unit: (unit.name, unit.key))) for key, found in below.items()}
    _refuse_circles(known, ordered, tops[0])
    return Organisation(tops[0], known, ordered)


def _refuse_circles(known: Mapping[str, Unit], below: Mapping[str, tuple[Unit, ...]], top: Unit) -> None:
    """What cannot be reached from the top hangs on itself, as every other unit has one unit above it."""
    reached, waiting = {top.key}, [top.key]
    while waiting:
        for unit in below[waiting.pop()]:
            reached.add(unit.key)
            waiting.append(unit.key)
    lost = sorted(set(known) - reached)
    if lost:
        raise BrokenTree("circle", lost[0])
