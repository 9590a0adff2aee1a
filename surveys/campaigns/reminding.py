"""When somebody who was invited is reminded: so many times, so far apart, and never once it is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from surveys.campaigns.delivering import Status


@dataclass(frozen=True, slots=True)
class Reminders:
    count: int
    spacing: timedelta

    def __post_init__(self) -> None:
        if self.count < 0 or (self.count and self.spacing < timedelta(hours=1)):
            raise ValueError("reminders come at least an hour apart")

    @property
    def span(self) -> timedelta:
        """From an invitation to the last reminder."""
        return self.count * self.spacing


NONE = Reminders(0, timedelta())
ONE = Reminders(1, timedelta(days=3))


@dataclass(frozen=True, slots=True)
class Reminder:
    number: int
    """From 1; one delivery under (outreach, person, reminder, number)."""
    at: datetime
    not_after: datetime | None
    """Past it the reminder is dropped: the next one is due, or the survey is over."""


def next_reminder(
    rules: Reminders, invited_at: datetime, sent: int, last_at: datetime | None, closes_at: datetime | None
) -> Reminder | None:
    """The next one of who got `sent` so far, the last at `last_at`; None when there is none to come.

    Number n is due n spacings after the invitation, and a spacing after the last one: whoever was not reminded for a
    week, because it was paused or nothing ran, is reminded once and not three times in a row.
    """
    if sent >= rules.count:
        return None
    number = sent + 1
    at = invited_at + number * rules.spacing
    if last_at is not None:
        at = max(at, last_at + rules.spacing)
    if closes_at is not None and at >= closes_at:
        return None
    over = at + rules.spacing
    return Reminder(number, at, over if closes_at is None else min(over, closes_at))


def to_be_reminded(invitation: Status, *, started: bool, unseen: bool = False) -> bool:
    """Whether a reminder is queued for who got this invitation (`peers.md` 2, row 24: who has begun is left alone).

    Of an anonymous survey one is queued for everybody, whoever has answered, and the courier, who alone may look,
    sends it to those without a mark (`delivering.Delivery.untraced`): a row that some people have and others have not
    would be a list of who answered.
    """
    return invitation in (Status.SENT, Status.UNSURE) and (unseen or not started)
