"""The smallest groups that anything is ever published for, fixed before a campaign is launched.

The rule (trust.md 2.3.1), from the leaves up, at every unit: pieces below it that are too small join each other in
the order of their names until they are large enough; what is left over joins the smallest cell directly below the same
unit (the fewest other people are told less about), or, where there is none, goes up as one piece. A unit's own people
are a piece like the units below it. Nothing here is random and nothing depends on the order of the input.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.anonymity.organisation import Organisation, Unit
from surveys.screens import Phrase

Piece = tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Units that cannot be told apart later, and why."""

    names: tuple[str, ...]
    """The names of everything that was joined, in the order it was joined."""
    people: int
    within: str
    """The name of the unit they were joined in."""
    reason: str
    """"small_together", "joined_smallest" or "lifted" (to be joined further up)."""
    needed: int

    @property
    def said(self) -> Phrase:
        return Phrase(
            f"anonymity.merge.{self.reason}",
            {"names": ", ".join(self.names), "people": self.people, "within": self.within, "needed": self.needed},
        )


@dataclass(frozen=True, slots=True)
class Cell:
    key: str
    """Made of the units alone, so that the same cell in two waves has the same key."""
    name: str
    units: tuple[str, ...]
    """Keys of the units whose own people it holds, sorted."""
    people: int
    above: tuple[str, ...]
    """The units that hold the cell whole, the nearest first, the top last: where its leftovers go at the close."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Frozen at the launch; `fingerprint` stands in the campaign and in what the respondents are shown."""

    cells: tuple[Cell, ...]
    names: tuple[tuple[str, str], ...]
    """(key, name) of the units that may be asked for, the top among them."""
    top: str
    merges: tuple[Merge, ...]
    needed: int

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of SHA-256 over what is frozen: units, head counts, hierarchy, least size."""
        frozen = [self.needed, self.top, [(each.key, each.units, each.people, each.above) for each in self.cells]]
        return hashlib.sha256(json.dumps(frozen, ensure_ascii=False).encode()).hexdigest()[:16]

    def of_unit(self, unit: str) -> Cell | None:
        """The cell of a person of this unit."""
        return next((cell for cell in self.cells if unit in cell.units), None)

    def find(self, key: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.key == key), None)


@dataclass(frozen=True, slots=True)
class TooFewPeople:
    """No survey with this promise can be held: all together are fewer than one cell needs."""

    people: int
    needed: int

    @property
    def said(self) -> Phrase:
        return Phrase("anonymity.too_few_people", {"people": self.people, "needed": self.needed})


def cells_of(organisation: Organisation, *, needed: int) -> Cells | TooFewPeople:
    """`needed` is the least head count of a cell: 2k (`surveys.disclosure.parameters`)."""
    if organisation.people < needed:
        return TooFewPeople(organisation.people, needed)
    return _Merging(organisation, needed).cells()


class _Merging:
    def __init__(self, organisation: Organisation, needed: int) -> None:
        self.organisation = organisation
        self.needed = needed
        self.merges: list[Merge] = []

    def cells(self) -> Cells:
        ready: dict[str, list[Piece]] = {}
        lifted: dict[str, list[Piece]] = {key: [] for key in self.organisation.units}
        for unit in self._leaves_first():
            ready[unit.key] = self._settled(unit, ready, lifted)
        cells = tuple(sorted(map(self._cell, ready[self.organisation.top.key]), key=lambda each: (each.name, each.key)))
        above = {key for cell in cells for key in cell.above}
        names = sorted((key, self.organisation.units[key].name) for key in above)
        return Cells(cells, tuple(names), self.organisation.top.key, tuple(self.merges), self.needed)

    def _leaves_first(self) -> list[Unit]:
        waiting, found = [self.organisation.top], []
        while waiting:
            found.append(unit := waiting.pop())
            waiting += self.organisation.below[unit.key]
        return found[::-1]

    def _settled(self, unit: Unit, ready: dict[str, list[Piece]], lifted: dict[str, list[Piece]]) -> list[Piece]:
        """The cells at and below `unit`; a piece too small for one is added to `lifted` of the unit above."""
        own: list[Piece] = [(unit,)] if unit.people else []
        near = [
            *own,
            *lifted[unit.key],
            *(piece for each in self.organisation.below[unit.key] for piece in ready[each.key]),
        ]
        large = [piece for piece in near if _people(piece) >= self.needed]
        small = [piece for piece in near if _people(piece) < self.needed]
        groups, rest = self._together(small, unit)
        large += groups
        if rest and large:
            at = min(range(len(large)), key=lambda place: (_people(large[place]), _name(large[place])))
            self._log(unit, [large[at], *rest], "joined_smallest")
            large[at] = _joined([large[at], *rest])
        elif rest and unit.above:
            if len(rest) > 1:
                self._log(unit, rest, "lifted")
            lifted[unit.above].append(_joined(rest))
        return large

    def _together(self, small: list[Piece], unit: Unit) -> tuple[list[Piece], list[Piece]]:
        groups: list[Piece] = []
        waiting: list[Piece] = []
        for piece in sorted(small, key=_name):
            waiting.append(piece)
            if sum(map(_people, waiting)) >= self.needed:
                self._log(unit, waiting, "small_together")
                groups.append(_joined(waiting))
                waiting = []
        return groups, waiting

    def _log(self, unit: Unit, pieces: list[Piece], reason: str) -> None:
        names = tuple(each.name for piece in pieces for each in piece)
        self.merges.append(Merge(names, sum(map(_people, pieces)), unit.name, reason, self.needed))

    def _cell(self, piece: Piece) -> Cell:
        units = tuple(sorted(unit.key for unit in piece))
        name = ", ".join(unit.name for unit in sorted(piece, key=lambda unit: (unit.name, unit.key)))
        return Cell(key_of_units(units), name, units, _people(piece), self._above(piece))

    def _above(self, piece: Piece) -> tuple[str, ...]:
        """The units all of whose share of the piece is inside them: the common ones of the chains above the units."""
        chains = [self.organisation.chain(unit.key) for unit in piece]
        common = set(chains[0]).intersection(*map(set, chains[1:]))
        return tuple(key for key in chains[0] if key in common)


def key_of_units(units: Iterable[str]) -> str:
    """8 hexadecimal digits; 32 bits tell the few hundred cells of an administration apart."""
    return hashlib.sha256(json.dumps(sorted(units), ensure_ascii=False).encode()).hexdigest()[:8]


def _people(piece: Piece) -> int:
    return sum(unit.people for unit in piece)


def _name(piece: Piece) -> tuple[str, str]:
    return min((unit.name, unit.key) for unit in piece)


def _joined(pieces: list[Piece]) -> Piece:
    return tuple(unit for piece in pieces for unit in piece)
