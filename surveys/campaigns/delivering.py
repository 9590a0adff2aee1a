"""One message to one person, from the queue to its end.

    queued -> claimed -> sent | gone | refused | unsure
    queued -> expired                                        too late: it is never sent
    queued -> queued                                         put off: the recipient's quiet hours have begun
    claimed -> queued                                        certainly not sent: later, or with back-off
    claimed -> expired | unsure                              not wanted any more when it was to be drawn
    claimed -> unsure -> queued                              perhaps sent: once more, where the policy allows it

There is one row under (outreach, person, kind, number). Everything here is a function from row to row; storage makes
the claim exclusive and changes a row only while it is still claimed by the same courier.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import Enum

from surveys.campaigns.backing_off import back_off
from surveys.campaigns.policies import Matter, policy_of
from surveys.campaigns.quiet import QuietHours, next_allowed
from surveys.chance import Chance

LEASE = timedelta(minutes=2)
"""A claim older than that is of a courier that is no more: longer than any one sending takes."""


class Status(Enum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    UNSURE = "unsure"
    """Perhaps sent, and not sent again."""
    GONE = "gone"
    """Nobody is there."""
    REFUSED = "refused"
    """Not taken by the channel, or tried too often."""
    EXPIRED = "expired"

    @property
    def final(self) -> bool:
        return self not in (Status.QUEUED, Status.CLAIMED)


@dataclass(frozen=True, slots=True)
class Delivery:
    outreach: str
    person: int
    matter: Matter
    number: int
    """0, or which reminder; for a message that comes every period, the period's number."""
    not_before: datetime
    not_after: datetime | None
    status: Status = Status.QUEUED
    failures: int = 0
    """How often it certainly failed."""
    repeats: int = 0
    """How often it was sent again although it may have arrived."""
    claimed_at: datetime | None = None
    courier: str = ""
    """Which process holds the claim."""
    untraced: bool = False
    """A reminder of an anonymous survey: sent or not, its row looks the same."""
    sent_at: datetime | None = None
    """The claim under which it went out, or may have: the pause between invitations and the spacing of reminders count
    from there. None of an untraced one."""


@dataclass(frozen=True, slots=True)
class Delivered:
    pass


@dataclass(frozen=True, slots=True)
class Gone:
    pass


@dataclass(frozen=True, slots=True)
class Refused:
    """Will never be taken, however often it is tried."""


@dataclass(frozen=True, slots=True)
class Later:
    """The channel names the time to wait. It is no failure and costs no try."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Certainly not sent: no connection, or an error before it was taken."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """The connection was lost after the message had been handed over."""


Outcome = Delivered | Gone | Refused | Later | Failed | Unsure


def expired(delivery: Delivery, now: datetime) -> bool:
    return delivery.not_after is not None and now >= delivery.not_after


def claimed(delivery: Delivery, courier: str, now: datetime, quiet: QuietHours, zone: tzinfo) -> Delivery:
    """What is taken off the queue: a claim, a message put off to the end of the recipient's quiet hours, which have
    begun while it waited, or the end of one that came too late.

    An untraced one ends with the claim, before anybody knows whether it is to be sent. Raises ValueError for one that
    is not ready.
    """
    if delivery.status is not Status.QUEUED or delivery.not_before > now:
        raise ValueError("not ready to be sent")
    if expired(delivery, now):
        return _ended(delivery, Status.EXPIRED)
    if quiet.hold(now, zone):
        return _queued(delivery, next_allowed(now, quiet, zone))
    if delivery.untraced:
        return _ended(delivery, Status.SENT)
    return replace(delivery, status=Status.CLAIMED, claimed_at=now, courier=courier)


def settled(delivery: Delivery, outcome: Outcome, now: datetime, chance: Chance) -> Delivery:
    """Raises ValueError for one that nobody has claimed."""
    if delivery.status is not Status.CLAIMED:
        raise ValueError("settled without a claim")
    match outcome:
        case Delivered():
            return _ended(delivery, Status.SENT)
        case Gone():
            return _ended(delivery, Status.GONE)
        case Refused():
            return _ended(delivery, Status.REFUSED)
        case Later(seconds):
            return _queued(delivery, now + timedelta(seconds=max(0.0, seconds)))
        case Failed():
            return _failed(delivery, now, chance)
        case Unsure():
            return doubted(delivery, now)


def doubted(delivery: Delivery, now: datetime) -> Delivery:
    """Perhaps sent: its policy says whether a second copy is better than none, and how many at most."""
    if delivery.repeats >= policy_of(delivery.matter).repeats:
        return _ended(delivery, Status.UNSURE)
    return _queued(replace(delivery, repeats=delivery.repeats + 1), now)


def abandoned(delivery: Delivery, now: datetime, *, asking: str) -> bool:
    """Whether its courier died over it. `asking` is the courier that wants to know: what it holds itself it has not
    abandoned, whatever a clock that was set forward says. A process that is known to be alone need not ask."""
    if delivery.status is not Status.CLAIMED or delivery.claimed_at is None or delivery.courier == asking:
        return False
    return now - delivery.claimed_at >= LEASE


def recovered(delivery: Delivery, now: datetime) -> Delivery:
    """What a crash left claimed. Nobody knows how far its courier came."""
    if delivery.status is not Status.CLAIMED:
        raise ValueError("only a claim can be left behind")
    return doubted(delivery, now)


def released(delivery: Delivery) -> Delivery:
    """Given back by a courier that stops in good order before it has begun to send."""
    if delivery.status is not Status.CLAIMED:
        raise ValueError("only a claim can be given back")
    return replace(delivery, status=Status.QUEUED, claimed_at=None, courier="")


def dropped(delivery: Delivery) -> Delivery:
    """Claimed, and found to be no longer wanted: too late for it, unless an earlier copy may have arrived."""
    if delivery.status is not Status.CLAIMED:
        raise ValueError("only a claim can be dropped")
    return _ended(delivery, Status.UNSURE if delivery.repeats else Status.EXPIRED)


def called_off(delivery: Delivery) -> Delivery:
    """What still waits when its outreach is closed. What is being sent at that moment ends by itself."""
    return _ended(delivery, Status.EXPIRED) if delivery.status is Status.QUEUED else delivery


def _failed(delivery: Delivery, now: datetime, chance: Chance) -> Delivery:
    failures = delivery.failures + 1
    failing = replace(delivery, failures=failures)
    if failures >= policy_of(delivery.matter).tries:
        return _ended(failing, Status.REFUSED)
    return _queued(failing, now + back_off(failures, chance))


def _queued(delivery: Delivery, at: datetime) -> Delivery:
    """Never to be sent too late: what could only be is over at once."""
    if expired(delivery, at):
        return _ended(delivery, Status.EXPIRED)
    return replace(delivery, status=Status.QUEUED, not_before=at, claimed_at=None, courier="")


def _ended(delivery: Delivery, status: Status) -> Delivery:
    """Who had it is told by no row that has ended."""
    sent_at = delivery.claimed_at if status in (Status.SENT, Status.UNSURE) else None
    return replace(delivery, status=status, claimed_at=None, courier="", sent_at=sent_at)
