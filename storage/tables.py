"""Every table, as the newest migration leaves it.

An answer is a row of its own (`answer`), and so are the facts results are made of; the working state of a run through
a questionnaire is one JSON text in `response.session`, emptied of answers once the run is over. The tables of staff,
of anonymous surveys and of campaigns stand in files of their own.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage import anonymous_tables, campaign_tables, staff_tables  # noqa: F401 - they add themselves to METADATA
from storage.columns import NAMES, Moment

METADATA = NAMES

receipt = Table(
    "receipt",
    METADATA,
    Column("source", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("source", "number"),
    Index(None, "at"),
    sqlite_with_rowid=False,
)

person = Table(
    "person",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("unreachable_since", Moment),
    Column("last_point", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("notices", Boolean, nullable=False),
    Column("zone", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("channel", "key"),
    sqlite_autoincrement=True,  # an erased person's number is never given to another
)

consent_given = Table(
    "consent_given",
    METADATA,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "version"),
)

questionnaire_version = Table(
    "questionnaire_version",
    METADATA,
    Column("form_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("current", Boolean, nullable=False),
    PrimaryKeyConstraint("form_id", "version"),
    Index(
        "uq_questionnaire_version_current",
        "form_id",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
)

response = Table(
    "response",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="SET NULL")),
    Column("point", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("form_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("replaces", Text, nullable=False),
    Column("placement", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("outreach", Text, nullable=False, server_default=text("''")),
    Index(None, "person_id", "started_at"),
    Index(None, "point", "started_at"),
    Index(None, "started_at"),
    # What is touched last was not started later, so this finds stale responses too, and a tap (which changes
    # `touched_at` only) rewrites no index.
    Index(
        "ix_response_open", "started_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")
    ),
)

answer = Table(
    "answer",
    METADATA,
    Column("response_key", ForeignKey("response.key", ondelete="CASCADE"), nullable=False),
    Column("question", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("response_key", "question"),
    sqlite_with_rowid=False,
)

point = Table(
    "point",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("services", Text, nullable=False),
    Column("questionnaire", Text, nullable=False),
    Column("follow_up", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("secret_version", Integer, nullable=False),
    UniqueConstraint("code"),
)

funnel_count = Table(
    "funnel_count",
    METADATA,
    Column("point", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("stage", Text, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("point", "day", "stage"),
)

burst = Table(
    "burst",
    METADATA,
    Column("point", Text, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("raters", Integer, nullable=False),
    PrimaryKeyConstraint("point", "first_at"),
    Index(None, "last_at"),
)

role_grant = Table(
    "role_grant",
    METADATA,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "role"),
)

note = Table(
    "note",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

quarantine = Table(
    "quarantine",
    METADATA,
    Column("source", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("source", "number"),
)

attempt = Table(
    "attempt",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subject", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "subject", "at"),
    Index(None, "at"),
)
