"""Outreaches, deliveries and people for the stories of campaigns' stores."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from surveys.address import Address
from surveys.campaigns.audiences import Subscribers
from surveys.campaigns.delivering import Delivery, Status
from surveys.campaigns.outreach import Kind, Order, Outreach, State
from surveys.campaigns.policies import Matter
from surveys.campaigns.quiet import NEVER
from surveys.campaigns.reminding import ONE
from surveys.campaigns.schedules import NOBODY, Due, Every, Recurring
from surveys.campaigns.tallies import Count
from surveys.work import Work
from tests.storage.examples import NOON

SPRING = "spring"
WINDOW = timedelta(days=14)
EVERY_QUARTER = Recurring(Every.QUARTER, 10, time(10))


def outreach(code: str = SPRING, state: State = State.RUNNING) -> Outreach:
    """A survey of citizens in Moscow, without quiet hours."""
    return Outreach(
        code=code,
        kind=Kind.ONE_OFF,
        title="Весна «2026»",
        form_id="counter",
        version="1",
        audience=Subscribers(frozenset({"passport"})),
        zone="Europe/Moscow",
        opens_at=NOON,
        closes_at=NOON + WINDOW,
        reminders=ONE,
        quiet=NEVER,
        order=Order("12", date(2026, 3, 1)),
        state=state,
    )


def invitation_of(person: int, code: str = SPRING, *, at: datetime = NOON) -> Delivery:
    return Delivery(code, person, Matter.INVITATION, 0, at, NOON + WINDOW)


def reminder_of(person: int, code: str = SPRING, *, number: int = 1, at: datetime = NOON) -> Delivery:
    return Delivery(code, person, Matter.REMINDER, number, at, NOON + WINDOW)


def sent(claimed: Delivery) -> Delivery:
    return replace(claimed, status=Status.SENT, claimed_at=None, courier="", sent_at=claimed.claimed_at)


def crowd(w: Work, size: int) -> list[int]:
    return [w.people.enter(Address("chat", f"c{n}"), "ru", NOON).number for n in range(size)]


def fill(w: Work, person: int) -> None:
    """A row in every table of campaigns; `person` belongs to a unit."""
    w.outreaches.add(outreach())
    w.outreaches.add(replace(outreach("again", State.DRAFT), schedule=EVERY_QUARTER, promise="k7m2"))
    w.deliveries.enqueue([invitation_of(person), replace(reminder_of(person), untraced=True)])
    w.deliveries.claim("a", NOON, 1)
    w.tallies.count(SPRING, {Count.INVITED: 1, Count.QUEUED: 1})
    w.stages.reach(SPRING, person, Count.STARTED)
    w.occasions.take(Due("again", "2026-Q1", NOBODY, NOON), NOON)
    w.subscriptions.add(person, "passport", NOON)
    w.lists.add("friends", [person])
    w.staff.hire(person, date(2026, 2, 1))
    w.pace.book(NOON, 3, 30)
