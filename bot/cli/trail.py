"""`otklik trail`: what privileged people did, whether the chain is whole, and its head.

Exit statuses: 0 done, 1 the chain is broken or the installation cannot be opened, 2 misused.
"""

import json
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Annotated, TypeVar

import typer

from bot.cli.answers import plain
from bot.cli.opening_errors import carried_out
from bot.installation import open_installation
from bot.settings import read_settings
from surveys.trail import Broken, Entry
from surveys.trail_head import Head, checked, head_of, read_head
from surveys.work import Work

T = TypeVar("T")

BROKEN = {
    "changed": "Entry {number} was changed, or another one before it.",
    "gap": "Entry {number} is missing.",
    "head": "Entry {number} is not the one whose head was published: the chain was cut off or written anew.",
}
REMEDY = "Keep this database as it is, and compare it with a backup from before."


def add_to(app: typer.Typer) -> None:
    app.command("trail")(trail_command)


def trail_command(
    last: Annotated[int, typer.Option(help="how many entries to list", min=1)] = 50,
    verify: Annotated[bool, typer.Option("--verify", help="check the whole chain, list nothing")] = False,
    against: Annotated[
        str, typer.Option(metavar="NUMBER:DIGEST", help="with --verify: a head that was published, e.g. from the log")
    ] = "",
    head: Annotated[bool, typer.Option("--head", help="print the head alone, as --against takes it")] = False,
    json_wanted: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """what privileged people did: number, time, who (a number, no name), what"""
    if verify or against:
        _verify(_given(against))
    elif head:
        print(carried_out(_asked(head_of)).said)
    else:
        _list(last, json_wanted)


def _given(against: str) -> Sequence[Head]:
    if not against:
        return ()
    head = read_head(against)
    if head is None:
        typer.echo("--against takes NUMBER:DIGEST, as `otklik trail --head` prints it.", err=True)
        raise typer.Exit(2)
    return (head,)


def _list(last: int, json_wanted: bool) -> None:
    entries = carried_out(_asked(lambda work: work.trail.entries(newest=last)))
    zone = read_settings().zone
    if json_wanted:
        print(json.dumps([as_json(each, zone) for each in entries], ensure_ascii=False, indent=1))
    elif entries:
        print(lines(entries, zone))


def _verify(heads: Sequence[Head]) -> None:
    broken, head = carried_out(_asked(lambda work: (checked(work, *heads), head_of(work))))
    if broken is None:
        print(f"whole, {head.number} entries, head {head.said}")
        return
    typer.echo(f"{sentence(broken)} {REMEDY}", err=True)
    raise typer.Exit(1)


def sentence(broken: Broken) -> str:
    return BROKEN[broken.reason].format(number=broken.number)


def lines(entries: Sequence[Entry], zone: tzinfo) -> str:
    return "\n".join(
        f"{each.number:>6}  {each.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  {each.actor or 'program':>7}  {each.act}"
        + "".join(f"  {name}={plain(str(fact))}" for name, fact in sorted(each.facts.items()))
        for each in entries
    )


def as_json(entry: Entry, zone: tzinfo) -> dict[str, object]:
    return {
        "number": entry.number,
        "time": entry.at.astimezone(zone).isoformat(timespec="seconds"),
        "actor": entry.actor,
        "act": entry.act,
        "facts": dict(entry.facts),
        "digest": entry.digest.hex(),
    }


async def _asked(question: Callable[[Work], T]) -> T:
    async with open_installation() as installation:
        return await installation.works.read(question)
