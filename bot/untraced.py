"""Reminders of anonymous surveys that were not taken at once: tried again in memory only, for two minutes.

Their rows have ended with the claim, the same for who gets one and who does not, and must not change any more
(docs/decisions/0030). A kill costs them; the next reminder comes anyway.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from surveys.campaigns.delivering import Delivery, Failed, Later, Outcome, Status, settled
from surveys.chance import Chance, Clock

KEPT = timedelta(minutes=2)
"""From the first try to the last: not so long that the night begins meanwhile."""


class Untraced:
    def __init__(self, monotonic: Callable[[], float], clock: Clock, chance: Chance) -> None:
        self._monotonic = monotonic
        self._clock = clock
        self._chance = chance
        self._kept: list[tuple[float, Delivery]] = []

    def keep(self, delivery: Delivery, outcome: Outcome) -> None:
        """What became of one: tried again where that helps, and otherwise forgotten."""
        if not isinstance(outcome, Later | Failed):
            return
        now = self._clock.now()
        first = delivery.claimed_at or now
        trying = replace(delivery, status=Status.CLAIMED, claimed_at=now, untraced=False)
        after = settled(trying, outcome, now, self._chance)
        if after.status is Status.QUEUED and after.not_before - first <= KEPT:
            at = self._monotonic() + (after.not_before - now).total_seconds()
            self._kept.append((at, replace(delivery, failures=after.failures, claimed_at=first)))

    def due(self, limit: int) -> list[Delivery]:
        """Up to `limit` whose time has come; they are handed over."""
        moment = self._monotonic()
        ready = [each for each in self._kept if each[0] <= moment][:limit]
        self._kept = [each for each in self._kept if each not in ready]
        return [delivery for _, delivery in ready]
