"""`otklik answers`: the newest stored answers, as a coordinator would look at the database. Nobody is named in them.

Exit statuses: 0 done, 1 refused, 2 misused.
"""

import json
import unicodedata
from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated, Any, Literal

import typer
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bot.cli.opening_errors import carried_out
from bot.demo.settings import FOLDER, database_file, demo_settings
from bot.demo.words import texts
from bot.installation import open_installation
from bot.settings import Settings, read_settings
from bot.stored_answers import Stored, newest
from surveys.screens import Phrase

LONGEST = 200
"""Signs of a question or an answer that are shown."""
WIDE = 110
"""Columns of a table that is not printed on a terminal, e.g. into a file."""


def add_to(app: typer.Typer) -> None:
    app.command("answers")(answers_command)


def answers_command(
    last: Annotated[int, typer.Option(help="how many responses", min=1, max=1000)] = 10,
    json_wanted: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="those of the demo in this folder, also while it runs")] = False,
    lang: Annotated[Literal["ru", "en"], typer.Option("--lang")] = "ru",
) -> None:
    """the newest stored answers: when, where, what; never who"""
    if demo and not database_file(FOLDER).exists():
        typer.echo(_say("no_demo", lang), err=True)
        raise typer.Exit(1)
    stored, zone = carried_out(_read(last, lang, demo_settings() if demo else None))
    if json_wanted:
        print(json.dumps([as_json(one, zone) for one in stored], ensure_ascii=False, indent=1))
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    console.print(table(stored, zone, lang) if stored else _say("none", lang))


async def _read(last: int, language: str, settings: Settings | None) -> tuple[list[Stored], tzinfo]:
    settings = settings or read_settings()
    async with open_installation(settings) as installation:
        return await installation.works.read(lambda work: newest(work, last, language)), settings.zone


def table(stored: Sequence[Stored], zone: tzinfo, language: str) -> Group:
    """A line for each response, and under it a line for each answer."""
    parts: list[Text | Table] = []
    for one in stored:
        when = one.started_at.astimezone(zone).strftime("%d.%m.%Y %H:%M")
        state = _say("complete" if one.complete else "partial", language)
        form = f"{one.title} ({_say('version', language)} {one.version})"
        parts.append(Text(plain(f"{when}  {one.point or '—'} · {form} · {state}"), style="bold"))
        answers = Table(box=None, show_header=False, padding=(0, 1), expand=True)
        answers.add_column(ratio=3, no_wrap=True, overflow="ellipsis")
        answers.add_column(ratio=2)
        for given in one.given:
            answer = Text(_one_line(given.answer), "dim" if given.passed else "")
            answers.add_row(Text(_one_line(given.question)), answer)
        parts += [answers, Text()]
    return Group(*parts)


def as_json(stored: Stored, zone: tzinfo) -> dict[str, Any]:
    return {
        "time": stored.started_at.astimezone(zone).isoformat(timespec="seconds"),
        "point": stored.point,
        "questionnaire": stored.form_id,
        "version": stored.version,
        "complete": stored.complete,
        "answers": [
            {"name": given.name, "question": given.question, "answer": given.answer, "value": given.value}
            for given in stored.given
        ],
    }


def _say(key: str, language: str) -> str:
    return texts().say(Phrase(f"demo.answers.{key}"), language)


def _one_line(text: str) -> str:
    line = plain(" ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def plain(text: str) -> str:
    """A citizen's text may hold signs that command a terminal; they are shown as holes."""
    return "".join("\ufffd" if unicodedata.category(sign) == "Cc" and sign != "\n" else sign for sign in text)
