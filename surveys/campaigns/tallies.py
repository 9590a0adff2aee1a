"""What is counted of an outreach while it runs. One number each, changed by what happens and never counted anew: the
progress of a million deliveries costs as much as that of a hundred.

Of an anonymous survey only what the couriers do is counted. Whatever moves when one person opens, begins or ends it
would tell when they did (trust.md 1.3.9); how many took part is a matter of `surveys.disclosure.gate.participation`,
by cell, rounded and once a day (1.3.8).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from math import ceil
from types import MappingProxyType

from surveys.campaigns.delivering import Delivery, Status
from surveys.campaigns.policies import Matter


class Count(Enum):
    INVITED = "invited"
    """Everybody who was to be asked."""
    QUEUED = "queued"
    """Not ended: waiting, being sent, or to be tried again."""
    DELIVERED = "delivered"
    UNSURE = "unsure"
    GONE = "gone"
    REFUSED = "refused"
    EXPIRED = "expired"
    REPEATED = "repeated"
    """Copies that may have been second ones."""
    REMINDED = "reminded"
    """Reminders sent; of an anonymous survey, people who would have been."""
    OPENED = "opened"
    STARTED = "started"
    """Answered at least one question."""
    FINISHED = "finished"


OF_PEOPLE = frozenset({Count.OPENED, Count.STARTED, Count.FINISHED})
"""They move when a person does something."""
ENDS = MappingProxyType(
    {
        Status.SENT: Count.DELIVERED,
        Status.UNSURE: Count.UNSURE,
        Status.GONE: Count.GONE,
        Status.REFUSED: Count.REFUSED,
        Status.EXPIRED: Count.EXPIRED,
    }
)
Changes = Mapping[Count, int]
NOTHING: Changes = MappingProxyType({})


def kept(count: Count, *, unseen: bool) -> bool:
    return not (unseen and count in OF_PEOPLE)


def of_queueing(matter: Matter, people: int) -> Changes:
    """So many deliveries were put into the queue."""
    return {Count.INVITED: people, Count.QUEUED: people} if matter is Matter.INVITATION else NOTHING


def of_delivery(before: Delivery, after: Delivery) -> Changes:
    """One delivery went from row to row. Reminders do not move what is told of the invitations."""
    changes: Counter[Count] = Counter()
    if after.repeats > before.repeats:
        changes[Count.REPEATED] += after.repeats - before.repeats
    if before.status.final or not after.status.final:
        return dict(changes)
    if before.matter is Matter.INVITATION:
        changes[Count.QUEUED] -= 1
        changes[ENDS[after.status]] += 1
    elif before.matter is Matter.REMINDER and after.status is Status.SENT:
        changes[Count.REMINDED] += 1
    return dict(changes)


def of_person(before: Count | None, after: Count, *, unseen: bool) -> Changes:
    """How far somebody who was invited has come, each stage counted once: `before` is the furthest so far. Who answers
    the first question from the invitation itself has opened it too."""
    stages = (Count.OPENED, Count.STARTED, Count.FINISHED)
    if unseen:
        return NOTHING
    reached = 0 if before is None else stages.index(before) + 1
    return dict.fromkeys(stages[reached : stages.index(after) + 1], 1)


@dataclass(frozen=True, slots=True)
class Tally:
    counts: Changes = field(default_factory=lambda: NOTHING)
    unseen: bool = False

    def __getitem__(self, count: Count) -> int:
        """Raises KeyError for what an anonymous survey does not count: 0 would be a figure too."""
        if not kept(count, unseen=self.unseen):
            raise KeyError(count)
        return self.counts.get(count, 0)

    def after(self, changes: Iterable[Changes]) -> "Tally":
        counts = Counter(self.counts)
        for each in changes:
            for count, by in each.items():
                if kept(count, unseen=self.unseen):
                    counts[count] += by
        return Tally(MappingProxyType(dict(counts)), self.unseen)

    @property
    def response(self) -> float | None:
        """M-13, in per cent of those invited. None where nobody was, or nobody may know."""
        return None if self.unseen else _per_cent(self[Count.STARTED], self[Count.INVITED])

    @property
    def completion(self) -> float | None:
        """M-13, in per cent of those who began."""
        return None if self.unseen else _per_cent(self[Count.FINISHED], self[Count.STARTED])

    def time_left(self, a_second: float) -> timedelta | None:
        """Until the queue is empty at that pace, in whole seconds; None where nothing moves."""
        waiting = self[Count.QUEUED]
        if not waiting:
            return timedelta()
        return timedelta(seconds=ceil(waiting / a_second)) if a_second > 0 else None


def _per_cent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
