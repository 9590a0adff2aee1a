"""Whether somebody who was named when an outreach began is still to be written to. A queue may last for days, and who
said «stop» meanwhile, or left the staff, is left alone."""

from surveys.campaigns.audiences import AllStaff, Listed, Sample, Subscribers, Units
from surveys.campaigns.delivering import Delivery
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.policies import Matter
from surveys.work import Work

ANY = ""
"""The subscription to any service."""


def still_wanted(work: Work, outreach: Outreach, delivery: Delivery) -> bool:
    """Who moved to another unit stays: they were chosen when they were in this one."""
    person, audience = delivery.person, outreach.audience
    if outreach.by_hire and delivery.matter is Matter.INVITATION and work.staff.hired_on(person) is None:
        return False
    match audience.of if isinstance(audience, Sample) else audience:
        case AllStaff() | Units():
            return _employed(work, person)
        case Subscribers(services):
            chosen = work.subscriptions.of(person)
            return bool(chosen) and (not services or ANY in chosen or not services.isdisjoint(chosen))
        case Listed():
            return _employed(work, person) or bool(work.subscriptions.of(person))


def _employed(work: Work, person: int) -> bool:
    return work.staff.unit_of(person) is not None
