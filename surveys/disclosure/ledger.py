"""What was released, of which blocks, on which day; also what was asked for and withheld."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from surveys.disclosure.figures import Figure
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scopes import Scope


@dataclass(frozen=True, slots=True)
class Release:
    """Either a figure or a reason, never both."""

    kind: str
    question: str
    scope: Scope
    figure: Figure | None
    reason: Reason | None = None
    blocks: frozenset[bytes] = frozenset()
    """The blocks, whole, that the figure is a function of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`outlet` says where it went, e.g. "screen", "digest", "export"."""

    campaign: str
    day: date
    outlet: str
    release: Release


class Ledger(Protocol):
    def record(self, entry: Entry) -> None:
        """Kept once: an equal entry of the same day is passed over.

        Of comments only their number and a digest may be kept, so `released` raises KeyError where they were first.
        """
        ...

    def released(self, campaign: str, kind: str, scope: Scope, day: date) -> Release | None:
        """What was answered first when this kind was asked for, for the scope on the day: a figure or a reason."""
        ...
