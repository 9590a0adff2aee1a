"""What a courier asks of storage between two messages: a handful to send, what became of it, and what the dead left.

Each is one work. What is sent is decided when it is claimed, by a function that is given (`Message`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from surveys.address import Address
from surveys.campaigns.delivering import (
    Delivery,
    Gone,
    Outcome,
    Refused,
    Status,
    dropped,
    recovered,
    released,
    settled,
)
from surveys.campaigns.tallies import of_delivery
from surveys.chance import Chance
from surveys.errors import Unavailable
from surveys.screens import Screen
from surveys.work import Work

AHEAD = timedelta(seconds=1)
"""Where more than that is booked already nothing is claimed: it would wait for its turn instead of in the queue."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One message as it will be seen."""

    address: Address
    screen: Screen


Message = Callable[[Work, Delivery, datetime], Sending | None]
"""None: not to be sent any more, e.g. because the person has answered."""


@dataclass(frozen=True, slots=True)
class Share:
    """What this process may take of the installation's rate. `used`: messages it has sent beside, to be counted."""

    a_second: float
    used: int = 0


@dataclass(slots=True)
class Handful:
    """`begins`: when its first message has its turn. `defects`: classes of errors for which some were given up."""

    begins: datetime
    taken: list[tuple[Delivery, Sending]] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    claimed: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """`outcome` None: given back before it was begun to be sent."""

    delivery: Delivery
    outcome: Outcome | None
    address: Address


def take(
    work: Work,
    courier: str,
    now: datetime,
    limit: int,
    *,
    message: Message,
    chance: Chance,
    share: Share | None = None,
) -> Handful:
    """Claim up to `limit`. Without a `share` nobody else sends, and no turn is booked."""
    handful = Handful(now)
    if share is not None and work.pace.behind(now) > AHEAD:
        return handful
    claims = work.deliveries.claim(courier, now, limit)
    if (missing := _together(work, claims) - len(claims)) > 0:
        claims += work.deliveries.claim(courier, now, missing)
    handful.claimed = len(claims)
    for each in claims:
        _sort(work, each, now, message, chance, handful)
    if share is not None and (messages := len(handful.taken) + share.used):
        handful.begins = work.pace.book(now, messages, share.a_second)
    return handful


def again(work: Work, kept: Iterable[Delivery], now: datetime, message: Message) -> Handful:
    """Untraced ones whose sending failed: asked anew whether and what to send, as the person may have answered."""
    waiting = list(kept)
    handful = Handful(now, claimed=len(waiting))
    for each in waiting:
        sending = message(work, each, now)
        if sending is not None:
            handful.taken.append((each, sending))
    return handful


def settle(work: Work, results: Sequence[Result], now: datetime, chance: Chance) -> int:
    """Write down what became of them; the number of those that another courier had taken over meanwhile."""
    pairs = [(each.delivery, _after(each, now, chance)) for each in results]
    holding = work.deliveries.settle_all(pairs)
    for each, (before, after), held in zip(results, pairs, holding, strict=True):
        if isinstance(each.outcome, Gone):
            work.people.lost(each.address, now)
        if held:
            _count(work, before, after)
    return len(holding) - sum(holding)


def clear_up(work: Work, left: Sequence[Delivery], now: datetime) -> int:
    """Claims of couriers that are no more, each as its policy says. How many."""
    pairs = [(each, recovered(each, now)) for each in left]
    holding = work.deliveries.settle_all(pairs)
    for (before, after), held in zip(pairs, holding, strict=True):
        if held:
            _count(work, before, after)
    return sum(holding)


def let_go(work: Work, courier: str) -> int:
    """Back into the queue with all that this courier holds; it knows that it has begun to send none of it. How many."""
    pairs = [(each, released(each)) for each in work.deliveries.held_by(courier)]
    return sum(work.deliveries.settle_all(pairs))


def _together(work: Work, claims: Sequence[Delivery]) -> int:
    """How many reminders of an anonymous survey are claimed at once at least: as many as a cell has people. The pace of
    single claims would tell which of them were sent (docs/decisions/0030)."""
    least = 0
    for code in {each.outreach for each in claims if each.untraced}:
        outreach = work.outreaches.find(code)
        promised = work.campaigns.find(outreach.promise) if outreach is not None else None
        if promised is not None:
            least = max(least, promised.parameters.people)
    return least


def _sort(work: Work, claim: Delivery, now: datetime, message: Message, chance: Chance, handful: Handful) -> None:
    if claim.status is not Status.CLAIMED:
        _count(work, replace(claim, status=Status.QUEUED), claim)
        if not (claim.untraced and claim.status is Status.SENT):
            return
    try:
        sending = message(work, claim, now)
    except Unavailable:
        raise
    except Exception as defect:
        # One that cannot be drawn must not keep all behind it from being sent.
        handful.defects.append(type(defect).__name__)
        if not claim.untraced:
            _end(work, claim, settled(claim, Refused(), now, chance))
        return
    if sending is not None:
        handful.taken.append((claim, sending))
    elif not claim.untraced:
        _end(work, claim, dropped(claim))


def _end(work: Work, before: Delivery, after: Delivery) -> None:
    if before != after and work.deliveries.settle(before, after):
        _count(work, before, after)


def _count(work: Work, before: Delivery, after: Delivery) -> None:
    work.tallies.count(before.outreach, of_delivery(before, after))


def _after(result: Result, now: datetime, chance: Chance) -> Delivery:
    if result.outcome is None:
        return released(result.delivery)
    return settled(result.delivery, result.outcome, now, chance)
