"""A story told while it happens: whose phone is in hand, what is done with it, what must then stand on it.

Listener    who hears the story: the terminal here, a document elsewhere
"""

from collections.abc import Callable
from typing import Protocol

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cli.answers import plain
from bot.demo.people import Dweller
from bot.demo.phone import Message, Missing, Phone
from bot.demo.running import Demo
from bot.demo.words import texts
from bot.emulator.people import ImpossibleAct
from surveys.screens import Phrase

PHONE = 46
"""Columns of a drawn phone."""


class Listener(Protocol):
    def chapter(self, words: str) -> None: ...

    def said(self, words: str) -> None:
        """Something that a person of the story does."""
        ...

    def aside(self, words: str) -> None:
        """Something small, of many of its kind, or found out beside the phones."""
        ...

    async def saw(self, step: str, owner: Dweller, phone: Phone) -> None:
        """A step has happened; the phone shows it."""
        ...

    def ended(self, words: str, *, well: bool) -> None: ...


class Terminal:
    """Phones drawn in the terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    def chapter(self, words: str) -> None:
        self.console.rule(words)

    def said(self, words: str) -> None:
        self.console.print(Text(f"  ▸ {words}", style="bold"))

    def aside(self, words: str) -> None:
        self.console.print(Text(f"      {plain(words)}", style="dim"))

    async def saw(self, step: str, owner: Dweller, phone: Phone) -> None:
        rows = [Text(_row(row), style="cyan") for row in phone.buttons()]
        inside = Group(Text(plain(phone.text())), *([Text()] if rows else []), *rows)
        self.console.print(Padding(Panel(inside, width=PHONE), (0, 0, 0, 4)))

    def ended(self, words: str, *, well: bool) -> None:
        self.console.print(words, style="bold green" if well else "bold red")


class Telling:
    """`language` is the one the people's Telegram speaks. A story begins with somebody's phone in hand."""

    LIKES = 0.5
    """Which of the ratings of a scale is given where it does not matter, from 0 to 1."""

    def __init__(self, demo: Demo, language: str, owner: Dweller, listener: Listener) -> None:
        self._demo = demo
        self._language = language
        self._listener = listener
        self._owner = owner
        self._phone = Phone(demo.emulator, owner)
        self._steps = 0

    async def tell(self) -> bool:
        """Whether every step happened."""
        try:
            await self._happen()
        except (Missing, ImpossibleAct) as failure:
            step = self._own(f"step.{failure.step}") if isinstance(failure, Missing) else failure.reason
            await self._listener.saw("failed", self._owner, self._phone)
            self._listener.ended(self._own("story.failed", step=step), well=False)
            return False
        self._listener.ended(self._own("story.done", count=self._steps), well=True)
        return True

    async def _happen(self) -> None:
        """The story itself. Raises Missing and ImpossibleAct."""
        raise NotImplementedError

    def _takes(self, owner: Dweller) -> None:
        """Another person's phone is in hand."""
        self._owner = owner
        self._phone = Phone(self._demo.emulator, owner)

    def _tap(self, button: str, *, quietly: bool = False) -> None:
        if quietly:
            question = max(self._phone.text().splitlines(), key=len, default="")
            self._listener.aside(f"{question[:70]} → {button}")
        else:
            self._narrate("story.tap", button=button)
        self._phone.tap(button)

    def _write(self, text: str) -> None:
        self._narrate("story.write", text=text)
        self._phone.say(text)

    async def _see(self, step: str, holds: Callable[[], bool]) -> None:
        """Raises Missing with `step` when it does not come to hold."""
        await self._phone.until(step, holds)
        self._steps += 1
        await self._listener.saw(step, self._owner, self._phone)

    async def _meanwhile(self, step: str, holds: Callable[[], bool]) -> None:
        """As `_see`, for what is not worth a picture."""
        await self._phone.until(step, holds)

    async def _moves_on(self, step: str, before: Message) -> None:
        """Until the newest message is another one than `before`, or another text or buttons stand in it."""
        await self._phone.until(step, lambda: self._phone.newest() != before)

    def _found(self, step: str, holds: bool) -> None:
        """Something that must be so beside the phones. Raises Missing."""
        if not holds:
            raise Missing(step)
        self._steps += 1

    def _pass(self, words: str, seconds: int) -> None:
        self._listener.chapter(self._own(words))
        self._demo.emulator.clock.advance(seconds)

    def _some_answer(self) -> str:
        """A plain way through a questionnaire: the first option, the same part of every scale."""
        labels = self._phone.labels()
        controls = {self._bot(f"answering.{key}") for key in ("back", "skip", "not_applicable", "done", "send")}
        done = self._bot("answering.done", count=1)
        if done in labels:
            return done
        answers = [label for label in labels if label not in controls]
        rated = [label for label in answers if label.endswith("★") or label.isdecimal()]
        if rated:
            return rated[int(len(rated) * self.LIKES)]
        return answers[0] if answers else self._bot("answering.skip")

    def _narrate(self, key: str, **args: str) -> None:
        self._listener.said(self._own(key, name=self._owner.first_name, **args))

    def _own(self, key: str, **args: str | int) -> str:
        return texts().say(Phrase(f"demo.{key}", args), self._language)

    def _bot(self, key: str, **args: str | int) -> str:
        return texts().say(Phrase(key, args), self._language)


def _row(labels: list[str]) -> str:
    """A row of buttons, none of them broken over two lines."""
    return " ".join(f"[{label}]".replace(" ", "\u00a0") for label in labels)
