"""`otklik demo`: the whole program on one machine, with an emulated Telegram and an invented city.

Exit statuses: 0 ended by Ctrl-C, or the story was told; 1 a step of the story did not happen, or no demo could start.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.opening_errors import carried_out, leave
from bot.demo.settings import FOLDER
from bot.demo.words import texts
from bot.logs import configure
from surveys.screens import Phrase
from surveys.texts import LANGUAGES


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo_command)


def demo_command(
    port: Annotated[int, typer.Option(help="of the chat page; the next free one if it is taken", min=1)] = 8080,
    keep: Annotated[bool, typer.Option("--keep", help="go on with the city of the last time")] = False,
    lang: Annotated[Literal["ru", "en"] | None, typer.Option("--lang", help="speak only this language")] = None,
    script: Annotated[
        Literal["citizen", "staff"] | None, typer.Option("--script", help="tell a story here and end")
    ] = None,
) -> None:
    """Try everything: no token, no phone, no network. The city and its Telegram are made up."""
    configure("warning", as_json=False)
    if script is None:
        carried_out(_serve(port, keep, (lang,) if lang else LANGUAGES))
    elif not carried_out(_tell(script, lang or "ru")):
        raise SystemExit(1)


async def _serve(port: int, keep: bool, languages: tuple[str, ...]) -> None:
    from bot.demo.running import DemoRunning, open_demo
    from bot.lifecycle import stop_on_signals

    stop = asyncio.Event()
    stop_on_signals(stop)
    for language in languages:
        print(_say("starting", language), flush=True)
    try:
        async with open_demo(FOLDER, port=port, keep=keep) as demo:
            for language in languages:
                print(_say("guide", language, url=demo.url), flush=True)
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({stopping, demo.bot}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
    except DemoRunning:
        leave(*(_say("running", language, folder=str(FOLDER)) for language in languages))
    for language in languages:
        print(_say("ended", language))


async def _tell(script: str, language: str) -> bool:
    """Whether every step of the story happened."""
    from bot.demo.running import open_demo
    from bot.demo.staff_story import StaffStory
    from bot.demo.story import Story

    story = StaffStory if script == "staff" else Story
    with tempfile.TemporaryDirectory(prefix="otklik-") as folder:
        async with open_demo(Path(folder), lived_in=False) as demo:
            return await story(demo, language).tell()


def _say(key: str, language: str, **args: str) -> str:
    return texts().say(Phrase(f"demo.{key}", args), language)
