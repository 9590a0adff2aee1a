"""Campaigns: outreaches, deliveries, tallies, subscriptions, lists, days of hire; zones of people.

Once released, a step is never edited: a stored database of the release before is upgraded through it in a test.
Columns are added, not copied into a new table: copying would delete the old `person`, and with it whatever refers to
it. So a new column stands after the constraints in SQLite's own text.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT, NUMBER, YES, DAY, MOMENT = sa.Text(), sa.Integer(), sa.Boolean(), sa.Date(), sa.DateTime(timezone=True)

TABLES = (
    "outreach",
    "delivery",
    "outreach_tally",
    "outreach_stage",
    "occasion",
    "subscription",
    "people_list",
    "list_place",
    "hire",
    "pace",
)


def columns(kind: "sa.types.TypeEngine[Any]", *names: str, nullable: bool = False) -> "list[sa.Column[Any]]":
    return [sa.Column(name, kind, autoincrement=False, nullable=nullable) for name in names]


def of_person(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_person_id_person"
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=name, ondelete="CASCADE")


def key_of(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def only(condition: str) -> dict[str, Any]:
    """An index of some rows, on both kinds of database."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.add_column("person", sa.Column("zone", TEXT, nullable=False, server_default=sa.text("''")))
    op.add_column("response", sa.Column("outreach", TEXT, nullable=False, server_default=sa.text("''")))
    op.add_column("invitation", sa.Column("hired", DAY, nullable=True))
    _outreaches()
    _progress()
    _audiences()


def _outreaches() -> None:
    op.create_table(
        "outreach",
        *columns(TEXT, "code"),
        *columns(NUMBER, "place"),
        *columns(TEXT, "state"),
        *columns(YES, "comes_again", "unseen"),
        *columns(MOMENT, "closes_at", nullable=True),
        *columns(TEXT, "content"),
        key_of("outreach", "code"),
    )
    op.create_index("ix_outreach_place", "outreach", ["place"], unique=True)
    op.create_index("ix_outreach_state", "outreach", ["state"])
    op.create_table(
        "delivery",
        *columns(TEXT, "outreach"),
        *columns(NUMBER, "person_id"),
        *columns(TEXT, "matter"),
        *columns(NUMBER, "number"),
        *columns(MOMENT, "not_before"),
        *columns(MOMENT, "not_after", nullable=True),
        *columns(TEXT, "status"),
        *columns(NUMBER, "failures", "repeats"),
        *columns(MOMENT, "claimed_at", nullable=True),
        *columns(TEXT, "courier"),
        *columns(YES, "untraced"),
        *columns(MOMENT, "sent_at", nullable=True),
        of_person("delivery"),
        key_of("delivery", "outreach", "person_id", "matter", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_delivery_person_id_matter_sent_at", "delivery", ["person_id", "matter", "sent_at"])
    waiting = ["outreach", "not_before", "person_id"]
    op.create_index("ix_delivery_queued", "delivery", waiting, **only("status = 'queued'"))
    op.create_index("ix_delivery_claimed", "delivery", ["claimed_at"], **only("status = 'claimed'"))


def _progress() -> None:
    op.create_table(
        "outreach_tally",
        *columns(TEXT, "outreach", "what"),
        *columns(NUMBER, "n"),
        key_of("outreach_tally", "outreach", "what"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outreach_stage",
        *columns(TEXT, "outreach"),
        *columns(NUMBER, "person_id", "stage"),
        of_person("outreach_stage"),
        key_of("outreach_stage", "outreach", "person_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outreach_stage_person_id", "outreach_stage", ["person_id"])
    op.create_table(
        "occasion",
        *columns(TEXT, "job", "period"),
        *columns(NUMBER, "person"),
        *columns(MOMENT, "at"),
        key_of("occasion", "job", "period", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_occasion_person", "occasion", ["person"])
    op.create_table(
        "pace",
        *columns(TEXT, "name"),
        *columns(MOMENT, "booked_until", "booked_at"),
        key_of("pace", "name"),
    )


def _audiences() -> None:
    op.create_table(
        "subscription",
        *columns(NUMBER, "person_id"),
        *columns(TEXT, "service"),
        *columns(MOMENT, "at"),
        of_person("subscription"),
        key_of("subscription", "person_id", "service"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_subscription_service", "subscription", ["service"])
    op.create_table(
        "people_list",
        *columns(TEXT, "key"),
        *columns(NUMBER, "people"),
        key_of("people_list", "key"),
    )
    op.create_table(
        "list_place",
        *columns(TEXT, "list"),
        *columns(NUMBER, "person_id"),
        sa.ForeignKeyConstraint(
            ["list"], ["people_list.key"], name="fk_list_place_list_people_list", ondelete="CASCADE"
        ),
        of_person("list_place"),
        key_of("list_place", "list", "person_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_list_place_person_id", "list_place", ["person_id"])
    op.create_table(
        "hire",
        *columns(NUMBER, "person_id"),
        *columns(DAY, "day"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["membership.person_id"], name="fk_hire_person_id_membership", ondelete="CASCADE"
        ),
        key_of("hire", "person_id"),
    )
    op.create_index("ix_hire_day", "hire", ["day"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, column in (("invitation", "hired"), ("response", "outreach"), ("person", "zone")):
        op.drop_column(table, column)
