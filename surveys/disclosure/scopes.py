"""The groups that may be asked for: the cells, and the units of the hierarchy that hold cells whole."""

from dataclasses import dataclass

from surveys.anonymity.blocks import rest_of
from surveys.anonymity.cells import Cells


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """Exactly one of the two is set."""

    unit: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Scopes:
    cells: Cells

    @property
    def top(self) -> Scope:
        return Scope(unit=self.cells.top)

    def everything(self) -> tuple[Scope, ...]:
        """Every group that may be asked for, each before what is below it."""
        found, waiting = [], [self.top]
        while waiting:
            found.append(scope := waiting.pop())
            waiting += reversed(self.inside(scope))
        return tuple(found)

    def inside(self, scope: Scope) -> tuple[Scope, ...]:
        """What is worth looking at below a group: each different from it and from the others."""
        narrow = self._narrowest(scope)
        return tuple(map(self._narrowest, self.below(narrow))) if narrow.unit else ()

    def outside(self, scope: Scope) -> Scope | None:
        """The next group that holds more than this one, None for the whole."""
        above = self.above(scope)
        while above is not None and self._narrowest(above) == self._narrowest(scope):
            above = self.above(above)
        return above

    def _narrowest(self, scope: Scope) -> Scope:
        """A unit with a lone group below it is that group: its «прочие» have nobody to come from."""
        while scope.unit and len(below := self.below(scope)) == 1:
            scope = below[0]
        return scope

    def name(self, scope: Scope) -> str:
        cell = self.cells.find(scope.cell)
        return cell.name if cell else dict(self.cells.names)[scope.unit]

    def known(self, scope: Scope) -> bool:
        if scope.unit and scope.cell:
            return False
        return any(scope.unit == key for key, _ in self.cells.names) or self.cells.find(scope.cell) is not None

    def places(self, scope: Scope) -> frozenset[str]:
        """Where the blocks of a scope lie: its cells, and for a unit the «прочие» of it and of units below it."""
        if scope.cell:
            return frozenset({scope.cell})
        found = set()
        for cell in self.cells.cells:
            if scope.unit in cell.above:
                inside = cell.above[: cell.above.index(scope.unit) + 1]
                found |= {cell.key, *map(rest_of, inside)}
        return frozenset(found)

    def cell_keys(self, scope: Scope) -> frozenset[str]:
        return frozenset(cell.key for cell in self.cells.cells if cell.key in self.places(scope))

    def above(self, scope: Scope) -> Scope | None:
        """The next larger group, None above the top."""
        if scope.cell:
            cell = self.cells.find(scope.cell)
            return Scope(unit=cell.above[0]) if cell else None
        for cell in self.cells.cells:
            if scope.unit in cell.above[:-1]:
                return Scope(unit=cell.above[cell.above.index(scope.unit) + 1])
        return None

    def below(self, scope: Scope) -> tuple[Scope, ...]:
        """The groups directly below a unit. Its «прочие» are no group: they can be asked for only inside it."""
        found = {Scope(cell=cell.key) for cell in self.cells.cells if cell.above[0] == scope.unit}
        for cell in self.cells.cells:
            if scope.unit in cell.above[1:]:
                found.add(Scope(unit=cell.above[cell.above.index(scope.unit) - 1]))
        return tuple(sorted(found))
