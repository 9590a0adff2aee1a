"""An anonymous survey that is held: what was frozen at its launch, and what its close has to show for itself."""

from dataclasses import dataclass
from datetime import datetime

from surveys.anonymity.cells import Cells
from surveys.disclosure.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Loss:
    """Answers that nothing opens any more, because their key was lost with its folder."""

    stream: str
    cell: str
    people: int


@dataclass(frozen=True, slots=True)
class Act:
    """What the close did, for anybody to read. Numbers of people, by stream; none is of a group below k."""

    closed_at: datetime
    counted: tuple[tuple[str, int], ...]
    not_shown: tuple[tuple[str, int], ...]
    lost: int
    blocks: tuple[tuple[str, int, int], ...]
    """(name of the group, blocks, people in them), of the ratings."""
    marks_deleted: bool
    key_destroyed: bool
    """False while the close waits for it, or where the key was lost before."""
    asked_by: str
    confirmed_by: str
    """Roles, no names."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """All but `losses` and `act` is frozen at the launch, by triggers in the database too (trust.md 4, row 20)."""

    code: str
    """4 signs of ALPHABET, which tickets and slips carry."""
    form_id: str
    version: str
    cells: Cells
    parameters: Parameters
    sensitive: frozenset[str]
    order: str
    """Number and date of the order it is held by (R-H3), or ""."""
    launched_at: datetime
    closes_at: datetime
    fingerprint: str
    """Of the campaign's key: 8 bytes in hexadecimal, shown to everybody."""
    losses: tuple[Loss, ...] = ()
    act: Act | None = None

    @property
    def running(self) -> bool:
        return self.act is None
