"""A random sample, stratified: every unit is in it by its share of the whole, whoever draws it.

Places are given to the strata by the largest remainder, so that each has its exact share rounded down or up. Within a
stratum each person gets a number made of the seed and of who they are, and those with the smallest numbers are drawn
(permanent random numbers): one seed draws the same people from the same frame whatever its order, anybody who has
seed and frame can check it, and a person who joins or leaves the frame moves one other at most within the stratum
whose places stay.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from surveys.chance import Chance

SEED_SIGNS = 16
"""80 bits: nobody who launches can try seeds until a colleague is drawn or spared."""

Frame = Iterable[tuple[int, str]]
"""(person, stratum). Each person once."""


@dataclass(frozen=True, slots=True)
class Stratum:
    key: str
    people: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn, and what makes it repeatable. All but `people` is shown and stands in the trail."""

    seed: str
    wanted: int
    strata: tuple[Stratum, ...]
    """By key."""
    people: tuple[int, ...]
    """By number: nothing of the order of the draw is left."""
    frame: str
    """16 hexadecimal digits of SHA-256 over everybody who could be drawn: the same seed draws the same people from
    the same frame only."""


def new_seed(chance: Chance) -> str:
    return chance.key(SEED_SIGNS)


def draw(frame: Frame, wanted: int, seed: str) -> Drawn:
    """`wanted` people, or everybody where there are fewer. Raises ValueError for a negative number."""
    if wanted < 0:
        raise ValueError("a sample of fewer than nobody")
    strata: dict[str, list[int]] = defaultdict(list)
    for person, stratum in frame:
        strata[stratum].append(person)
    places = allotted({key: len(people) for key, people in strata.items()}, wanted)
    number = _numbers(seed)
    people = sorted(person for key, found in strata.items() for person in nsmallest(places[key], found, key=number))
    counts = tuple(Stratum(key, len(strata[key]), places[key]) for key in sorted(strata))
    return Drawn(seed, wanted, counts, tuple(people), _fingerprint(strata))


def allotted(sizes: Mapping[str, int], places: int) -> dict[str, int]:
    """Largest remainder (Hamilton). Equal remainders: the larger stratum first, then by key."""
    whole = sum(sizes.values())
    places = min(places, whole)
    if not whole:
        return dict.fromkeys(sizes, 0)
    given = {key: places * size // whole for key, size in sizes.items()}
    left = places - sum(given.values())
    by_remainder = sorted(sizes, key=lambda key: (-(places * sizes[key] % whole), -sizes[key], key))
    for key in by_remainder[:left]:
        given[key] += 1
    return given


def _numbers(seed: str) -> Callable[[int], tuple[bytes, int]]:
    key = seed.encode()

    def number(person: int) -> tuple[bytes, int]:
        return hashlib.blake2b(str(person).encode(), key=key, digest_size=16).digest(), person

    return number


def _fingerprint(strata: Mapping[str, list[int]]) -> str:
    frame = json.dumps([[key, sorted(strata[key])] for key in sorted(strata)], ensure_ascii=False)
    return hashlib.sha256(frame.encode()).hexdigest()[:16]
