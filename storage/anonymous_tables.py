"""Anonymous surveys: what was frozen, who has voted (as marks), what waits sealed, what was mixed, what was released.

No table says who or when: keys are random or hashes, there are no row numbers, no sequences and no moments but those
of a launch, a close and a draw. Rows refer to no campaign row on purpose: PostgreSQL would note in it the transaction
of the last vote. Triggers keep what is frozen (revision 0002).
"""

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from storage.columns import NAMES, Moment

anonymous_campaign = Table(
    "anonymous_campaign",
    NAMES,
    Column("code", Text, primary_key=True),
    Column("form_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("cells", Text, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("sensitive", Text, nullable=False),
    Column("held_by", Text, nullable=False),
    Column("launched_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("losses", Text, nullable=False),
    Column("act", Text),
)

pool_state = Table(
    "pool_state",
    NAMES,
    Column("campaign", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("drawn_at", Moment, nullable=False),
    PrimaryKeyConstraint("campaign", "stream", "cell"),
    sqlite_with_rowid=False,
)

pool_box = Table(
    "pool_box",
    NAMES,
    Column("campaign", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("slot", LargeBinary, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("campaign", "stream", "cell", "slot"),
    sqlite_with_rowid=False,
)

mark = Table(
    "mark",
    NAMES,
    Column("campaign", Text, nullable=False),
    Column("mark", LargeBinary, nullable=False),
    PrimaryKeyConstraint("campaign", "mark"),
    sqlite_with_rowid=False,
)

# `content` holds columns of counts, or texts, by the stream.
answer_block = Table(
    "answer_block",
    NAMES,
    Column("campaign", Text, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("stream", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("content", Text, nullable=False),
    PrimaryKeyConstraint("campaign", "id"),
    sqlite_with_rowid=False,
)

# `digest` is that of the entry, so equal ones are one. `place` counts the figures of one kind, scope and day from 1;
# it is 0 for what was withheld.
release_entry = Table(
    "release_entry",
    NAMES,
    Column("digest", LargeBinary, primary_key=True),
    Column("campaign", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Index(None, "campaign", "kind", "unit", "cell", "day"),
    sqlite_with_rowid=False,
)
