"""Deliveries on their way, through couriers that may die: what storage and the channel would do, by a seeded chance."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from surveys.campaigns.delivering import (
    Delivered,
    Delivery,
    Failed,
    Gone,
    Later,
    Outcome,
    Refused,
    Status,
    Unsure,
    claimed,
    recovered,
    settled,
)
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import NEVER
from surveys.campaigns.tallies import Changes, of_delivery
from tests.anonymity.world import SeededChance
from tests.campaigns.directory import NOW


def queued(matter: Matter = Matter.INVITATION, person: int = 1, **changed: object) -> Delivery:
    row = Delivery("q1", person, matter, 0, NOW, NOW + timedelta(days=2))
    return replace(row, **changed)  # type: ignore[arg-type]


@dataclass
class Channel:
    """`arrived` counts what came to each person; `in_flight` what a death or a lost answer left in doubt."""

    chance: SeededChance
    arrived: Counter[int] = field(default_factory=Counter)
    in_flight: Counter[int] = field(default_factory=Counter)

    def take(self, row: Delivery) -> Outcome | None:
        """None where the courier dies over it, before or after the message has gone."""
        lot = self.chance.fraction()
        if lot < 0.1:
            return Later(self.chance.fraction() * 60)
        if lot < 0.2:
            return Failed()
        if lot < 0.23:
            return Gone()
        if lot < 0.25:
            return Refused()
        if lot < 0.45:
            self.in_flight[row.person] += 1
            self.arrived[row.person] += self.chance.fraction() < 0.5
            return Unsure() if lot < 0.35 else None
        self.arrived[row.person] += 1
        return Delivered()


def driven(rows: list[Delivery], channel: Channel, now: datetime = NOW) -> tuple[list[Delivery], list[Changes]]:
    """Until every row has ended; the changes of every step."""
    changes: list[Changes] = []
    ended: list[Delivery] = []
    for first in rows:
        row, at = first, now
        while not row.status.final:
            at = max(at, row.not_before)
            taken = claimed(row, "one", at, NEVER, UTC)
            after = taken
            if taken.status is Status.CLAIMED:
                outcome = channel.take(taken)
                at += timedelta(seconds=1)
                after = recovered(taken, at) if outcome is None else settled(taken, outcome, at, channel.chance)
            changes.append(of_delivery(row, after))
            row = after
        ended.append(row)
    return ended, changes
