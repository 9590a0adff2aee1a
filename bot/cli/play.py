"""`otklik play FILE`: answers a questionnaire in the terminal, or from a file of answers."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli.questionnaire_files import FINE, MISUSE, REFUSED, Language, opened, show
from bot.cli.scripted_answers import Played, play_script
from bot.cli.terminal_respondent import TerminalRespondent
from surveys.chance import SystemChance
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Phrase
from surveys.texts import Texts


def add_to(app: typer.Typer) -> None:
    """Adds the command to the program's."""

    @app.command()
    def play(
        file: Annotated[Path, typer.Argument(help="A questionnaire: .xlsx .xls .csv .md .yaml", metavar="FILE")],
        answers: Annotated[
            Path | None, typer.Option(help='JSON object, question name to value; "-" reads standard input.')
        ] = None,
        lang: Annotated[Language, typer.Option(help="Language to be asked in.")] = Language.RU,
    ) -> None:
        """Answer a questionnaire here. Exit status: 0 completed, 1 not completed or refused, 2 misused."""
        texts = Texts()
        reading = opened(file, texts, lang)
        if reading is None:
            raise typer.Exit(MISUSE)
        if reading.questionnaire is None or not reading.accepted:
            show(Console(stderr=True, soft_wrap=True, highlight=False), file, reading, texts, lang)
            raise typer.Exit(REFUSED)
        if answers is None:
            finished = TerminalRespondent(reading.questionnaire, texts, lang.value).answers()
            raise typer.Exit(FINE if finished else REFUSED)
        given = _given(answers)
        if given is None:
            print(texts.say(Phrase("play.bad_answers", {"file": str(answers)}), lang.value), file=sys.stderr)
            raise typer.Exit(MISUSE)
        raise typer.Exit(_scripted(reading.questionnaire, given, texts, lang.value))


def _given(path: Path) -> dict[str, Any] | None:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        given = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _scripted(definition: Questionnaire, given: Mapping[str, Any], texts: Texts, language: str) -> int:
    now = datetime.now().astimezone()
    played = play_script(definition, given, language=language, now=now, chance=SystemChance())
    print(json.dumps(_as_json(played, texts, language), ensure_ascii=False, indent=1))
    return FINE if played.completed and not played.refused else REFUSED


def _as_json(played: Played, texts: Texts, language: str) -> dict[str, Any]:
    return {
        "asked": played.asked,
        "answers": played.answers,
        "refused": [
            {"question": each.question, "code": each.code, "message": texts.say(each.reason, language)}
            for each in played.refused
        ],
        "completed": played.completed,
    }
