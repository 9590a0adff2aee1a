"""`otklik run`: the bot itself, by long polling. `otklik claim`: a new code for the first administrator."""

import asyncio
from contextlib import suppress
from typing import Annotated

import typer

from bot.cli.opening_errors import carried_out, leave
from bot.core_dumps import forbid_core_dumps
from bot.installation import open_installation
from bot.logs import configure, confine_crashes
from bot.settings import read_settings
from surveys.conversation.desk import new_claim
from surveys.errors import Unavailable

TAKEN = "taken"
LOOK = 1.0
"""Seconds between two tries to take the place of a bot that runs."""


def add_to(app: typer.Typer) -> None:
    app.command("run")(run_command)
    app.command("claim")(claim_command)


def run_command(
    wait: Annotated[
        bool, typer.Option("--wait", help="where a bot runs already, wait and take its place when it ends")
    ] = False,
) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM)."""
    carried_out(_run(wait))


def claim_command() -> None:
    """Print a new one-time code by which the first administrator takes the bot."""
    code = carried_out(_claim())
    if code is None:
        leave("There is an administrator already.")
    print(f"/claim {code}")


async def _run(wait: bool) -> None:
    # aiogram costs two seconds and 165 MiB: imported only where Telegram is talked to.
    from bot.lifecycle import run_bot, stop_on_signals
    from bot.polling import TokenRevoked

    settings = read_settings()
    settings.token()
    configure(settings.log_level, as_json=settings.log_json)
    confine_crashes()
    forbid_core_dumps()
    stop = asyncio.Event()
    stop_on_signals(stop)
    while not stop.is_set():
        try:
            async with open_installation(settings, exclusive=True) as installation:
                await run_bot(installation, stop, announce=_announce)
            return
        except TokenRevoked:
            leave("Telegram does not accept OTKLIK_BOT_TOKEN: ask @BotFather for a new token and start again.")
        except Unavailable as away:
            if not wait or away.reason != TAKEN:
                raise
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK)


async def _claim() -> str | None:
    async with open_installation() as installation:
        return await installation.works.write(lambda work: new_claim(work, installation.chance))


def _announce(name: str, claim: str | None) -> None:
    print(f"@{name} is running.", flush=True)
    if claim is not None:
        print(f"No administrator yet: send the bot this once:  /claim {claim}", flush=True)
