"""otklik migrate, backup and restore, as a person at a terminal meets them."""

import asyncio
import fcntl
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.backup import add_to
from storage.migrating import head
from storage.opening import open_storage
from tests.storage.examples import FixedClock


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKLIK_DATABASE_URL", "sqlite:///city/otklik.db")


def otklik(*words: str) -> Result:
    app = typer.Typer()
    add_to(app)
    return CliRunner().invoke(app, list(words))


def note(value: str | None = None) -> str | None:
    async def use() -> str | None:
        async with open_storage("sqlite:///city/otklik.db", clock=FixedClock()) as storage:
            if value is not None:
                await storage.write(lambda w: w.notes.put("n", value))
            return await storage.read(lambda w: w.notes.get("n"))

    return asyncio.run(use())


def test_migrate_makes_the_database_and_may_be_run_again() -> None:
    for _ in range(2):
        done = otklik("migrate")
        assert (done.exit_code, done.stdout) == (0, f"revision {head()}\n")


def test_a_backup_is_restored_with_force_over_what_came_later() -> None:
    otklik("migrate")
    note("before")
    assert otklik("backup", "b.zip").exit_code == 0
    note("after")
    refused = otklik("restore", "b.zip")
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert note() == "after"
    assert otklik("restore", "b.zip", "--force").exit_code == 0
    assert note() == "before"


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["backup", "b.zip"], 1, "otklik migrate"),
        (["restore", "missing.zip"], 1, "missing.zip"),
        (["restore", "broken.zip"], 1, "not a backup"),
        (["restore"], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(words: list[str], exit_code: int, said: str) -> None:
    Path("broken.zip").write_bytes(b"PK no")
    refused = otklik(*words)
    assert (refused.exit_code, said in refused.stderr) == (exit_code, True)


def test_a_restore_beside_a_running_bot_is_refused() -> None:
    otklik("migrate")
    otklik("backup", "b.zip")
    with Path("city/otklik.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = otklik("restore", "b.zip", "--force")
    assert (refused.exit_code, "Another bot" in refused.stderr) == (1, True)


def test_a_wrong_url_is_misuse_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_DATABASE_URL", "mysql://me:secret@host/x")
    refused = otklik("migrate")
    assert refused.exit_code == 2
    assert "secret" not in refused.output
