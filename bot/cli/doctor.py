"""`otklik doctor`: what is wrong with this installation and what to do. Changes nothing.

Exit status: 0 nothing that keeps the bot from working, 1 at least one error, 2 misuse.
"""

import asyncio
import json
from typing import Annotated

import typer

from bot.diagnosis import diagnose
from bot.findings import Finding, Level
from bot.settings import Settings, SettingsRefused, read_settings

MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.ERROR: "ERROR  "}
WRONG = 1


def add_to(app: typer.Typer) -> None:
    """Adds the command to the program's."""

    @app.command()
    def doctor(
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
        offline: Annotated[bool, typer.Option("--offline", help="Do not ask Telegram.")] = False,
    ) -> None:
        """Say what is wrong with this installation and what to do about it. Exit status: 0 fine, 1 errors."""
        findings = examined(offline=offline)
        fine = all(finding.level is not Level.ERROR for finding in findings)
        if as_json:
            rows = [
                {"level": one.level.value, "subject": one.subject, "sentence": one.sentence, "remedy": one.remedy}
                for one in findings
            ]
            print(json.dumps({"ok": fine, "findings": rows}, ensure_ascii=False, indent=1))
        else:
            for one in findings:
                print(f"{MARKS[one.level]}  {one.subject}: {' '.join(filter(None, (one.sentence, one.remedy)))}")
        if not fine:
            raise typer.Exit(WRONG)


def examined(*, offline: bool) -> list[Finding]:
    """Every finding, settings first."""
    try:
        settings = read_settings()
    except SettingsRefused as refused:
        return [Finding(Level.ERROR, "settings", sentence) for sentence in refused.sentences]
    return asyncio.run(_examined(settings, offline=offline))


async def _examined(settings: Settings, *, offline: bool) -> list[Finding]:
    found = [finding async for finding in diagnose(settings)]
    usable = all(finding.level is not Level.ERROR for finding in found if finding.subject == "token")
    if offline or not usable:
        return found
    from bot.telegram_diagnosis import ask_telegram

    return [*found, *await asyncio.to_thread(ask_telegram, settings.telegram_api, settings.token())]
