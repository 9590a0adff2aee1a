"""How often a thing can be done in a second."""

import time
from collections.abc import Callable

from tests.bench.figures import Figure, against, best

ROUNDS = 3


def pair(
    name: str, work: Callable[[], object], reference_name: str, reference: Callable[[], object], seconds: float
) -> list[Figure]:
    """Two figures, best of alternating rounds: the work against its reference, and the reference itself."""
    rounds = [(_per_second(work, seconds), _per_second(reference, seconds)) for _ in range(ROUNDS)]
    ours = best(name, [one for one, _ in rounds], "1/s")
    theirs = best(f"{name}.{reference_name}", [other for _, other in rounds], "1/s")
    return [against(ours, theirs), theirs]


def _per_second(work: Callable[[], object], seconds: float) -> float:
    work()
    done, begun = 0, time.perf_counter()
    while (taken := time.perf_counter() - begun) < seconds:
        work()
        done += 1
    return done / taken
