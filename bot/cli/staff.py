"""`otklik staff`: the organisation's units in and out as XLSX, and codes for employees to print.

Exit statuses: 0 done, 1 refused, 2 misused.
"""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from bot.cli.opening import Opening
from bot.cli.points import TEXTS, Json, Lang, refuse
from bot.cli.staff_codes import add_codes_to
from bot.organisation_files import ORGANISATION, organisation_workbook, previewed, sentences
from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.organisation import Organisation, organisation
from surveys.chance import SystemClock
from surveys.disclosure.parameters import Parameters
from surveys.screens import Phrase
from surveys.spreadsheets.archive import UnsafeWorkbook
from surveys.spreadsheets.sheet import Sheet
from surveys.spreadsheets.workbook import read_workbook
from surveys.staff.changes import Preview, import_organisation
from surveys.staff.reading import Standing, is_organisation, standing
from surveys.staff.roster import counted


def add_to(app: typer.Typer, opening: Opening) -> None:
    """Add the command group `staff`, which opens installations by `opening`."""
    staff = typer.Typer(help="the organisation's units and codes for its employees", no_args_is_help=True)

    @staff.command("import")
    def import_units(
        file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
        apply: Annotated[bool, typer.Option("--apply", help="do it; without it only show what would be done")] = False,
        json_wanted: Json = False,
        lang: Lang = "ru",
    ) -> None:
        """read the units' workbook: everything wrong in it at once, or what it would change"""
        plan = asyncio.run(_imported(opening, _sheets(file, lang), apply))
        if json_wanted:
            print(json.dumps(_preview_json(plan, apply, lang), ensure_ascii=False, indent=1))
        else:
            print("\n".join(sentences(plan, TEXTS, lang)))
            if not plan.issues:
                print(_say("applied" if apply else "try", lang))
        raise typer.Exit(1 if plan.issues else 0)

    @staff.command("export")
    def export_units(file: Path, lang: Lang = "ru") -> None:
        """write the units as XLSX, ready to be edited and read again; a template where there are none"""
        before = asyncio.run(_standing(opening))
        file.write_bytes(organisation_workbook(before, TEXTS, lang))
        print(_say("exported", lang, number=len(before.units), file=str(file)))

    @staff.command("units")
    def list_units(json_wanted: Json = False, lang: Lang = "ru") -> None:
        """every unit with how many joined, and the groups an anonymous survey would have"""
        before = asyncio.run(_standing(opening))
        if not before.units:
            refuse(_say("none", lang))
        tree = organisation(counted(before.units, before.members))
        cells = cells_of(tree, needed=Parameters().people)
        if json_wanted:
            print(json.dumps(_units_json(before, cells), ensure_ascii=False, indent=1))
            return
        for line in _tree_lines(tree, before):
            print(line)
        for phrase in [cells.said] if isinstance(cells, TooFewPeople) else [merge.said for merge in cells.merges]:
            print(TEXTS.say(phrase, lang))

    add_codes_to(staff, opening)
    app.add_typer(staff, name="staff")


def _sheets(file: Path, lang: Literal["ru", "en"]) -> tuple[Sheet, ...]:
    try:
        sheets = read_workbook(file.read_bytes())
    except UnsafeWorkbook as unsafe:
        refuse(_say("unreadable", lang, file=file.name, reason=unsafe.reason))
    if not is_organisation(sheets):
        refuse(_say("not_units", lang, file=file.name))
    return sheets


async def _standing(opening: Opening) -> Standing:
    async with opening() as installed:
        return await installed.works.read(standing)


async def _imported(opening: Opening, sheets: tuple[Sheet, ...], apply: bool) -> Preview:
    async with opening() as installed:
        name = installed.settings.administration or ORGANISATION
        if not apply:
            return previewed(sheets, await installed.works.read(standing), name)
        now = SystemClock().now()
        return await installed.works.write(lambda work: import_organisation(work, sheets, name, actor=0, now=now))


def _tree_lines(tree: Organisation, before: Standing) -> list[str]:
    """From the top down, indented by depth; a chain of thousands does not run off the page."""
    declared = {unit.key: unit.people for unit in before.units}
    lines, waiting = [], [(tree.top, 0)]
    while waiting:
        unit, depth = waiting.pop()
        joined = before.members.get(unit.key, 0)
        lines.append(f"{'  ' * min(depth, 12)}{unit.key}  {unit.name}: {joined} / {declared[unit.key] or '—'}")
        waiting += [(each, depth + 1) for each in reversed(tree.below[unit.key])]
    return lines


def _units_json(before: Standing, cells: Cells | TooFewPeople) -> dict[str, Any]:
    return {
        "units": [
            {
                "code": unit.key,
                "name": unit.name,
                "above": unit.above,
                "people": unit.people,
                "joined": before.members.get(unit.key, 0),
            }
            for unit in before.units
        ],
        "groups": []
        if isinstance(cells, TooFewPeople)
        else [{"name": cell.name, "units": cell.units, "people": cell.people} for cell in cells.cells],
    }


def _preview_json(plan: Preview, applied: bool, language: str) -> dict[str, Any]:
    return {
        "accepted": not plan.issues,
        "applied": applied and not plan.issues,
        "issues": [
            {
                "code": issue.code,
                "sheet": issue.place.sheet,
                "row": issue.place.row,
                "column": issue.place.column,
                "message": TEXTS.say(issue.message, language),
                "hint": TEXTS.say(issue.hint, language),
            }
            for issue in plan.issues
        ],
        "new": [{"code": unit.key, "name": unit.name, "above": unit.above} for unit in plan.new],
        "removed": [unit.key for unit in plan.removed],
        "renamed": [after.key for _, after in plan.renamed],
        "moved": [after.key for _, after in plan.moved],
        "recounted": [after.key for _, after in plan.recounted],
        "untouched": plan.untouched,
    }


def _say(key: str, language: str, /, **args: str | int) -> str:
    return TEXTS.say(Phrase(f"staff.cli.{key}", args), language)
