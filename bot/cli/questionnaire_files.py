"""Questionnaire files on the command line: opening, and showing what was found."""

import sys
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from surveys.questionnaires.issue import Issue, Severity
from surveys.questionnaires.reading import Reading, read
from surveys.screens import Phrase
from surveys.texts import Texts

FINE, REFUSED, MISUSE = 0, 1, 2
LIMIT_BYTES = 16 * 1024 * 1024
"""No reader takes more than 5 MB; this keeps a device or a film from being read into memory first."""


class Language(StrEnum):
    RU = "ru"
    EN = "en"


def opened(file: Path, texts: Texts, lang: Language) -> Reading | None:
    """The file read, or None with a sentence on stderr where it is missing or of an unknown kind."""
    try:
        with file.open("rb") as source:
            content = source.read(LIMIT_BYTES)
    except OSError:
        _complain(texts.say(Phrase("questionnaires.check.missing", {"file": str(file)}), lang.value))
        return None
    reading = read(file.name, content)
    if [issue.code for issue in reading.issues] == ["SUFFIX_UNKNOWN"]:
        issue = reading.issues[0]
        _complain(f"{texts.say(issue.message, lang.value)} {texts.say(issue.hint, lang.value)}")
        return None
    return reading


def show(console: Console, file: Path, reading: Reading, texts: Texts, lang: Language) -> None:
    """A line of verdict, then two lines for each issue. Colours only where the console is a terminal."""
    errors = sum(issue.severity is Severity.ERROR for issue in reading.issues)
    verdict = "accepted" if reading.accepted else "refused"
    said = texts.say(Phrase(f"questionnaires.check.{verdict}", {"file": str(file)}), lang.value)
    counts = [
        texts.say(Phrase(f"questionnaires.check.{kind}", {"count": count}), lang.value)
        for kind, count in (("errors", errors), ("warnings", len(reading.issues) - errors))
        if count
    ]
    style = "green" if reading.accepted else "bold red"
    console.print(f"[{style}]{escape(said)}[/]" + (f" ({', '.join(counts)})" if counts else ""))
    width = max((len(_where(issue, texts, lang)) for issue in reading.issues), default=0)
    for issue in reading.issues:
        colour = "red" if issue.severity is Severity.ERROR else "yellow"
        where = _where(issue, texts, lang).ljust(width)
        console.print(f"  {escape(where)}  [{colour}]{issue.code}[/]  {escape(texts.say(issue.message, lang.value))}")
        console.print(f"  {' ' * width}  [dim]→ {escape(texts.say(issue.hint, lang.value))}[/]")


def _where(issue: Issue, texts: Texts, lang: Language) -> str:
    place = issue.place
    row = texts.say(Phrase("questionnaires.check.row", {"row": place.row}), lang.value) if place.row else ""
    return ", ".join(part for part in (place.sheet, row, place.column) if part) or "—"


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
