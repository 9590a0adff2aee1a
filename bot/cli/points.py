"""`otklik points`: the register of service points, in and out as XLSX, and the life of its posters.

Exit statuses: 0 done, 1 refused, 2 misused.
"""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

import typer

from bot.cli.opening import Installed, Opening
from bot.registers import preview_lines, read_register_into, register_rows, register_workbook
from surveys.chance import SystemChance
from surveys.errors import NotFound
from surveys.points.changes import Preview, renew, revoke
from surveys.points.codes import grouped
from surveys.points.links import link, payload
from surveys.points.point import Point
from surveys.screens import Phrase
from surveys.spreadsheets.archive import UnsafeWorkbook
from surveys.texts import Texts
from surveys.work import Work

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
Lang = Annotated[Literal["ru", "en"], typer.Option("--lang")]
TEXTS = Texts()


def add_to(app: typer.Typer, opening: Opening) -> None:
    """Add the command group `points`, which opens installations by `opening`."""
    points = typer.Typer(help="the register of service points", no_args_is_help=True)

    @points.command("list")
    def list_points(json_wanted: Json = False, lang: Lang = "ru") -> None:
        """every point with its code and key"""
        described = asyncio.run(_described(opening))
        if json_wanted:
            print(json.dumps([_as_json(point, address) for point, address in described], ensure_ascii=False, indent=1))
            return
        for point, _ in described:
            state = "revoked" if point.revoked else "active" if point.active else "inactive"
            print(f"{grouped(point.code)}  {point.key}  {point.title} ({point.unit}), {_say(f'state.{state}', lang)}")

    @points.command("import")
    def import_points(
        file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
        apply: Annotated[bool, typer.Option("--apply", help="do it; without it only show what would be done")] = False,
        json_wanted: Json = False,
        lang: Lang = "ru",
    ) -> None:
        """read a register: everything wrong in it at once, or what it would change"""
        try:
            rows = register_rows(file.read_bytes())
        except UnsafeWorkbook as unsafe:
            sentence = _say("unreadable", lang, file=file.name) + f" ({unsafe.reason})"
            if not json_wanted:
                refuse(sentence)
            print(json.dumps({"accepted": False, "issues": [{"code": unsafe.reason, "message": sentence}]}))
            raise typer.Exit(1) from None
        preview = asyncio.run(_imported(opening, rows, apply))
        if json_wanted:
            print(json.dumps(_preview_json(preview, apply, lang), ensure_ascii=False, indent=1))
        else:
            print("\n".join(preview_lines(preview, TEXTS, lang)))
            if not preview.issues:
                print(_say("applied" if apply else "try", lang))
        raise typer.Exit(1 if preview.issues else 0)

    @points.command("export")
    def export_points(file: Path, lang: Lang = "ru") -> None:
        """write the register as XLSX, ready to be edited and read again"""
        points = asyncio.run(_works(opening, lambda work: work.points.all()))
        file.write_bytes(register_workbook(points, lang))
        print(_say("exported", lang, number=len(points), file=str(file)))

    @points.command("revoke")
    def revoke_point(key: str, lang: Lang = "ru") -> None:
        """withdraw a point's posters: link and code lead nowhere"""
        point = _changed(opening, key, lang, revoke)
        print(_say("revoked", lang, title=point.title))

    @points.command("renew")
    def renew_point(key: str, lang: Lang = "ru") -> None:
        """give a point a new link and code: earlier posters are void"""
        point = _changed(opening, key, lang, lambda work, key: renew(work, key, SystemChance()))
        print(_say("renewed", lang, title=point.title, code=grouped(point.code), key=point.key))

    app.add_typer(points, name="points")


def refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


async def _works(opening: Opening, ask: Callable[[Work], T]) -> T:
    async with opening() as installed:
        return await installed.works.read(ask)


async def _described(opening: Opening) -> list[tuple[Point, str]]:
    async with opening() as installed:
        points = await installed.works.read(lambda work: work.points.all())
        return [(point, _address(installed, point)) for point in points]


def _address(installed: Installed, point: Point) -> str:
    if not installed.bot_name or point.revoked:
        return ""
    return link(payload(point, installed.secret), installed.bot_name)


async def _imported(opening: Opening, rows: list[list[str]], apply: bool) -> Preview:
    async with opening() as installed:
        run = installed.works.write if apply else installed.works.read
        return await run(lambda work: read_register_into(work, rows, SystemChance(), apply=apply))


def _changed(opening: Opening, key: str, lang: str, change: Callable[[Work, str], Point]) -> Point:
    async def run() -> Point:
        async with opening() as installed:
            return await installed.works.write(lambda work: change(work, key))

    try:
        return asyncio.run(run())
    except NotFound:
        refuse(_say("no_point", lang, key=key))


def _say(key: str, language: str, /, **args: str | int) -> str:
    return TEXTS.say(Phrase(f"points.cli.{key}", args), language)


def _as_json(point: Point, address: str) -> dict[str, Any]:
    return {
        "key": point.key,
        "code": point.code,
        "title": point.title,
        "unit": point.unit,
        "address": point.address,
        "hours": point.hours,
        "services": {service.code: service.label for service in point.services},
        "questionnaire": point.questionnaire,
        "follow_up": point.follow_up,
        "active": point.active,
        "revoked": point.revoked,
        "link": address,
    }


def _preview_json(preview: Preview, applied: bool, language: str) -> dict[str, Any]:
    return {
        "accepted": not preview.issues,
        "applied": applied and not preview.issues,
        "issues": [
            {
                "code": issue.code,
                "sheet": issue.place.sheet,
                "row": issue.place.row,
                "column": issue.place.column,
                "message": TEXTS.say(issue.message, language),
                "hint": TEXTS.say(issue.hint, language),
            }
            for issue in preview.issues
        ],
        "new": [{"key": point.key, "title": point.title} for point in preview.new],
        "changed": [{"key": change.after.key, "fields": list(change.fields)} for change in preview.changed],
        "untouched": len(preview.untouched),
        "absent": len(preview.absent),
    }
