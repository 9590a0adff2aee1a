"""What can be released, as values already coarse enough to be shown as they are."""

from dataclasses import dataclass
from enum import Enum


class Bound(Enum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Mean:
    """Rounded to 0.1. Near an end of the scale only that it is there: the end itself would tell everybody's answer."""

    value: float
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class Band:
    """A share between two percentages."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Share:
    """Whole percent. AT_LEAST is «90 % or more», AT_MOST «10 % or less». `option` "" is all others together."""

    option: str
    percent: int
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class Distribution:
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Banded:
    """The distribution of a sensitive question."""

    bands: tuple[tuple[str, Band], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """NPS (-100 to 100) or CSI (0 to 100), in whole points."""

    value: int
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many: whole blocks of k, written "20+"."""

    at_least: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Participation between `percent` and `percent + step`, so wide that k different numbers of people fit."""

    percent: int
    step: int = 10


@dataclass(frozen=True, slots=True)
class Comments:
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    before: Mean
    after: Mean

    @property
    def difference(self) -> float | None:
        """None where either is only known to be near an end."""
        rough = self.before.bound is not Bound.EXACT or self.after.bound is not Bound.EXACT
        return None if rough else round(self.after.value - self.before.value, 1)


Figure = Mean | Band | Share | Distribution | Banded | Index | Count | Rate | Comments | Change
