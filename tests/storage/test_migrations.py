"""The tables a migration makes are those the stores were written for, and data comes through."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine

from storage.backups import backup, restore
from storage.migrating import _config, current, head, in_snapshot, in_transaction, known_revisions, upgrade
from storage.opening import open_storage
from storage.tables import METADATA
from surveys.errors import Conflict, Unavailable
from tests.storage import campaign_examples, first_release, second_release, staff_examples
from tests.storage.examples import ANNA, FixedClock
from tests.storage.old_rows import fill, kept


def _forge_the_trail(connection: Connection) -> None:
    """A restore of the first release has the triggers of this one."""
    row = "INSERT INTO trail_entry (number, at, actor, act, facts, digest) VALUES (1, '2026-03-02', 1, 'x', '{}', '')"
    connection.exec_driver_sql(row)
    connection.exec_driver_sql("UPDATE trail_entry SET actor = 2")


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, METADATA))


async def test_migrations_lead_to_the_tables_of_the_models(url: str) -> None:
    assert await in_transaction(url, _differences) == []


async def test_the_comparison_sees_a_table_and_an_index_that_are_missing(sqlite_url: str) -> None:
    def spoil(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE burst")
        connection.exec_driver_sql("DROP INDEX ix_receipt_at")

    await in_transaction(sqlite_url, spoil)
    assert len(await in_transaction(sqlite_url, _differences)) >= 2


async def test_models_and_migrations_make_the_same_sqlite_schema_word_for_word(template: Path, tmp_path: Path) -> None:
    """Also what Alembic does not compare: partial indexes, rowids, conditions, cascades."""
    made = create_engine(f"sqlite:///{tmp_path}/models.db")
    METADATA.create_all(made)
    migrated = create_engine(f"sqlite:///{template}")
    try:
        assert set(_schema(made)) == set(_schema(migrated))
    finally:
        made.dispose()
        migrated.dispose()


async def test_constraints_have_names_of_our_own(url: str) -> None:
    def names(connection: Connection) -> list[str | None]:
        found = MetaData()
        found.reflect(connection)
        return [
            each.name
            for table in found.sorted_tables
            for each in (*table.foreign_key_constraints, *table.indexes)
            if table.name != "alembic_version"
        ]

    found = await in_transaction(url, names)
    assert found
    assert all(str(name).startswith(("fk_", "ix_", "uq_")) for name in found)


async def test_upgrading_twice_changes_nothing_and_reaches_the_head(url: str) -> None:
    assert await upgrade(url) == head()
    assert await current(url) == head()
    assert head() in known_revisions()


async def test_a_new_file_is_made_with_its_folder_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "otklik.db"
    assert await current(f"sqlite:///{path}") is None
    assert await upgrade(f"sqlite+aiosqlite:///{path}") == head()
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_migration_that_fails_half_way_leaves_the_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, made = f"sqlite:///{tmp_path}/half.db", 0
    create = Operations.create_table

    def fail_at_fifth(self: Operations, *arguments: object, **options: object) -> object:
        nonlocal made
        made += 1
        if made == 5:
            raise OSError("the power went")
        return create(self, *arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_table", fail_at_fifth)
        with pytest.raises(Unavailable):
            await upgrade(url)
    assert await in_transaction(url, lambda c: c.exec_driver_sql("SELECT name FROM sqlite_master").all()) == []
    assert await upgrade(url) == head()


async def test_a_database_of_the_first_release_is_upgraded_with_what_it_holds(
    tmp_path: Path, empty_server_database: str
) -> None:
    for url in (f"sqlite:///{tmp_path}/old.db", empty_server_database):
        await upgrade(url, "0001")
        await in_transaction(url, lambda c: fill(c, first_release.ROWS))
        await backup(url, tmp_path / "old.zip")
        before = await in_snapshot(url, _of_the_first)
        assert await upgrade(url) == head()
        assert await in_snapshot(url, _of_the_first) == before
        assert await in_transaction(url, _differences) == []
        async with open_storage(url, clock=FixedClock()) as storage:
            assert await storage.read(lambda w: [person.address for person in w.roles.persons_with("admin")]) == [ANNA]
            await storage.write(lambda w: staff_examples.fill(w, 1))
        await restore(tmp_path / "old.zip", url, force=True)
        assert await in_snapshot(url, _of_the_first) == before
        with pytest.raises(Conflict, match="trail_entry"):
            await in_transaction(url, _forge_the_trail)


def _of_the_first(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return kept(connection, first_release.ROWS)


def _of_the_second(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return kept(connection, second_release.ROWS)


async def test_a_database_of_the_second_release_is_upgraded_with_what_it_holds_and_back(
    tmp_path: Path, empty_server_database: str
) -> None:
    for url in (f"sqlite:///{tmp_path}/old.db", empty_server_database):
        await upgrade(url, "0002")
        await in_transaction(url, lambda c: fill(c, second_release.ROWS))
        before = await in_snapshot(url, _of_the_second)
        assert all(len(rows) == 1 for rows in before.values())
        assert await upgrade(url) == head()
        assert await in_snapshot(url, _of_the_second) == before
        assert await in_transaction(url, _differences) == []
        async with open_storage(url, clock=FixedClock()) as storage:
            anna = await storage.read(lambda w: w.people.find(ANNA))
            assert anna is not None
            assert (anna.number, anna.zone) == (1, "")
            assert await storage.read(lambda w: [each.hired for each in w.invitations.all()]) == [None]
            await storage.write(lambda w: campaign_examples.fill(w, 1))
        with pytest.raises(Conflict, match="trail_entry"):
            await in_transaction(url, lambda c: c.exec_driver_sql("UPDATE trail_entry SET actor = 2"))
        await in_transaction(url, lambda c: command.downgrade(_config(c), "0002"))
        assert await in_snapshot(url, _of_the_second) == before
        assert await upgrade(url) == head()


async def test_a_database_of_another_release_is_not_opened(url: str) -> None:
    await in_transaction(url, lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'"))
    try:
        with pytest.raises(Unavailable, match="schema"):
            async with open_storage(url, clock=FixedClock()):
                pass
    finally:
        await in_transaction(url, lambda c: c.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head()}'"))


def _schema(engine: object) -> Iterator[tuple[str, ...]]:
    with engine.connect() as connection:  # type: ignore[attr-defined]
        for (sql,) in connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'"
        ):
            if "alembic_version" not in sql:
                yield _parts(" ".join(sql.replace("DATETIME", "TIMESTAMP").split()))


def _parts(sql: str) -> tuple[str, ...]:
    """What stands between the outer parentheses, sorted, as a column that was added later stands after the constraints;
    and what stands around them."""
    head, _, rest = sql.partition("(")
    inside, _, tail = rest.rpartition(")")
    parts = re.split(r",(?![^(]*\))", inside)
    return (head.strip(), *sorted(part.strip() for part in parts), tail.strip())
