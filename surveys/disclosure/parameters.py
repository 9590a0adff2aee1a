"""How small a group may be, frozen when a campaign is published and shown to every respondent.

Lowering (OtklikError)
    A parameter below its floor, or below what stood before. `name`, `given`, `least`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from surveys.anonymity.keys import RATINGS
from surveys.errors import OtklikError


class Lowering(OtklikError):
    def __init__(self, name: str, given: object, least: object) -> None:
        super().__init__(name)
        self.name = name
        self.given = given
        self.least = least


FLOOR_K = 5
FLOOR_TEXT = 10
FLOOR_PAUSE = timedelta(hours=12)
"""trust.md 2.3: the values measured there. An administrator may only raise them."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """No value of this class is below the floors: there is no way to make one. Raises Lowering."""

    k: int = FLOOR_K
    """Ratings in a block, and the smallest group that anything is said about."""
    k_text: int = FLOOR_TEXT
    """Texts in a block."""
    pause: timedelta = FLOOR_PAUSE
    """T, the least time between two draws of one pool: against somebody who fills a pool to flush one person out."""

    def __post_init__(self) -> None:
        _hold("k", self.k, FLOOR_K)
        _hold("k_text", self.k_text, max(FLOOR_TEXT, self.k))
        if self.pause < FLOOR_PAUSE:
            raise Lowering("pause", self.pause, FLOOR_PAUSE)

    @property
    def people(self) -> int:
        """The least number of people on the roster of a cell."""
        return 2 * self.k

    def block(self, stream: str) -> int:
        """The answers of one block of a stream."""
        return self.k if stream == RATINGS else self.k_text

    def raised(
        self, *, k: int | None = None, k_text: int | None = None, pause: timedelta | None = None
    ) -> "Parameters":
        """Stricter ones, before publication. Raises Lowering where one would be milder than here."""
        wanted = self.k if k is None else k
        _hold("k", wanted, self.k)
        texts = max(wanted, self.k_text) if k_text is None else k_text
        _hold("k_text", texts, self.k_text)
        wait = self.pause if pause is None else pause
        if wait < self.pause:
            raise Lowering("pause", wait, self.pause)
        return Parameters(wanted, texts, wait)


def stored(parameters: Parameters) -> Mapping[str, int]:
    return {
        "k": parameters.k,
        "k_text": parameters.k_text,
        "pause_minutes": int(parameters.pause.total_seconds() // 60),
    }


def read(written: Mapping[str, int]) -> Parameters:
    """What `stored` wrote. Raises Lowering for anything milder than the floors, KeyError for anything else."""
    return Parameters(written["k"], written["k_text"], timedelta(minutes=written["pause_minutes"]))


def _hold(name: str, given: object, least: int) -> None:
    if type(given) is not int or given < least:
        raise Lowering(name, given, least)
