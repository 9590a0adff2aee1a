"""The arithmetic of showing less (trust.md 2.3.5 and 2.3.7)."""

from collections.abc import Sequence
from fractions import Fraction

from surveys.disclosure.figures import Band, Banded, Bound, Distribution, Index, Mean, Rate, Share

FULL = 10
"""From so many answers on distributions, exact shares and NPS are shown."""
NEARLY_ALL = Fraction(9, 10)
EDGE = Fraction(1, 20)
"""Of the width of a scale. With k = 5 or more the next mean to the end lies inside, so «4.8 or more» is not «all 5»."""

STEPS = (10, 20, 25)
"""Percent: the widths a band of participation may have, the finest that hold k people."""


def mean(total: Fraction, people: int, lowest: Fraction, highest: Fraction) -> Mean:
    """Of `people` > 0 answers that sum to `total`."""
    value, edge = total / people, (highest - lowest) * EDGE
    if value >= highest - edge:
        return Mean(_tenth(highest - edge), Bound.AT_LEAST)
    if value <= lowest + edge:
        return Mean(_tenth(lowest + edge), Bound.AT_MOST)
    return Mean(_tenth(value))


def band(count: int, people: int) -> Band:
    """0-20, 20-40 … The outer bands hold two possible counts each for every n of 5 or more: never 0 % or 100 %."""
    share = Fraction(count, people)
    if share <= Fraction(1, 5):
        return Band(0, 20)
    if share >= Fraction(4, 5):
        return Band(80, 100)
    low = 20 if share <= Fraction(2, 5) else 40 if share < Fraction(3, 5) else 60
    return Band(low, low + 20)


def share(option: str, count: int, people: int, *, both_ends: bool = False) -> Share:
    """Whole percent. From 90 % on only «90 % or more»: of ten answers, "over 90 %" would be all ten.

    `both_ends` for a share that stands alone, where «10 % or less» hides the nobody behind it too.
    """
    part = Fraction(count, people)
    if part >= NEARLY_ALL:
        return Share(option, 90, Bound.AT_LEAST)
    if both_ends and part <= 1 - NEARLY_ALL:
        return Share(option, 10, Bound.AT_MOST)
    return Share(option, _half_up(part * 100))


def distribution(counts: Sequence[tuple[str, int]], people: int, *, exclusive: bool) -> Distribution:
    """`exclusive` where everybody chose one. Where one of these has 90 % or more, the rest is merged."""
    shares = tuple(share(option, count, people) for option, count in counts)
    nearly = next((each for each in shares if each.bound is Bound.AT_LEAST), None)
    if exclusive and nearly:
        return Distribution((nearly, Share("", 10, Bound.AT_MOST)))
    return Distribution(shares)


def banded(counts: Sequence[tuple[str, int]], people: int, *, exclusive: bool) -> Banded | None:
    """For sensitive options. In bands, because of rounded shares the one not shown is what is left of a hundred.

    None where even the bands, summed to `people`, leave an option nothing but 0 % or 100 %.
    """
    bands = tuple((option, band(count, people)) for option, count in counts)
    return None if exclusive and _tells_an_end([each for _, each in bands], people) else Banded(bands)


def _tells_an_end(bands: Sequence[Band], people: int) -> bool:
    ranges = [_counts_in(each, people) for each in bands]
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    for low, high in ranges:
        possible = (max(low, people - (most - high)), min(high, people - (least - low)))
        if possible in ((0, 0), (people, people)):
            return True
    return False


def _counts_in(given: Band, people: int) -> tuple[int, int]:
    inside = [count for count in range(people + 1) if band(count, people) == given]
    return inside[0], inside[-1]


def nps(promoters: int, detractors: int, people: int) -> Index:
    """Within ±90: beyond it (nearly) everybody's answer would be told. 90 itself says no more than 100 would."""
    value = Fraction(100 * (promoters - detractors), people)
    if abs(value) >= 90:
        return Index(90, Bound.AT_LEAST) if value > 0 else Index(-90, Bound.AT_MOST)
    return Index(_half_up(value))


def csi(means: Sequence[tuple[float, int, float, float]]) -> Index:
    """domain.md M-4 of published numbers alone: (mean, weight, lowest, highest) of each aspect, of one at least."""
    whole = sum(weight for _, weight, _, _ in means)
    parts = sum(weight * (value - low) / (high - low) for value, weight, low, high in means)
    return Index(round(100 * parts / whole))


def rate(received: int, people: int, k: int) -> Rate:
    """Of `received` >= k votes in a group of `people`. Tens only where ten percent are k people or more.

    Otherwise 20, 25 or 50; and a band that begins below k, of which less can be seen, takes the next one in.
    """
    step = next((each for each in STEPS if people * each >= 100 * k), 50)
    lowest = _band_of(k, people, step)
    ends = range(lowest + step, 100, step)
    first = next((end for end in ends if -(-people * end // 100) - k >= k), 100)
    low = _band_of(received, people, step)
    return Rate(lowest, first - lowest) if low < first else Rate(low, step)


def _band_of(count: int, people: int, step: int) -> int:
    return min(100 * count // people // step * step, 100 - step)


def _tenth(value: Fraction) -> float:
    return _half_up(value * 10) / 10


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
