"""What is asked of a PostgreSQL server, and what a connection of ours asks it to keep out of its log."""

from pathlib import Path

from bot.findings import Level
from storage.migrating import in_transaction, upgrade
from storage.server_settings import server_settings
from tests.bot.test_doctor import found, level, settings


async def test_the_settings_of_this_database_are_those_that_are_read(empty_server_database: str) -> None:
    before = await server_settings(empty_server_database)
    assert before["track_commit_timestamp"] == "off"
    assert "auto_explain.log_min_duration" not in before
    name = empty_server_database.rsplit("/", 1)[-1]
    change = f"ALTER DATABASE {name} SET log_statement = 'mod'"
    await in_transaction(empty_server_database, lambda c: c.exec_driver_sql(change))
    assert (await server_settings(empty_server_database))["log_statement"] == "mod"


async def test_an_error_in_the_servers_log_quotes_no_value_of_ours(empty_server_database: str) -> None:
    name = empty_server_database.rsplit("/", 1)[-1]
    change = f"ALTER DATABASE {name} SET log_parameter_max_length_on_error = -1"
    await in_transaction(empty_server_database, lambda c: c.exec_driver_sql(change))
    shown = "SHOW log_parameter_max_length_on_error"
    assert await in_transaction(empty_server_database, lambda c: c.exec_driver_sql(shown).scalar()) == "0"


async def test_the_doctor_looks_at_the_server_and_at_everything_else_all_the_same(
    empty_server_database: str, tmp_path: Path
) -> None:
    await upgrade(empty_server_database)
    chosen = settings(tmp_path, database_url=empty_server_database)
    quiet = await found(chosen)
    assert (level(quiet["database"]), level(quiet["server"])) == (Level.OK, Level.OK)
    name = empty_server_database.rsplit("/", 1)[-1]
    change = f"ALTER DATABASE {name} SET log_statement = 'all'"
    await in_transaction(empty_server_database, lambda c: c.exec_driver_sql(change))
    loud = await found(chosen)
    assert (level(loud["database"]), level(loud["server"])) == (Level.OK, Level.ERROR)
    assert loud.keys() == quiet.keys()
