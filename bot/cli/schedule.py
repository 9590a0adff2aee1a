"""`otklik schedule`: what campaigns will do next by time alone, the nearest first.

Exit statuses: 0 done (also where nothing is to come), 1 the installation cannot be opened.
"""

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated

import typer

from bot.cli.answers import plain
from bot.cli.opening_errors import carried_out
from bot.installation import open_installation
from bot.settings import read_settings
from surveys.campaigns.coming import Coming, What, coming

WHAT = {
    What.LAUNCH: "begins",
    What.CLOSE: "ends",
    What.REMIND: "reminds",
    What.DRAFT: "comes again",
    What.HIRE: "asks newcomers",
}


def add_to(app: typer.Typer) -> None:
    app.command("schedule")(schedule_command)


def schedule_command(
    json_wanted: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """what campaigns will do next: when, what, which campaign"""
    found = carried_out(_asked())
    zone = read_settings().zone
    if json_wanted:
        print(json.dumps([as_json(each, zone) for each in found], ensure_ascii=False, indent=1))
    elif found:
        print(lines(found, zone))
    else:
        print("Nothing is to come.")


def lines(found: Sequence[Coming], zone: tzinfo) -> str:
    return "\n".join(
        f"{each.at.astimezone(zone):%Y-%m-%d %H:%M %z}  {WHAT[each.what]:<14}  {each.outreach}  {plain(each.title)}"
        for each in found
    )


def as_json(each: Coming, zone: tzinfo) -> dict[str, str]:
    at = each.at.astimezone(zone).isoformat(timespec="seconds")
    return {"at": at, "what": each.what.value, "outreach": each.outreach, "title": each.title}


async def _asked() -> list[Coming]:
    async with open_installation() as installation:
        now = installation.clock.now()
        return await installation.works.read(lambda work: coming(work, now))
