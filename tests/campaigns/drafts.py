"""Outreaches that lack nothing, to be spoilt one thing at a time."""

from datetime import date, timedelta

from surveys.campaigns.audiences import AllStaff, Subscribers
from surveys.campaigns.guards import Promised, Readiness
from surveys.campaigns.outreach import Kind, Order, Outreach, Populations
from surveys.campaigns.reminding import Reminders
from surveys.campaigns.sample_size import Precision
from tests.campaigns.directory import NOW

DAY = timedelta(days=1)
CITIZENS = Outreach(
    code="q1",
    kind=Kind.EXTRA_QUARTERLY,
    title="Услуги: что мешает",
    form_id="ext-service",
    version="1",
    audience=Subscribers(),
    zone="Europe/Moscow",
    opens_at=NOW + DAY,
    closes_at=NOW + 15 * DAY,
    reminders=Reminders(2, 3 * DAY),
    populations=Populations(1000, 278, Precision(), "выборка по услугам"),
)
STAFF = Outreach(
    code="s1",
    kind=Kind.ONE_OFF,
    title="Климат",
    form_id="climate",
    version="2",
    audience=AllStaff(),
    zone="Europe/Moscow",
    opens_at=NOW + DAY,
    closes_at=NOW + 15 * DAY,
    order=Order("12-р", date(2026, 11, 20)),
    promise="k7m2",
)
READY_CITIZENS = Readiness(published=True, strict=False, for_staff=False, asked=300)
READY_STAFF = Readiness(
    published=True,
    strict=True,
    for_staff=True,
    asked=120,
    promised=Promised("climate", "2", running=True, closes_at=NOW + 15 * DAY),
)
