"""How likely a finding is by chance."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from statistics import NormalDist

FEWEST_PAIRS = 8


def poisson_tail(hits: int, expected: float) -> float:
    """P(at least `hits`) of matches that fall at random."""
    if hits <= 0:
        return 1.0
    below = math.fsum(_poisson(count, expected) for count in range(hits))
    if below < 1 - 1e-9:
        return 1 - below
    return min(1.0, _poisson(hits, expected) / max(1e-9, 1 - expected / (hits + 1))) if hits > expected else 1.0


def _poisson(count: int, expected: float) -> float:
    return (
        math.exp(count * math.log(expected) - expected - math.lgamma(count + 1)) if expected > 0 else float(not count)
    )


def binomial_tail(hits: int, chances: Sequence[float]) -> float:
    """P(at least `hits`) where each of several things comes true with a chance of its own.

    Taken as if all had their mean, which is never smaller above the expected number (Hoeffding 1956).
    """
    tried = len(chances)
    mean = math.fsum(chances) / tried if tried else 0.0
    if hits <= mean * tried or hits <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    odds = math.log(mean), math.log1p(-mean)
    return min(
        1.0,
        math.fsum(
            math.exp(_choose(tried, count) + count * odds[0] + (tried - count) * odds[1])
            for count in range(hits, tried + 1)
        ),
    )


def _choose(tried: int, count: int) -> float:
    return math.lgamma(tried + 1) - math.lgamma(count + 1) - math.lgamma(tried - count + 1)


def spearman_z(pairs: Sequence[tuple[float, float]]) -> float | None:
    """rho x sqrt(pairs - 1), ties averaged; of one mean 0 and variance 1 where the orders have nothing to do with
    each other. None where too few pairs or only one value make it meaningless."""
    return _z(pairs) if len(pairs) >= FEWEST_PAIRS else None


def grouped_z(pairs: Iterable[tuple[object, float, float]]) -> float | None:
    """The same inside of each group, summed and divided by the root of the number of groups."""
    groups: dict[object, list[tuple[float, float]]] = defaultdict(list)
    count = 0
    for group, left, right in pairs:
        groups[group].append((left, right))
        count += 1
    found = [z for each in groups.values() if len(each) > 1 and (z := _z(each)) is not None]
    if count < FEWEST_PAIRS or not found:
        return None
    return pooled(found)


def pooled(values: Sequence[float]) -> float:
    return math.fsum(values) / math.sqrt(len(values))


def _z(pairs: Sequence[tuple[float, float]]) -> float | None:
    left = _ranks([pair[0] for pair in pairs])
    right = _ranks([pair[1] for pair in pairs])
    middle = (len(pairs) + 1) / 2
    spread = math.sqrt(sum((x - middle) ** 2 for x in left) * sum((y - middle) ** 2 for y in right))
    if spread == 0:
        return None
    together = sum((x - middle) * (y - middle) for x, y in zip(left, right, strict=True))
    return together / spread * math.sqrt(len(pairs) - 1)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    for place in range(1, len(order) + 1):
        if place == len(order) or values[order[place]] != values[order[start]]:
            for tied in order[start:place]:
                ranks[tied] = (start + 1 + place) / 2
            start = place
    return ranks


def limit_of_z(tried: int) -> float:
    """4, or more where so many orders were compared that one in a thousand runs would show more by chance."""
    return max(4.0, NormalDist().inv_cdf(1 - 0.001 / 2 / max(1, tried)))


def median(values: Sequence[int]) -> float:
    ordered = sorted(values)
    if not ordered:
        return 0.0
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@cache
def neutral(name: str, side: str = "person") -> bytes:
    """Breaks ties. Answers are keyed by whose they are: in the order of these keys on both sides any tie would be
    resolved by the truth itself."""
    return blake2b(f"{side}\n{name}".encode(), digest_size=8).digest()
