"""Employees, anonymous surveys, the mailbox and the trail; triggers for what is never changed again.

Once released, a step is never edited: a stored database of the release before is upgraded through it in a test.
SQLite changes a table by copying it (op.batch_alter_table), which drops its triggers: make them again after that.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT, NUMBER, OCTETS, MOMENT = sa.Text(), sa.Integer(), sa.LargeBinary(), sa.DateTime(timezone=True)

TABLES = (
    "unit",
    "membership",
    "hidden_word",
    "invitation",
    "anonymous_campaign",
    "pool_state",
    "pool_box",
    "mark",
    "answer_block",
    "release_entry",
    "mail_thread",
    "mail_letter",
    "trail_entry",
)

# What the launch froze: naming one of these in an UPDATE is refused, whatever the value.
FROZEN = "code, form_id, version, cells, parameters, sensitive, held_by, launched_at, closes_at, fingerprint"
# An act is written once; later only the destruction of the key is noted in it. Inside a string of JSON the pattern
# cannot occur, as its quotation marks are escaped there.
ACT = """OLD.act IS NOT NULL AND NOT (
    NEW.act IS NOT NULL AND
    (NEW.act = OLD.act OR NEW.act = replace(OLD.act, '"key_destroyed":false', '"key_destroyed":true'))
)"""
# (table, name of the trigger, event, condition)
TRIGGERS = (
    ("anonymous_campaign", "frozen", f"UPDATE OF {FROZEN}", ""),
    ("anonymous_campaign", "act", "UPDATE OF act", ACT),
    ("anonymous_campaign", "kept", "DELETE", ""),
    ("answer_block", "frozen", "UPDATE", ""),
    ("answer_block", "kept", "DELETE", ""),
    ("release_entry", "frozen", "UPDATE", ""),
    ("trail_entry", "frozen", "UPDATE", ""),
    ("trail_entry", "kept", "DELETE", ""),
)
# INSERT OR REPLACE of SQLite deletes a row without calling any trigger of deletion.
KEYS = {
    "anonymous_campaign": "code = NEW.code",
    "answer_block": "campaign = NEW.campaign AND id = NEW.id",
    "release_entry": "digest = NEW.digest",
    "trail_entry": "number = NEW.number",
}
REFUSE = """
CREATE OR REPLACE FUNCTION otklik_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
END
$$
"""


def columns(kind: "sa.types.TypeEngine[Any]", *names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, kind, autoincrement=False, nullable=False) for name in names]


def execute(statement: str) -> None:
    """As it stands: a colon of JSON is no parameter."""
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    _staff()
    _anonymous_surveys()
    _mailbox_and_trail()
    if op.get_bind().dialect.name == "sqlite":
        _triggers_of_sqlite()
    else:
        _triggers_of_postgresql()


def _staff() -> None:
    op.create_table(
        "unit",
        *columns(TEXT, "key", "name", "above"),
        *columns(NUMBER, "people"),
        sa.PrimaryKeyConstraint("key", name="pk_unit"),
    )
    op.create_table(
        "membership",
        *columns(NUMBER, "person_id"),
        *columns(TEXT, "unit_key"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_membership_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_key"], ["unit.key"], name="fk_membership_unit_key_unit"),
        sa.PrimaryKeyConstraint("person_id", name="pk_membership"),
    )
    op.create_index("ix_membership_unit_key", "membership", ["unit_key"])
    op.create_table(
        "hidden_word",
        *columns(TEXT, "kind"),
        *columns(NUMBER, "place"),
        *columns(TEXT, "words"),
        sa.PrimaryKeyConstraint("kind", "place", name="pk_hidden_word"),
    )
    op.create_table(
        "invitation",
        *columns(OCTETS, "digest"),
        *columns(TEXT, "batch", "unit", "role"),
        *columns(NUMBER, "most_uses", "used"),
        *columns(MOMENT, "expires_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_invitation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_invitation_batch", "invitation", ["batch"])


def _anonymous_surveys() -> None:
    op.create_table(
        "anonymous_campaign",
        *columns(TEXT, "code", "form_id", "version", "cells", "parameters", "sensitive", "held_by"),
        *columns(MOMENT, "launched_at", "closes_at"),
        *columns(TEXT, "fingerprint", "losses"),
        sa.Column("act", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_anonymous_campaign"),
    )
    op.create_table(
        "pool_state",
        *columns(TEXT, "campaign", "stream", "cell"),
        *columns(NUMBER, "generation"),
        *columns(MOMENT, "drawn_at"),
        sa.PrimaryKeyConstraint("campaign", "stream", "cell", name="pk_pool_state"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pool_box",
        *columns(TEXT, "campaign", "stream", "cell"),
        *columns(OCTETS, "slot"),
        *columns(NUMBER, "generation"),
        *columns(OCTETS, "sealed"),
        sa.PrimaryKeyConstraint("campaign", "stream", "cell", "slot", name="pk_pool_box"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mark",
        *columns(TEXT, "campaign"),
        *columns(OCTETS, "mark"),
        sa.PrimaryKeyConstraint("campaign", "mark", name="pk_mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_block",
        *columns(TEXT, "campaign"),
        *columns(OCTETS, "id"),
        *columns(TEXT, "stream", "place"),
        *columns(NUMBER, "n"),
        *columns(TEXT, "content"),
        sa.PrimaryKeyConstraint("campaign", "id", name="pk_answer_block"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "release_entry",
        *columns(OCTETS, "digest"),
        *columns(TEXT, "campaign"),
        sa.Column("day", sa.Date(), nullable=False),
        *columns(TEXT, "outlet", "kind", "unit", "cell"),
        *columns(NUMBER, "place"),
        *columns(TEXT, "content"),
        sa.PrimaryKeyConstraint("digest", name="pk_release_entry"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_release_entry_campaign_kind_unit_cell_day", "release_entry", ["campaign", "kind", "unit", "cell", "day"]
    )


def _mailbox_and_trail() -> None:
    op.create_table(
        "mail_thread",
        *columns(OCTETS, "digest"),
        *columns(TEXT, "about", "standing"),
        sa.PrimaryKeyConstraint("digest", name="pk_mail_thread"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mail_letter",
        *columns(OCTETS, "thread"),
        *columns(NUMBER, "place"),
        *columns(TEXT, "side", "text"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread"], ["mail_thread.digest"], name="fk_mail_letter_thread_mail_thread", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread", "place", name="pk_mail_letter"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trail_entry",
        *columns(NUMBER, "number"),
        *columns(MOMENT, "at"),
        *columns(NUMBER, "actor"),
        *columns(TEXT, "act", "facts"),
        *columns(OCTETS, "digest"),
        sa.PrimaryKeyConstraint("number", name="pk_trail_entry"),
    )


def _triggers_of_sqlite() -> None:
    for table, name, event, condition in TRIGGERS:
        when = f"WHEN {condition}" if condition else ""
        execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {when} {_raising(table)}")
    for table, key in KEYS.items():
        there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})"  # noqa: S608 - names of our own
        execute(f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} {there} {_raising(table)}")


def _raising(table: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"


def _triggers_of_postgresql() -> None:
    """TRUNCATE calls no trigger of rows, so each table that keeps its rows has one for it."""
    execute(REFUSE)
    for table, name, event, condition in TRIGGERS:
        when = f"WHEN ({condition})" if condition else ""
        head = f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table}"
        execute(f"{head} FOR EACH ROW {when} EXECUTE FUNCTION otklik_refuse()")
        if event == "DELETE":
            execute(f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION otklik_refuse()")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        execute("DROP FUNCTION otklik_refuse()")
