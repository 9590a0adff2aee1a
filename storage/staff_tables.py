"""Employees, the ways in for them, the mailbox and the trail. No names of people, and no moment of joining."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from storage.columns import NAMES, Moment

unit = Table(
    "unit",
    NAMES,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("above", Text, nullable=False),
    Column("people", Integer, nullable=False),
)

membership = Table(
    "membership",
    NAMES,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_key", ForeignKey("unit.key"), nullable=False),
    Index(None, "unit_key"),
)

hidden_word = Table(
    "hidden_word",
    NAMES,
    Column("kind", Text, nullable=False),  # "name" or "position"
    Column("place", Integer, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("kind", "place"),
)

invitation = Table(
    "invitation",
    NAMES,
    Column("digest", LargeBinary, primary_key=True),
    Column("batch", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("most_uses", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("hired", Date),
    Index(None, "batch"),
    sqlite_with_rowid=False,
)

mail_thread = Table(
    "mail_thread",
    NAMES,
    Column("digest", LargeBinary, primary_key=True),
    Column("about", Text, nullable=False),
    Column("standing", Text, nullable=False),
    sqlite_with_rowid=False,
)

# `place` orders the letters of one thread; nothing orders those of two.
mail_letter = Table(
    "mail_letter",
    NAMES,
    Column("thread", ForeignKey("mail_thread.digest", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("side", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("thread", "place"),
    sqlite_with_rowid=False,
)

# Triggers refuse to change or delete a row (revision 0002). `number` is counted by the store: it has no gaps.
trail_entry = Table(
    "trail_entry",
    NAMES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
