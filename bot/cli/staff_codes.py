"""`otklik staff invite|codes|withdraw`: codes for employees, printed once and kept as hashes."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import Installed, Opening
from bot.cli.points import TEXTS, Lang, refuse
from bot.posters.printing import Form, Printed
from bot.posters.slips import Handout, print_handout
from surveys.chance import SystemChance, SystemClock
from surveys.errors import NotFound
from surveys.screens import Phrase
from surveys.staff.batches import (
    KEY_LENGTH,
    MOST_CODES,
    MOST_DAYS,
    MOST_USES,
    Terms,
    batches,
    lasting,
    make,
    one_time,
    shared,
    withdraw,
)
from surveys.staff.invitation import new_code
from surveys.work import Work

CHANCE = SystemChance()


class Nameless(Exception):
    """The bot's name is unknown, so no link can be printed."""


def add_codes_to(staff: typer.Typer, opening: Opening) -> None:
    @staff.command("invite")
    def invite(
        unit: str,
        count: Annotated[int, typer.Option(min=1, max=MOST_CODES, help="one-time codes, ten on a page")] = 10,
        places: Annotated[int, typer.Option("--shared", max=MOST_USES, help="one code for so many people")] = 0,
        days: Annotated[int, typer.Option(min=1, max=MOST_DAYS)] = 30,
        form: Annotated[Form, typer.Option("--format")] = Form.PDF,
        out: Annotated[Path, typer.Option(help="folder for the files")] = Path(),
        lang: Lang = "ru",
    ) -> None:
        """print codes by which employees of a unit come in; nothing but the files knows them"""
        key, until = CHANCE.key(KEY_LENGTH), lasting(SystemClock().now(), days)
        terms = shared(key, unit, places, until) if places > 1 else one_time(key, unit, until)
        codes = tuple(new_code(CHANCE) for _ in range(1 if places > 1 else count))
        try:
            printed = asyncio.run(_made(opening, terms, codes, form, lang))
        except Nameless:
            refuse(_say("no_name", lang))
        except NotFound:
            refuse(_say("no_unit", lang, unit=unit))
        out.mkdir(parents=True, exist_ok=True)
        for each in printed:
            (out / each.name).write_bytes(each.content)
            print(out / each.name)

    @staff.command("codes")
    def list_codes(lang: Lang = "ru") -> None:
        """every sheet of codes: whom it lets in, how many came, until when"""
        for line in asyncio.run(_listed(opening, lang)):
            print(line)

    @staff.command("withdraw")
    def withdraw_codes(sheet: str, lang: Lang = "ru") -> None:
        """make every code of a sheet void"""
        try:
            count = asyncio.run(_withdrawn(opening, sheet))
        except NotFound:
            refuse(_say("no_batch", lang, batch=sheet))
        print(_say("voided", lang, count=count))


async def _made(opening: Opening, terms: Terms, codes: tuple[str, ...], form: Form, lang: str) -> list[Printed]:
    async with opening() as installed:
        if not installed.bot_name:
            raise Nameless
        name = await installed.works.read(lambda work: _name(work, terms.unit))
        handout = Handout(
            installed.settings.administration,
            name,
            installed.bot_name,
            codes,
            terms.limit,
            _day(installed, terms.expires_at),
            terms.batch,
            lang,
        )
        printed = print_handout(handout, form, TEXTS)
        await installed.works.write(lambda work: make(work, terms, codes, actor=0, now=SystemClock().now()))
        return printed


async def _listed(opening: Opening, lang: str) -> list[str]:
    async with opening() as installed:
        found = await installed.works.read(batches)
        names = {unit.key: unit.name for unit in await installed.works.read(lambda work: work.staff.units())}
    now = SystemClock().now()
    lines = []
    for batch in found:
        key = "staff.batch.line" if batch.open(now) else "staff.batch.line_over"
        facts: dict[str, str | int | Phrase] = {
            "whom": Phrase(f"staff.role.{batch.role}") if batch.role else names.get(batch.unit, batch.unit),
            "used": batch.used,
            "limit": batch.limit,
            "until": _day(installed, batch.expires_at),
        }
        lines.append(f"{batch.key}  {TEXTS.say(Phrase(key, facts), lang)}")
    return lines


async def _withdrawn(opening: Opening, sheet: str) -> int:
    async with opening() as installed:
        return await installed.works.write(lambda work: withdraw(work, sheet, actor=0, now=SystemClock().now()))


def _name(work: Work, key: str) -> str:
    unit = next((each for each in work.staff.units() if each.key == key), None)
    if unit is None:
        raise NotFound("unit", key)
    return unit.name


def _day(installed: Installed, moment: datetime) -> str:
    return moment.astimezone(installed.settings.zone).strftime("%d.%m.%Y")


def _say(key: str, language: str, /, **args: str | int) -> str:
    return TEXTS.say(Phrase(f"staff.cli.{key}", args), language)
