"""A questionnaire on a terminal: numbers choose options, a line is a typed message, `:b` goes back."""

from datetime import datetime
from mimetypes import guess_type
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from surveys.answering.drawing import screen
from surveys.answering.engine import advance, begin
from surveys.answering.events import Refused
from surveys.answering.inputs import Input, Sent, Typed
from surveys.answering.keys import read_action
from surveys.answering.session import State
from surveys.answering.values import Attachment
from surveys.chance import SystemChance
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Emphasis, Layout, Option, Phrase, Screen, Wanted, Words
from surveys.texts import Texts

STYLES = {Emphasis.STRONG: "bold", Emphasis.QUIET: "dim", Emphasis.QUOTE: "italic", Emphasis.CODE: "cyan"}
COMMANDS = {"back": "b", "skip": "s", "na": "n", "ok": "d", "send": "d", "lang": "l"}
"""The letter for each control; `:` before it where a letter could be an answer."""


class TerminalRespondent:
    def __init__(self, definition: Questionnaire, texts: Texts, language: str) -> None:
        self._definition = definition
        self._texts = texts
        self._console = Console(highlight=False)
        self._chance = SystemChance()
        self._session, _ = begin(definition, key=self._chance.key(), language=language, now=_now(), chance=self._chance)

    def answers(self) -> bool:
        """Asks until it is over. False where the person left before the end."""
        notice: Words | None = None
        while self._session.state is State.OPEN:
            drawn = screen(self._definition, self._session, notice=notice)
            self._show(drawn)
            try:
                line = self._console.input("> ")
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return False
            given = self._meant(drawn, line)
            if given is None:
                notice = Phrase("play.unknown_command")
                continue
            self._session, events = advance(self._definition, self._session, given, now=_now(), chance=self._chance)
            notice = next((event.reason for event in events if isinstance(event, Refused)), None)
        self._show(screen(self._definition, self._session))
        return self._session.state is State.SUBMITTED

    def _show(self, drawn: Screen) -> None:
        self._console.rule(f"{drawn.progress.at} / {drawn.progress.total}" if drawn.progress else "")
        if drawn.notice:
            self._console.print(f"[yellow]{escape(self._say(drawn.notice))}[/]")
        for paragraph in drawn.paragraphs:
            for span in paragraph:
                self._console.print(self._say(span.words), style=STYLES.get(span.emphasis), markup=False, end="")
            self._console.print("\n")
        if drawn.answers:
            for number, option in enumerate(drawn.answers.options, start=1):
                self._console.print(
                    f"  {self._key(drawn, number)}{_mark(option)} {self._say(option.words)}", markup=False
                )
        for option in drawn.controls:
            letter = COMMANDS.get(option.action.verb, "?")
            self._console.print(f"  [dim]:{letter}[/] {escape(self._say(option.words))}")

    def _key(self, drawn: Screen, number: int) -> str:
        """A scale says its own numbers; other options are counted."""
        return "" if _says_numbers(drawn) else f"{number}."

    def _meant(self, drawn: Screen, line: str) -> Input | None:
        """None for a command that is not on the screen."""
        command = line.strip()
        letter = command.removeprefix(":").lower()
        if command.startswith(":") or (drawn.wanted is Wanted.NOTHING and letter in COMMANDS.values()):
            return self._tapped(
                next((each for each in drawn.controls if COMMANDS.get(each.action.verb) == letter), None)
            )
        numbered = drawn.answers.options if drawn.answers and not _says_numbers(drawn) else ()
        if command.isascii() and command.isdigit() and 1 <= int(command[:6]) <= len(numbered):
            return self._tapped(numbered[int(command[:6]) - 1])
        if drawn.wanted in (Wanted.PHOTO, Wanted.FILE):
            return _file(command)
        return Typed(line)

    def _tapped(self, option: Option | None) -> Input | None:
        read = read_action(option.action) if option else None
        return read[1] if read else None

    def _say(self, words: Words) -> str:
        return self._texts.say(words, self._session.language)


def _says_numbers(drawn: Screen) -> bool:
    return drawn.answers is not None and drawn.answers.layout in (Layout.SCALE, Layout.STARS)


def _mark(option: Option) -> str:
    return {None: "", True: " [x]", False: " [ ]"}[option.selected]


def _file(line: str) -> Input:
    path = Path(line).expanduser()
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return Typed(line)
    return Sent(Attachment(str(path), path.name, guess_type(path.name)[0] or "", size))


def _now() -> datetime:
    return datetime.now().astimezone()
