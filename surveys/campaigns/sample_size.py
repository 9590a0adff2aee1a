"""How many people have to answer for a share to be known well enough (M-17), and what a number of answers is worth.

Simple random sampling without replacement, n = N t² p q / (Δ² N + t² p q), rounded up; without N, n = t² p q / Δ².
Shares and errors are fractions of one, 0.05 for five per cent. Everything is exact: a float would now and then round
up a number that is whole already.

CannotCompute (OtklikError)
    `reason`: "population", "error", "share", "confidence" or "answers", whichever is out of its range.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist

from surveys.errors import OtklikError

HALF = Decimal("0.5")
FIVE_PER_CENT = Decimal("0.05")
USUAL = Decimal(95)
QUANTILES = {
    Decimal(90): Decimal("1.645"),
    USUAL: Decimal("1.96"),
    Decimal("95.4"): Decimal(2),
    Decimal(99): Decimal("2.576"),
    Decimal("99.7"): Decimal(3),
}
"""t by confidence in per cent, as survey practice rounds it; 1.96 is the one M-17 is tabulated with."""
CENSUS_BELOW = 100
"""A smaller population is better asked as a whole (M-17)."""


class CannotCompute(OtklikError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Precision:
    """What is wanted of an estimated share."""

    error: Decimal = FIVE_PER_CENT
    confidence: Decimal = USUAL
    """In per cent, one of QUANTILES."""
    share: Decimal = HALF
    """The share expected; one half is the worst case and asks for the most people."""

    @property
    def quantile(self) -> Decimal:
        """t. Raises CannotCompute."""
        if self.confidence not in QUANTILES:
            raise CannotCompute("confidence")
        return QUANTILES[self.confidence]


PLAIN = Precision()


def sample_size(population: int | None, precision: Precision = PLAIN) -> int:
    """People who have to answer, out of `population` (None: so many that their number does not matter).

    Never more than the population. Raises CannotCompute.
    """
    spread = _spread(precision)
    if not 0 < precision.error < 1:
        raise CannotCompute("error")
    squared = Fraction(precision.error) ** 2
    if population is None:
        return ceil(spread / squared)
    if population < 1:
        raise CannotCompute("population")
    return ceil(population * spread / (squared * population + spread))


def error_of(population: int | None, answers: int, precision: Precision = PLAIN) -> float:
    """The other way round: the largest error, at this confidence, of a share that so many answers give.

    0.0 where everybody answered. `precision.error` is not read. Raises CannotCompute.
    """
    spread = _spread(precision)
    _check_answers(population, answers)
    if population is None:
        return sqrt(spread / answers)
    return sqrt(spread * (population - answers) / (answers * population))


def confidence_of(population: int | None, answers: int, precision: Precision = PLAIN) -> float:
    """How sure one may be, in per cent, that the error stays within `precision.error`; its confidence is not read.

    100.0 where everybody answered. Raises CannotCompute.
    """
    _check_answers(population, answers)
    if not 0 < precision.error < 1:
        raise CannotCompute("error")
    varying = Fraction(precision.share) * (1 - Fraction(precision.share))
    if not 0 < precision.share < 1:
        raise CannotCompute("share")
    squared = Fraction(precision.error) ** 2 * answers / varying
    if population is not None:
        if population == answers:
            return 100.0
        squared = squared * population / (population - answers)
    return 100 * (2 * NormalDist().cdf(sqrt(squared)) - 1)


def better_as_census(population: int | None) -> bool:
    """Whether a sample saves too little to be worth its error."""
    return population is not None and population < CENSUS_BELOW


def to_ask(answers: int, population: int | None, response: Decimal) -> int:
    """How many people to invite for so many answers where the share `response` of those invited answers; never more
    than there are. Raises CannotCompute("share")."""
    if not 0 < response <= 1:
        raise CannotCompute("share")
    needed = ceil(answers / Fraction(response))
    return needed if population is None else min(needed, population)


def _spread(precision: Precision) -> Fraction:
    """t² p q."""
    if not 0 < precision.share < 1:
        raise CannotCompute("share")
    share = Fraction(precision.share)
    return Fraction(precision.quantile) ** 2 * share * (1 - share)


def _check_answers(population: int | None, answers: int) -> None:
    if population is not None and population < 1:
        raise CannotCompute("population")
    if answers < 1 or (population is not None and answers > population):
        raise CannotCompute("answers")
