"""`otklik couriers`: a second process that sends what campaigns have queued, beside a bot on the same PostgreSQL."""

import asyncio

import typer

from bot.cli.opening_errors import carried_out, leave
from bot.core_dumps import forbid_core_dumps
from bot.installation import open_installation
from bot.logs import configure, confine_crashes
from bot.settings import read_settings
from storage.urls import SqliteFile, database


def add_to(app: typer.Typer) -> None:
    app.command("couriers")(couriers_command)


def couriers_command() -> None:
    """Send what campaigns have queued, beside the bot, until told to stop. Needs PostgreSQL."""
    carried_out(_run())


async def _run() -> None:
    # aiogram costs two seconds and 165 MiB: imported only where Telegram is talked to.
    from bot.couriers_alone import run_couriers
    from bot.lifecycle import stop_on_signals

    settings = read_settings()
    settings.token()
    if isinstance(database(settings.database_url), SqliteFile):
        leave("Several processes send from PostgreSQL only; on SQLite the bot itself sends: otklik run")
    configure(settings.log_level, as_json=settings.log_json)
    confine_crashes()
    forbid_core_dumps()
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with open_installation(settings) as installation:
        await run_couriers(installation, stop, announce=lambda: print("Sending is running.", flush=True))
