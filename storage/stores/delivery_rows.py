"""A delivery as a row. The conditions are those of the partial indexes, word for word."""

from typing import Any

from sqlalchemy import Row, bindparam, text, update

from storage.campaign_tables import delivery as table
from surveys.campaigns.delivering import Delivery, Status
from surveys.campaigns.policies import Matter

QUEUED = text("delivery.status = 'queued'")
CLAIMED = text("delivery.status = 'claimed'")

CHANGING = ("not_before", "status", "failures", "repeats", "claimed_at", "courier", "sent_at")
KEY = ("outreach", "person_id", "matter", "number")
CHANGE = (
    update(table)
    .where(*(table.c[column] == bindparam(f"the_{column}") for column in KEY))
    .values({column: bindparam(column) for column in CHANGING})
)


def read_delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        outreach=row.outreach,
        person=row.person_id,
        matter=Matter(row.matter),
        number=row.number,
        not_before=row.not_before,
        not_after=row.not_after,
        status=Status(row.status),
        failures=row.failures,
        repeats=row.repeats,
        claimed_at=row.claimed_at,
        courier=row.courier,
        untraced=row.untraced,
        sent_at=row.sent_at,
    )


def key_of(delivery: Delivery) -> tuple[str, int, str, int]:
    return delivery.outreach, delivery.person, delivery.matter.value, delivery.number


def change(delivery: Delivery) -> dict[str, Any]:
    """The parameters of CHANGE."""
    outreach, person, matter, number = key_of(delivery)
    return {
        "the_outreach": outreach,
        "the_person_id": person,
        "the_matter": matter,
        "the_number": number,
        "not_before": delivery.not_before,
        "status": delivery.status.value,
        "failures": delivery.failures,
        "repeats": delivery.repeats,
        "claimed_at": delivery.claimed_at,
        "courier": delivery.courier,
        "sent_at": delivery.sent_at,
    }
