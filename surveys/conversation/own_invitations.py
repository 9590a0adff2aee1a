"""What is stored of the invitations of one person: that they were sent, and how far the person has come.

Of an anonymous survey only that an invitation was sent: there is nothing else, and of its reminders everybody has the
same row.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from surveys.campaigns.delivering import Delivery, Status
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.campaigns.tallies import Count
from surveys.conversation.asked_carriers import Carrier
from surveys.people import Person
from surveys.screens import Phrase
from surveys.work import Work

SHOWN = 5
"""Lines on the page; the file has all."""


def rows(work: Work, person: Person) -> list[Phrase]:
    """A line for each invitation, those of the newest outreaches first."""
    by_outreach = {code: list(sent) for code, sent in groupby(_of(work, person), key=lambda each: each.outreach)}
    found = [
        _row(work, person, outreach, invited, by_outreach[outreach.code])
        for outreach in (work.outreaches.all() if by_outreach else ())
        for invited in reversed(by_outreach.get(outreach.code, ()))
        if invited.matter is Matter.INVITATION
    ]
    left = len(found) - SHOWN
    return [*found[:SHOWN], *([Phrase("asked.own_more", {"count": left})] if left > 0 else [])]


def stored(work: Work, person: Person) -> list[dict[str, Any]]:
    """All of them as JSON values."""
    unseen = {outreach.code for outreach in work.outreaches.all() if outreach.unseen}
    return [
        {
            "outreach": each.outreach,
            "matter": each.matter.value,
            "status": each.status.value,
            "sent_at": each.sent_at.isoformat() if each.sent_at is not None else None,
            "stage": None if each.outreach in unseen else _stage(work, person, each),
        }
        for each in _of(work, person)
        if each.matter is Matter.INVITATION or each.outreach not in unseen
    ]


def _of(work: Work, person: Person) -> Sequence[Delivery]:
    return work.deliveries.of_person(person.number)


def _row(work: Work, person: Person, outreach: Outreach, invited: Delivery, of_it: Sequence[Delivery]) -> Phrase:
    sent = Phrase(f"asked.sent.{_sent(invited.status)}")
    if outreach.unseen:
        return Phrase("asked.own_unseen", {"title": outreach.title, "sent": sent})
    reminders = sum(each.matter is Matter.REMINDER and each.status is Status.SENT for each in of_it)
    stage = Phrase(f"asked.stage.{_stage(work, person, invited) or 'nothing'}")
    return Phrase("asked.own", {"title": outreach.title, "sent": sent, "count": reminders, "stage": stage})


def _sent(status: Status) -> str:
    if status in (Status.SENT, Status.UNSURE):
        return "sent"
    return "not_sent" if status.final else "waits"


def _stage(work: Work, person: Person, invited: Delivery) -> str | None:
    name = Carrier(invited.outreach, invited.number).stage
    stage: Count | None = work.stages.furthest(name, person.number) if invited.matter is Matter.INVITATION else None
    return stage.value if stage is not None else None
