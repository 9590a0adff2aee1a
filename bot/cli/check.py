"""`otklik check FILE...`: reads questionnaires and says everything that is wrong with them."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli.questionnaire_files import FINE, MISUSE, REFUSED, Language, opened, show
from surveys.questionnaires.issue import Issue
from surveys.questionnaires.reading import Reading
from surveys.texts import Texts


def add_to(app: typer.Typer) -> None:
    """Adds the command to the program's."""

    @app.command()
    def check(
        files: Annotated[
            list[Path], typer.Argument(help="Questionnaires: .xlsx .xls .csv .md .yaml", metavar="FILE...")
        ],
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
        lang: Annotated[Language, typer.Option(help="Language of the messages.")] = Language.RU,
    ) -> None:
        """Check questionnaires. Exit status: 0 fine, 1 refused, 2 a file is missing or of an unknown kind."""
        texts = Texts()
        readings = [(file, opened(file, texts, lang)) for file in files]
        if as_json:
            found = [_as_json(reading, texts, lang) for _, reading in readings if reading is not None]
            if len(files) > 1:
                named = [file for file, reading in readings if reading is not None]
                found = [{"file": str(file), **one} for file, one in zip(named, found, strict=True)]
            if found:
                print(json.dumps(found if len(files) > 1 else found[0], ensure_ascii=False, indent=1))
        else:
            console = Console(soft_wrap=True, highlight=False)
            for file, reading in readings:
                if reading is not None:
                    show(console, file, reading, texts, lang)
        if any(reading is None for _, reading in readings):
            raise typer.Exit(MISUSE)
        accepted = all(reading is not None and reading.accepted for _, reading in readings)
        raise typer.Exit(FINE if accepted else REFUSED)


def _as_json(reading: Reading, texts: Texts, lang: Language) -> dict[str, Any]:
    return {
        "accepted": reading.accepted,
        "issues": [_issue_as_json(issue, texts, lang) for issue in reading.issues],
    }


def _issue_as_json(issue: Issue, texts: Texts, lang: Language) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "sheet": issue.place.sheet,
        "row": issue.place.row,
        "column": issue.place.column,
        "message": texts.say(issue.message, lang.value),
        "hint": texts.say(issue.hint, lang.value),
    }
