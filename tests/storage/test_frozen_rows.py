"""What the database itself refuses, whoever asks: changes of what was promised, and tables that could tell an order."""

import pytest
from sqlalchemy import Connection, Date

from storage.columns import Moment
from storage.migrating import in_transaction
from storage.opening import open_storage
from storage.tables import METADATA
from surveys.errors import Conflict
from surveys.work import Work
from tests.storage import staff_examples
from tests.storage.examples import ANNA, NOON, FixedClock


def _fill(w: Work) -> None:
    staff_examples.fill(w, w.people.enter(ANNA, "ru", NOON).number)


@pytest.fixture
async def filled(url: str) -> str:
    async with open_storage(url, clock=FixedClock()) as storage:
        await storage.write(_fill)
    return url


def _destroyed(then: str) -> str:
    return f"UPDATE anonymous_campaign SET act = replace(act, '\"key_destroyed\":false', '{then}') WHERE code = 'b9x3'"


REFUSED = [
    *(
        f"UPDATE anonymous_campaign SET {column} = {value}"
        for column, value in {
            "code": "'zzzz'",
            "form_id": "''",
            "version": "'2'",
            "cells": "'{}'",
            "parameters": "'{\"k\":1}'",
            "sensitive": "'[]'",
            "held_by": "''",
            "launched_at": "closes_at",
            "closes_at": "launched_at",
            "fingerprint": "''",
        }.items()
    ),
    "UPDATE anonymous_campaign SET act = NULL WHERE code = 'b9x3'",
    "UPDATE anonymous_campaign SET act = replace(act, '\"lost\":2', '\"lost\":0') WHERE code = 'b9x3'",
    _destroyed('"key_destroyed":true,"lost":0'),
    "DELETE FROM anonymous_campaign",
    "UPDATE answer_block SET content = '[]'",
    "UPDATE answer_block SET n = 1",
    "DELETE FROM answer_block",
    "UPDATE release_entry SET place = 9",
    "UPDATE trail_entry SET actor = 9 WHERE number = 1",
    "DELETE FROM trail_entry WHERE number = 2",
]
REPLACED = [
    "INSERT OR REPLACE INTO anonymous_campaign SELECT * FROM anonymous_campaign",
    "INSERT OR REPLACE INTO answer_block SELECT * FROM answer_block",
    "INSERT OR REPLACE INTO release_entry SELECT * FROM release_entry",
    "INSERT OR REPLACE INTO trail_entry SELECT * FROM trail_entry",
]
TRUNCATED = [f"TRUNCATE {table} CASCADE" for table in ("anonymous_campaign", "answer_block", "trail_entry")]


def _table_of(statement: str) -> str:
    return next(word for word in statement.split() if word in METADATA.tables)


async def _refused(url: str, statements: list[str]) -> None:
    for statement in statements:
        with pytest.raises(Conflict) as raised:
            await in_transaction(url, lambda c, s=statement: c.exec_driver_sql(s))
        assert raised.value.kind == _table_of(statement), statement


async def test_no_statement_changes_what_a_launch_froze_a_block_counts_or_the_trail_says(filled: str) -> None:
    await _refused(filled, REFUSED)


async def test_no_statement_of_sqlite_replaces_such_a_row(sqlite_url: str) -> None:
    async with open_storage(sqlite_url, clock=FixedClock()) as storage:
        await storage.write(_fill)
    await _refused(sqlite_url, REPLACED)


async def test_no_statement_of_postgresql_empties_such_a_table(postgres_url: str) -> None:
    async with open_storage(postgres_url, clock=FixedClock()) as storage:
        await storage.write(_fill)
    await _refused(postgres_url, TRUNCATED)


async def test_losses_may_be_added_and_a_destroyed_key_noted(filled: str) -> None:
    allowed = ("UPDATE anonymous_campaign SET losses = '[]'", _destroyed('"key_destroyed":true'))
    for statement in allowed:
        assert await in_transaction(filled, lambda c, s=statement: c.exec_driver_sql(s).rowcount) > 0


QUIET = ("pool_box", "mark", "answer_block", "release_entry", "mail_thread", "mail_letter", "pool_state", "invitation")
MOMENTS = {
    "pool_state": {"drawn_at"},
    "release_entry": {"day"},
    "mail_letter": {"day"},
    "anonymous_campaign": {"launched_at", "closes_at"},
    "invitation": {"expires_at", "hired"},
    "hire": {"day"},
    "trail_entry": {"at"},
    "outreach": {"closes_at"},
    "delivery": {"not_before", "not_after", "claimed_at", "sent_at"},
    "occasion": {"at"},
}
TIMELESS = ("unit", "membership", "hidden_word", "outreach_tally", "outreach_stage", "people_list", "list_place")


def test_no_table_of_staff_or_of_campaigns_keeps_a_moment_beyond_these() -> None:
    for name in sorted({*QUIET, *MOMENTS, *TIMELESS}):
        columns = METADATA.tables[name].columns
        assert {column.name for column in columns if isinstance(column.type, Moment | Date)} == MOMENTS.get(name, set())


async def test_rows_of_anonymous_surveys_have_no_numbers(sqlite_url: str) -> None:
    def without_rowid(connection: Connection) -> set[str]:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
        return set(rows.scalars())

    assert set(QUIET) <= await in_transaction(sqlite_url, without_rowid)


async def test_the_server_counts_no_rows_of_theirs(postgres_url: str) -> None:
    names = "SELECT sequence_name FROM information_schema.sequences"
    found = await in_transaction(postgres_url, lambda c: set(c.exec_driver_sql(names).scalars()))
    assert found == {"attempt_id_seq", "person_id_seq"}
