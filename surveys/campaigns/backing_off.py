"""How long to wait after a failure: twice as long each time, and not all at the same moment."""

from datetime import timedelta

from surveys.chance import Chance

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=10)


def back_off(failures: int, chance: Chance) -> timedelta:
    """Between half of 2, 4, 8 … seconds and all of it, ten minutes at most; `failures` from 1."""
    doublings = min(max(failures, 1) - 1, 16)
    whole = min(FIRST * (1 << doublings), LONGEST)
    return whole / 2 + whole / 2 * chance.fraction()
