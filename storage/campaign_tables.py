"""Outreaches: what was asked of whom, what waits to be sent, what was counted.

Nothing here tells who answered an anonymous survey or when. Of its reminders everybody has the same row, which ends
with the claim (decision 0030); `outreach_stage` has no row of one.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from storage.columns import NAMES, Moment


def _of_person() -> "Column[int]":
    """Erasing a person takes the row with them."""
    return Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False)


# `place` counts outreaches in the order they were made. `content` is all of it as JSON; the columns beside it are what
# is looked up. The index leads a claim to those that are running.
outreach = Table(
    "outreach",
    NAMES,
    Column("code", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("comes_again", Boolean, nullable=False),
    Column("unseen", Boolean, nullable=False),
    Column("closes_at", Moment),
    Column("content", Text, nullable=False),
    Index(None, "place", unique=True),
    Index(None, "state"),
)

# What waits and what is claimed have indexes of their own, as small as what waits; the condition stands in every
# question word for word, or no database uses them. `ix_delivery_person_id_matter_sent_at` finds when somebody was
# invited last, and what an erased person leaves.
delivery = Table(
    "delivery",
    NAMES,
    Column("outreach", Text, nullable=False),
    _of_person(),
    Column("matter", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("not_after", Moment),
    Column("status", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("claimed_at", Moment),
    Column("courier", Text, nullable=False),
    Column("untraced", Boolean, nullable=False),
    Column("sent_at", Moment),
    PrimaryKeyConstraint("outreach", "person_id", "matter", "number"),
    Index(None, "person_id", "matter", "sent_at"),
    Index(
        "ix_delivery_queued",
        "outreach",
        "not_before",
        "person_id",
        sqlite_where=text("status = 'queued'"),
        postgresql_where=text("status = 'queued'"),
    ),
    Index(
        "ix_delivery_claimed",
        "claimed_at",
        sqlite_where=text("status = 'claimed'"),
        postgresql_where=text("status = 'claimed'"),
    ),
    sqlite_with_rowid=False,
)

outreach_tally = Table(
    "outreach_tally",
    NAMES,
    Column("outreach", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("outreach", "what"),
    sqlite_with_rowid=False,
)

outreach_stage = Table(
    "outreach_stage",
    NAMES,
    Column("outreach", Text, nullable=False),
    _of_person(),
    Column("stage", Integer, nullable=False),
    PrimaryKeyConstraint("outreach", "person_id"),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

# What was done, so that it is done once. `person` is 0 for what is nobody's.
occasion = Table(
    "occasion",
    NAMES,
    Column("job", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("job", "period", "person"),
    Index(None, "person"),
    sqlite_with_rowid=False,
)

# "" is any service.
subscription = Table(
    "subscription",
    NAMES,
    _of_person(),
    Column("service", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "service"),
    Index(None, "service"),
    sqlite_with_rowid=False,
)

# `people` is how many were put on it: who erased themselves since has no place, and is still counted.
people_list = Table(
    "people_list",
    NAMES,
    Column("key", Text, primary_key=True),
    Column("people", Integer, nullable=False),
)

list_place = Table(
    "list_place",
    NAMES,
    Column("list", ForeignKey("people_list.key", ondelete="CASCADE"), nullable=False),
    _of_person(),
    PrimaryKeyConstraint("list", "person_id"),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

# Goes with the membership.
hire = Table(
    "hire",
    NAMES,
    Column("person_id", ForeignKey("membership.person_id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, nullable=False),
    Index(None, "day"),
)

# One row. `booked_at` is the clock of the last booking.
pace = Table(
    "pace",
    NAMES,
    Column("name", Text, primary_key=True),
    Column("booked_until", Moment, nullable=False),
    Column("booked_at", Moment, nullable=False),
)
