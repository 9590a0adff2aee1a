"""What storage is asked about employees and the codes that let them in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from surveys.anonymity.organisation import Unit
from surveys.people import Person
from surveys.staff.hidden import HiddenWords
from surveys.staff.invitation import Invitation


class Staff(Protocol):
    """The tree of units and who belongs to which. No names, and no moment of anything but the day of hire, where one
    was told."""

    def units(self) -> list[Unit]:
        """`Unit.people` is the head count that the administration declared, 0 for none."""
        ...

    def replace_units(self, units: Iterable[Unit]) -> None:
        """The whole tree anew. Raises Conflict("unit") where a unit with members would go."""
        ...

    def unit_of(self, person: int) -> str | None:
        """None for who is no employee."""
        ...

    def join(self, person: int, unit: str) -> None:
        """Into the unit, out of any other."""
        ...

    def leave(self, person: int) -> None:
        """Their day of hire goes too, and with it what was done because of it."""
        ...

    def hire(self, person: int, day: date | None) -> None:
        """The day an employee was hired; None takes it away. Raises Conflict for who is none."""
        ...

    def hired_on(self, person: int) -> date | None: ...

    def members(self) -> dict[str, int]:
        """How many people belong to each unit itself."""
        ...

    def of_units(self, units: Iterable[str]) -> list[Person]:
        """Whoever belongs to one of them, by number."""
        ...

    def hidden(self) -> HiddenWords: ...

    def replace_hidden(self, words: HiddenWords) -> None: ...


class Invitations(Protocol):
    def add(self, invitations: Iterable[Invitation]) -> None: ...

    def find(self, digest: bytes) -> Invitation | None: ...

    def use(self, digest: bytes) -> bool:
        """Count one use, and forget the day of hire: from then on it is the employee's. False where none was left."""
        ...

    def all(self) -> list[Invitation]:
        """By batch."""
        ...

    def withdraw(self, batch: str) -> int:
        """How many codes are void now."""
        ...

    def forget_before(self, moment: datetime) -> int:
        """Delete those that expired before `moment`."""
        ...
