"""The commands that keep a database: migrate, backup, restore.

They exit with 0 when done, 1 when refused (with a sentence on standard error that says what to do), 2 when misused.
"""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.settings import SettingsRefused, read_settings
from storage.archive import BrokenBackup, Manifest
from storage.backups import backup, restore
from storage.failures import REMEDIES
from storage.migrating import upgrade
from surveys.errors import Conflict, Unavailable

T = TypeVar("T")

BROKEN = {
    "not_a_backup": "This file is not a backup of Otklik, or it is cut off. Take another one.",
    "newer_format": "This backup was made by a newer Otklik. Update this one first.",
    "damaged": "The backup is damaged (table {table}). Take another one; nothing was changed.",
}
NOT_EMPTY = "The database holds data. To replace all of it with the backup, add --force."


def add_to(app: typer.Typer) -> None:
    app.command("migrate")(migrate_command)
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)


def migrate_command() -> None:
    """Create the tables, or bring those of an older release up to date."""
    print(f"revision {_done(upgrade(_url()))}")


def backup_command(file: Annotated[Path, typer.Argument(help="the file to write, e.g. otklik-2026-03-02.zip")]) -> None:
    """Write everything into one file, also while the bot runs."""
    _tell(_done(backup(_url(), file)))


def restore_command(
    file: Annotated[Path, typer.Argument(help="a file that `otklik backup` wrote")],
    force: Annotated[bool, typer.Option("--force", help="replace what the database holds")] = False,
) -> None:
    """Check a backup and fill the database from it. Stop the bot first."""
    _tell(_done(restore(file, _url(), force=force)))


def _url() -> str:
    try:
        return read_settings().database_url
    except SettingsRefused as refused:
        sentences = refused.sentences
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _tell(manifest: Manifest) -> None:
    rows = sum(each.rows for each in manifest.tables.values())
    print(f"{len(manifest.tables)} tables, {rows} rows, revision {manifest.revision}, of {manifest.made_at}")


def _done(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except Unavailable as refused:
        sentence = REMEDIES.get(refused.reason, refused.reason)
    except BrokenBackup as refused:
        sentence = BROKEN[refused.reason].format(table=refused.table)
    except Conflict:
        sentence = NOT_EMPTY
    except OSError as refused:
        sentence = f"{refused.strerror}: {refused.filename}"
    except ValueError as misused:
        typer.echo(str(misused), err=True)
        raise typer.Exit(2) from None
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
